import { runProgram } from '../../cli/run-program.ts'

const jscpd = 'node_modules/jscpd/run-jscpd.js'

/**
 * What jscpd finds written twice in these folders, word for word: six lines and fifty tokens or more, comments and white space
 * aside. `.jscpd.json` holds the limits; it leaves out generated code, and imports, which many files have alike.
 */
export async function checkDuplicates(folders: readonly string[]): Promise<string[]> {
  const { code, output } = await runProgram([jscpd, '--config', '.jscpd.json', '--fail-on-empty', ...folders])
  return code === 0 ? [] : [output.trim()]
}
