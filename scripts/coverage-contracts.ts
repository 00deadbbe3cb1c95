/**
 * Runs the contracts' tests with Hardhat's coverage and fails unless every line and statement of our own contracts is
 * reached. Branches are counted by `mutate-contracts.ts --branches`: a branch that nothing asserts is not covered.
 */
import { join } from 'node:path'

import { compilerSettings, copyProject } from './prove/project-copy.ts'
import { runProgram } from './run-program.ts'

const row = /^║ (contracts\/\S+\.sol)\s+│ ([\d.]+)\s+│ ([\d.]+)\s+│ (.*?)\s*║$/

interface FileCoverage {
  file: string
  lines: string
  statements: string
  uncovered: string
}

/** The rows of Hardhat's table. Mocks are test code: what they offer and no test uses is no hole in a contract. */
function readTable(output: string): FileCoverage[] {
  return output.split('\n').flatMap((line) => {
    const [, file, lines, statements, uncovered] = row.exec(line) ?? []
    if (!file || !lines || !statements || file.startsWith('contracts/mocks/')) return []
    return [{ file, lines, statements, uncovered: uncovered ?? '' }]
  })
}

async function main(): Promise<number> {
  const copy = copyProject(compilerSettings[0], { bail: false })
  try {
    const hardhat = join(copy.folder, 'node_modules/hardhat/dist/src/cli.js')
    const { code, output } = await runProgram([hardhat, 'test', '--coverage'], { cwd: copy.folder })
    const files = readTable(output)
    if (code !== 0 || files.length === 0) {
      console.log(output)
      throw new Error('the tests failed, or Hardhat prints its table in another form')
    }
    const holes = files.filter(({ lines, statements }) => lines !== '100.00' || statements !== '100.00')
    for (const { file, lines, statements, uncovered } of holes) {
      console.log(`${file}: lines ${lines} %, statements ${statements} %, not reached: ${uncovered}`)
    }
    console.log(
      `${files.length - holes.length} of ${files.length} files are reached line by line and statement by statement`,
    )
    return holes.length === 0 ? 0 : 1
  } finally {
    copy.remove()
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`coverage-contracts: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
