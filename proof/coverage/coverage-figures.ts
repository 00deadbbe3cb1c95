import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import type { ConditionCoverage, HardhatCoverage } from './hardhat-coverage.ts'
import type { LcovFile } from './lcov.ts'
import { missedBranch } from './missed-branch.ts'
import type { MissedBranch } from './missed-branch.ts'

/** How many of how many are reached. */
export interface Share {
  reached: number
  total: number
}

export interface FileFigures {
  file: string
  /** Per cent, of all tests. */
  lines: number
  /** Per cent, of all tests. */
  statements: number
  /** By Solidity tests, or all lines of the file by all tests. */
  functions: Share
  /** Of Solidity's `if`: taken, and `else` where there is one. By Solidity tests. */
  branches: Share
  /** Of assembly: each condition both ways. By all tests. */
  assembly: Share
}

export interface CoverageFigures {
  files: FileFigures[]
  missed: {
    /** `file: numbers` of lines. */
    lines: string[]
    /** `file:line name`. */
    functions: string[]
    branches: MissedBranch[]
  }
}

/** Brings together what the two tools saw. */
export function figuresOf({ files, conditions }: HardhatCoverage, lcov: readonly LcovFile[]): CoverageFigures {
  const seen = files
    .map((each) => ({
      ...each,
      forge: withWholeFile(lcovOf(lcov, each.file), each),
      conditions: conditions.filter(({ file }) => file === each.file),
    }))
    .sort((a, b) => a.file.localeCompare(b.file))
  return {
    files: seen.map(({ file, lines, statements, forge, conditions: inAssembly }) => ({
      file,
      lines,
      statements,
      functions: shareOf(forge.functions.map(({ reached }) => reached)),
      branches: shareOf(inSolidity(forge, inAssembly).map(({ reached }) => reached)),
      assembly: shareOf(inAssembly.flatMap(({ wasTrue, wasFalse }) => [wasTrue, wasFalse])),
    })),
    missed: {
      lines: seen
        .filter(({ lines, statements }) => lines < 100 || statements < 100)
        .map(({ file, uncovered }) => `${file}: ${uncovered}`),
      functions: seen.flatMap(({ file, forge }) =>
        forge.functions.filter(({ reached }) => !reached).map(({ name, line }) => `${file}:${line} ${name}`),
      ),
      branches: seen.flatMap(({ file, forge, conditions: inAssembly }) => missedIn(file, forge, inAssembly)),
    },
  }
}

/** A file that forge does not mention has neither functions nor branches. */
function lcovOf(lcov: readonly LcovFile[], file: string): LcovFile {
  return lcov.find((each) => each.file === file) ?? { file, functions: [], branches: [] }
}

/** Where every line and statement of a file is reached, so is every function that has any. */
function withWholeFile(forge: LcovFile, { lines, statements }: HardhatCoverage['files'][number]): LcovFile {
  const isWhole = lines === 100 && statements === 100
  return { ...forge, functions: forge.functions.map((each) => ({ ...each, reached: each.reached || isWhole })) }
}

/** Forge lists the conditions of assembly, too, and never sees one met: via-IR code has no places within a block. */
function inSolidity({ branches }: LcovFile, inAssembly: readonly ConditionCoverage[]): LcovFile['branches'] {
  return branches.filter(({ line }) => inAssembly.every((condition) => condition.line !== line))
}

function missedIn(file: string, forge: LcovFile, inAssembly: readonly ConditionCoverage[]): MissedBranch[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n')
  return [
    ...inSolidity(forge, inAssembly)
      .filter(({ reached }) => !reached)
      .map(({ line, path }) => missedBranch(file, lines, line, path === 0 ? 'true' : 'false')),
    ...inAssembly.filter(({ wasTrue }) => !wasTrue).map(({ line }) => missedBranch(file, lines, line, 'true')),
    ...inAssembly.filter(({ wasFalse }) => !wasFalse).map(({ line }) => missedBranch(file, lines, line, 'false')),
  ]
}

function shareOf(reached: readonly boolean[]): Share {
  return { reached: reached.filter(Boolean).length, total: reached.length }
}

/** The sum of reached and of all. */
export function sumOf(shares: readonly Share[]): Share {
  return shares.reduce((sum, { reached, total }) => ({ reached: sum.reached + reached, total: sum.total + total }), {
    reached: 0,
    total: 0,
  })
}

/** Of nothing everything is reached. */
export function percentOf({ reached, total }: Share): number {
  return total === 0 ? 100 : (100 * reached) / total
}
