/**
 * Breaks the contracts in one place at a time, found in solc's syntax tree, and runs their tests: a mutant that they let
 * live is a hole in them. Survivors that are no hole are listed, with the reason, in docs/proof.md.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { listMutants } from './prove/list-mutants.ts'
import type { Mutant } from './prove/list-mutants.ts'
import { MutantLab } from './prove/mutant-lab.ts'
import type { Fate } from './prove/mutant-lab.ts'
import { root } from './run-program.ts'

const help = `node scripts/launch.mjs scripts/mutate-contracts.ts [options]

  --file <path>   one contract only, e.g. contracts/PointsLedger.sol
  --part <i/n>    every n-th mutant, beginning with the i-th (to share the work: 0/2 and 1/2)
  --branches      only conditions fixed to true and to false: what no branch coverage tool here can count
  --state <path>  where the fates are kept, so that a run that was ended goes on (default cache/mutants.json); a fate
                  counts as long as its contract is the same, and a survivor is tried again whenever a test changed
  --every <n>     a sample: every n-th mutant of those that are left
  --json          the figures and the survivors as JSON, in the last line
  --list          only say what would be broken
  --help          this text

Ends with 1 if a mutant survives that docs/proof.md does not explain.
`

const files = [
  'contracts/PointsLedger.sol',
  'contracts/PointsToken.sol',
  'contracts/PartnerRegistry.sol',
  'contracts/PointsIssuance.sol',
  'contracts/PointsRedemption.sol',
  'contracts/PointsAccounts.sol',
  'contracts/libraries/AccountWord.sol',
  'contracts/libraries/CalendarMonth.sol',
  'contracts/libraries/PackedRecords.sol',
  'contracts/libraries/PartnerRows.sol',
  'contracts/libraries/SignerKey.sol',
  'contracts/libraries/MemberKey.sol',
  'contracts/libraries/OrderList.sol',
  'contracts/libraries/RedemptionWord.sol',
  'contracts/libraries/TransferRestriction.sol',
]

/** Fates that are known already, by what they depend on. */
class State {
  private readonly path: string
  private readonly fates: Record<string, Fate>

  constructor(path: string) {
    this.path = path
    this.fates = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Fate>) : {}
  }

  /** The change and the contract around it; what lived may die of a new test, so survivors name the tests too. */
  private keysOf({ file, start, end, replacement }: Mutant): [string, string] {
    const key = `${file} ${start}-${end} ${replacement} ${hashOf(readFileSync(join(root, file)))}`
    return [key, `${key} ${testsHash()}`]
  }

  get(mutant: Mutant): Fate | undefined {
    const [key, keyWithTests] = this.keysOf(mutant)
    return this.fates[key] ?? this.fates[keyWithTests]
  }

  set(mutant: Mutant, fate: Fate): void {
    this.fates[this.keysOf(mutant)[fate === 'survived' ? 1 : 0]] = fate
    mkdirSync(dirname(this.path), { recursive: true })
    writeFileSync(this.path, JSON.stringify(this.fates, null, 1))
  }
}

const hashOf = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex').slice(0, 16)

let knownTestsHash: string | undefined
function testsHash(): string {
  const folder = join(root, 'test/contracts')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|sol)$/.test(name))
  knownTestsHash ??= hashOf(
    names
      .sort()
      .map((name) => hashOf(readFileSync(join(folder, name))))
      .join(),
  )
  return knownTestsHash
}

/** A survivor is explained where docs/proof.md has its place and change in a table row. */
function isExplained({ file, before, replacement }: Mutant): boolean {
  const rows = readFileSync(join(root, 'docs/proof.md'), 'utf8').split('\n')
  return rows.some(
    (row) => row.includes(file.replace('contracts/', '')) && row.includes(`\`${before}\` -> \`${replacement}\``),
  )
}

const describe = ({ file, line, before, replacement }: Mutant) => `${file}:${line} \`${before}\` -> \`${replacement}\``

interface Figures {
  fates: Record<Fate, number>
  survivors: { mutant: string; explained: boolean }[]
  tried: number
  seconds: number
}

async function tryAll(mutants: Mutant[], state: State): Promise<Figures> {
  const fates: Record<Fate, number> = { killed: 0, 'not compiled': 0, 'same code': 0, survived: 0 }
  const figures: Figures = { fates, survivors: [], tried: 0, seconds: 0 }
  const lab = await MutantLab.open()
  try {
    if (!(await lab.testOriginal())) throw new Error('the tests fail without any mutant')
    for (const mutant of mutants) {
      const started = performance.now()
      const known = state.get(mutant)
      const fate = known ?? (await lab.tryMutant(mutant))
      if (known === undefined) {
        state.set(mutant, fate)
        figures.tried += 1
        figures.seconds += (performance.now() - started) / 1_000
      }
      fates[fate] += 1
      if (fate !== 'survived') continue
      const explained = isExplained(mutant)
      figures.survivors.push({ mutant: describe(mutant), explained })
      console.log(`survived${explained ? ' (explained)' : ''}: ${describe(mutant)}`)
    }
  } finally {
    lab.close()
  }
  return figures
}

function chooseMutants(values: { file?: string; part: string; every: string; branches: boolean }): Mutant[] {
  const [first, step] = values.part.split('/').map(Number) as [number, number]
  const mutants = listMutants(files.filter((file) => values.file === undefined || file === values.file))
  const wanted = mutants.filter(({ isBranch }) => isBranch || !values.branches)
  const part = wanted.filter((_, index) => index % step === first)
  const chosen = part.filter((_, index) => index % Number(values.every) === 0)
  console.log(`${chosen.length} of ${wanted.length} mutants`)
  return chosen
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      part: { type: 'string', default: '0/1' },
      every: { type: 'string', default: '1' },
      state: { type: 'string', default: 'cache/mutants.json' },
      branches: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const chosen = chooseMutants(values)
  if (values.list) {
    for (const mutant of chosen) console.log(describe(mutant))
    return 0
  }
  const { fates, survivors, tried, seconds } = await tryAll(chosen, new State(resolve(root, values.state)))
  const unexplained = survivors.filter(({ explained }) => !explained).length
  const each = tried === 0 ? 0 : seconds / tried
  console.log(
    `${fates.killed} killed, ${fates.survived} survived, ${fates['same code']} are the same code, ` +
      `${fates['not compiled']} did not compile, ${unexplained} unexplained; ${tried} tried, ${each.toFixed(1)} s each`,
  )
  if (values.json) console.log(JSON.stringify({ ...fates, unexplained, tried, secondsEach: each, survivors }))
  return unexplained === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`mutate-contracts: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
