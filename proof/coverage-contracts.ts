/**
 * Counts what the tests reach of our own contracts: lines and statements of all tests by Hardhat, functions and branches
 * of the Solidity tests by forge, and both ways of every condition in assembly, which neither sees, by tags of our own.
 */
import { parseArgs } from 'node:util'

import { figuresOf, percentOf, sumOf } from './coverage/coverage-figures.ts'
import type { CoverageFigures, Share } from './coverage/coverage-figures.ts'
import { measureWithForge } from './coverage/forge-coverage.ts'
import { measureWithHardhat } from './coverage/hardhat-coverage.ts'
import type { MissedBranch } from './coverage/missed-branch.ts'
import { describe, readReasons } from './reasons.ts'
import { formatTable, print, printJson, say } from '../cli/terminal.ts'

const LINES_PERCENT_MIN = 100
const STATEMENTS_PERCENT_MIN = 100
const FUNCTIONS_PERCENT_MIN = 100
const BRANCHES_PERCENT_MIN = 98
const REASONS = 'proof/coverage/missed-branches.json'

const help = `npm run coverage -- [options]

  --json  print the figures as JSON
  --help  this text

Lines and statements: of all tests of the contracts, by Hardhat. Functions and branches: of the Solidity tests and a short
campaign of the invariants, by forge; a function counts, too, where all lines of its file do. Assembly: both ways of each condition, of all tests. Five minutes of processor time
on two cores, half of them for compiling.

Ends with 1 unless ${LINES_PERCENT_MIN} % of the lines and ${STATEMENTS_PERCENT_MIN} % of the statements of every contract, ${FUNCTIONS_PERCENT_MIN} % of the functions and
${BRANCHES_PERCENT_MIN} % of the branches are reached, and ${REASONS} explains each branch that is not.
`

/** Runs a part and says when it began and ended. */
async function timed<T>(what: string, part: () => Promise<T>): Promise<T> {
  say(`${what}: running`)
  const started = performance.now()
  const result = await part()
  say(`${what}: ${((performance.now() - started) / 1_000).toFixed(0)} s`)
  return result
}

const perCent = (value: number): string => `${value.toFixed(2)} %`
const ofTotal = (share: Share): string => (share.total === 0 ? '-' : `${share.reached} of ${share.total}`)

function printTable({ files }: CoverageFigures): void {
  const head = ['contract', 'lines', 'statements', 'functions', 'branches', 'assembly, both ways']
  const rows = files.map(({ file, lines, statements, functions, branches, assembly }) => [
    file.replace('contracts/', ''),
    perCent(lines),
    perCent(statements),
    ofTotal(functions),
    ofTotal(branches),
    ofTotal(assembly),
  ])
  const totals = (['functions', 'branches', 'assembly'] as const).map((column) =>
    ofTotal(sumOf(files.map((file) => file[column]))),
  )
  const least = (['lines', 'statements'] as const).map((column) => perCent(Math.min(...files.map((f) => f[column]))))
  print(formatTable(head, [...rows, ['all (lines, statements: the least)', ...least, ...totals]]))
}

/** What is below its threshold, in words. */
function shortfalls({ files, missed }: CoverageFigures): string[] {
  const functions = percentOf(sumOf(files.map((file) => file.functions)))
  const branches = percentOf(sumOf(files.flatMap((file) => [file.branches, file.assembly])))
  const isShort =
    files.some(({ lines, statements }) => lines < LINES_PERCENT_MIN || statements < STATEMENTS_PERCENT_MIN) ||
    missed.lines.length > 0
  return [
    ...(isShort ? missed.lines.map((lines) => `lines not reached: ${lines}`) : []),
    ...(functions < FUNCTIONS_PERCENT_MIN ? missed.functions.map((name) => `function not reached: ${name}`) : []),
    ...(branches < BRANCHES_PERCENT_MIN ? [`branches: ${perCent(branches)}, not ${BRANCHES_PERCENT_MIN} %`] : []),
  ]
}

const sayBranch = (branch: MissedBranch): string => `${describe(branch)} (line ${branch.line})`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help) {
    print(help)
    return 0
  }
  const [hardhat, forge] = await Promise.all([
    timed('all tests, under Hardhat', measureWithHardhat),
    timed('Solidity tests and a campaign, under forge', measureWithForge),
  ])
  const figures = figuresOf(hardhat, forge)
  const reasons = readReasons(REASONS)
  const isExplained = (branch: MissedBranch): boolean => reasons.whyOf(branch) !== undefined
  const unexplained = figures.missed.branches.filter((branch) => !isExplained(branch))
  const failures = [
    ...shortfalls(figures),
    ...unexplained.map((branch) => `neither reached nor explained in ${REASONS}: ${sayBranch(branch)}`),
    ...reasons.rowsWithout(figures.missed.branches, reasons.files),
  ]
  if (values.json) {
    printJson({ ...figures, failures })
  } else {
    printTable(figures)
    const explained = figures.missed.branches.filter(isExplained)
    for (const branch of explained) print(`not reached, and explained in ${REASONS}: ${sayBranch(branch)}`)
    for (const failure of failures) print(failure)
  }
  return failures.length === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run coverage: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
