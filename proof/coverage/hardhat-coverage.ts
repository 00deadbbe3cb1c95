import { cpSync, globSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { root, runProgram } from '../../cli/run-program.ts'
import { watchAssembly } from './assembly-conditions.ts'
import type { AssemblyCondition } from './assembly-conditions.ts'
import { compilerSettings, copyProject } from '../compilers/project-copy.ts'
import { sourcesOf } from '../sources.ts'

/** What all tests reach of a contract, in per cent, as Hardhat prints it. */
interface FileCoverage {
  file: string
  lines: number
  statements: number
  /** The lines that are not reached. */
  uncovered: string
}

/** A condition in a contract's assembly, and which ways it went in all tests. */
export interface ConditionCoverage extends AssemblyCondition {
  file: string
  wasTrue: boolean
  wasFalse: boolean
}

export interface HardhatCoverage {
  files: FileCoverage[]
  conditions: ConditionCoverage[]
}

/** Solidity tests of the proofs that belong to the whole; the campaign does not. */
const besides = globSync('proof/refusals/*.t.sol', { cwd: root })

/** Our own contracts, without test code and without what has no code. */
const measured = (file: string): boolean => file.endsWith('.sol') && !/^contracts\/(?:mocks|interfaces)\//.test(file)

const row = /^║ (contracts\/\S+\.sol)\s+│ ([\d.]+)\s+│ ([\d.]+)\s+│ (.*?)\s*║$/
const MINUTES_MAX = 30

/** Runs the contracts' tests, those in TypeScript and those in Solidity, in a copy that tells what they reach. */
export async function measureWithHardhat(): Promise<HardhatCoverage> {
  const copy = copyProject(compilerSettings[0], { bail: false })
  try {
    // As deep as they are here, so that their imports lead to the contracts.
    for (const source of new Set(besides.flatMap((test) => [...sourcesOf(test)]))) {
      if (source.startsWith('proof/')) cpSync(join(root, source), join(copy.folder, source.replace('proof/', 'test/')))
    }
    cpSync(join(import.meta.dirname, 'quiet-hits.ts'), join(copy.folder, 'quiet-hits.ts'))
    renameSync(join(copy.folder, 'hardhat.config.ts'), join(copy.folder, 'unmeasured.config.ts'))
    writeFileSync(join(copy.folder, 'hardhat.config.ts'), configuration)
    const conditions = watchContracts(copy.folder)
    const hardhat = join(copy.folder, 'node_modules/hardhat/dist/src/cli.js')
    const run = await runProgram([hardhat, 'test', '--coverage'], { cwd: copy.folder, minutesMax: MINUTES_MAX })
    const files = readTable(run.output)
    if (run.code !== 0 || files.length === 0) {
      throw new Error(`the tests failed, or Hardhat prints its table in another form\n${run.output}`)
    }
    const hits = readHits(join(copy.folder, 'coverage/data'))
    const went = (id: bigint): boolean => hits.has(id.toString(16).padStart(64, '0'))
    return {
      files,
      conditions: conditions.map((each) => ({ ...each, wasFalse: went(each.id), wasTrue: went(each.id + 1n) })),
    }
  } finally {
    copy.remove()
  }
}

const configuration = `import unmeasured from './unmeasured.config.ts'
import { quietHits } from './quiet-hits.ts'

const paths = { tests: { ...unmeasured.paths.tests, solidity: './test' } }

export default { ...unmeasured, paths, plugins: [...unmeasured.plugins, quietHits] }
`

/** Makes the conditions in the copied contracts' assembly tell which way they go. */
function watchContracts(folder: string): (AssemblyCondition & { file: string })[] {
  const files = readdirSync(join(folder, 'contracts'), { recursive: true, encoding: 'utf8' })
    .map((name) => `contracts/${name}`)
    .filter(measured)
    .sort()
  return files.flatMap((file, number) => {
    const { source, conditions } = watchAssembly(readFileSync(join(folder, file), 'utf8'), number)
    writeFileSync(join(folder, file), source)
    return conditions.map((each) => ({ ...each, file }))
  })
}

/** The rows of Hardhat's table. Mocks are test code: what they offer and no test uses is no hole in a contract. */
function readTable(output: string): FileCoverage[] {
  return output.split('\n').flatMap((line) => {
    const [, file, lines, statements, uncovered = ''] = row.exec(line) ?? []
    if (!file || !lines || !statements || !measured(file)) return []
    return [{ file, lines: Number(lines), statements: Number(statements), uncovered }]
  })
}

/** All tags that were met, of Hardhat's statements and of ours: a file for each kind of test. */
function readHits(folder: string): Set<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return new Set(files.flatMap((name) => Object.keys(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object)))
}
