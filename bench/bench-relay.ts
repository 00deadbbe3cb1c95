/** `npm run bench:relay`: purchases a second from HTTP to the chain, beside senders that a team would write, and beside Alto. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { askProcess } from './ask-process.ts'
import { readNumbers } from './read-numbers.ts'
import type { Blocks } from './relay/anvil.ts'
import { drawRelay } from './relay/draw-relay.ts'
import type { LoadFigures } from './relay/load.ts'
import { missedGoals, type RelayRow, rowsOf, type Turn } from './relay/relay-rows.ts'
import { loadsOf, type RoundPlan, SYSTEMS, type System } from './relay/systems.ts'

const help = `npm run bench:relay -- [options]

  --only <list>      systems: ${SYSTEMS.join(', ')} (default: all that can run)
  --blocks <list>    1s, automine (default: both)
  --loads <list>     one, bulk (default: both): one purchase a request, or many
  --seconds <n>      about how long each load lasts (default: 15)
  --rounds <n>       how often everything is measured, in turns (default: 3); the round in the middle counts
  --members <n>      whose purchases they are (default: 2000)
  --partners <n>     of Entente (default: 4): each has at most one batch on its way
  --database <url>   a PostgreSQL server where databases can be made (default: TEST_DATABASE_URL); without it no postgres
  --alto <folder>    where @pimlico/alto and @account-abstraction/contracts@0.7.0 were installed with npm; without it no alto
  --json             one JSON object on standard output instead of a table; writes no file
  --help             this text

Every round of every system is a process of its own, with an anvil, a server and a database of its own. Counted are purchases from the
first request to the block after which the chain has the points of all of them. The systems:

  postgres   Entente as npm start runs it, all in one process, on PostgreSQL
  embedded   the same on the embedded database with the intake journal
  loop       (a) ethers: one mint after the other, each receipt awaited
  pipelined  (b) viem with nonces of its own, one mint in a transaction
  batches    (c) viem, 200 mints in a transaction, kept in memory until then: the limit
  alto       (d) the bundler, one mint in a user operation; the operations are signed before the load

Writes bench/results/relay.json and relay.svg when everything was measured, and ends with 1 when a goal is missed.
`

const PROGRAM = join(root, 'bench/relay/measure-process.ts')

interface Asked {
  readonly systems: readonly System[]
  readonly blocks: readonly Blocks[]
  readonly plan: Omit<RoundPlan, 'system' | 'blocks' | 'loads'>
  readonly loads: readonly ('one' | 'bulk')[]
  readonly rounds: number
}

async function measureAll({ systems, blocks, plan, loads, rounds }: Asked): Promise<Turn[]> {
  const turns: Turn[] = []
  for (let round = 1; round <= rounds; round += 1) {
    for (const made of blocks) {
      for (const system of systems) {
        const own = loadsOf(system).filter(({ name }) => loads.includes(name))
        if (own.length === 0) continue
        const roundPlan: RoundPlan = { ...plan, system, blocks: made, loads: own }
        const figures = await askProcess<LoadFigures[]>([PROGRAM, JSON.stringify(roundPlan)])
        own.forEach(({ name }, at) => turns.push({ system, blocks: made, load: name, figures: figures[at]! }))
        const told = own.map(({ name }, at) => `${name} ${figures[at]!.perSecond.toFixed(0)}/s`)
        console.error(`round ${round}, ${made}, ${system}: ${told.join(', ')}`)
      }
    }
  }
  return turns
}

const choose = <T extends string>(all: readonly T[], asked: string | undefined, option: string): T[] => {
  if (asked === undefined) return [...all]
  return asked.split(',').map((one) => {
    const found = all.find((known) => known === one)
    if (found === undefined) throw new Error(`${option} knows ${all.join(', ')}, not ${one}`)
    return found
  })
}

function readAsked(): (Asked & { isJson: boolean }) | null {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      blocks: { type: 'string' },
      loads: { type: 'string' },
      seconds: { type: 'string', default: '15' },
      rounds: { type: 'string', default: '3' },
      members: { type: 'string', default: '2000' },
      partners: { type: 'string', default: '4' },
      database: { type: 'string', default: process.env['TEST_DATABASE_URL'] },
      alto: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  const number = (option: 'seconds' | 'rounds' | 'members' | 'partners') =>
    readNumbers(values[option], `--${option}`)[0] ?? 1
  const able = SYSTEMS.filter(
    (system) => (system !== 'postgres' || values.database) && (system !== 'alto' || values.alto),
  )
  const systems = choose(SYSTEMS, values.only, '--only')
  const unable = values.only === undefined ? undefined : systems.find((system) => !able.includes(system))
  if (unable !== undefined) throw new Error(`${unable} needs ${unable === 'alto' ? '--alto' : '--database'}`)
  return {
    systems: systems.filter((system) => able.includes(system)),
    blocks: choose(['1s', 'automine'] as const, values.blocks, '--blocks'),
    loads: choose(['one', 'bulk'] as const, values.loads, '--loads'),
    rounds: number('rounds'),
    plan: {
      seconds: number('seconds'),
      members: number('members'),
      partners: number('partners'),
      server: values.database ?? null,
      altoFolder: values.alto ?? null,
    },
    isJson: values.json,
  }
}

const shown = ({ figures: { perSecond, p50, p99 }, range: [least, most], ofLimit, ...row }: RelayRow) => ({
  blocks: row.blocks,
  load: row.load,
  system: row.system,
  'a second': Math.round(perSecond),
  'of its rounds': `${Math.round(least)} to ${Math.round(most)}`,
  'of batches': ofLimit === null ? '' : ofLimit.toFixed(2),
  'p50 ms': p50.toFixed(1),
  'p99 ms': p99.toFixed(1),
})

async function main(): Promise<number> {
  const asked = readAsked()
  if (asked === null) {
    console.log(help)
    return 0
  }
  const load = loadavg()[0]
  const rows = rowsOf(await measureAll(asked))
  const { seconds, members, partners } = asked.plan
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`
  const facts = { machine, node: process.version, load, rounds: asked.rounds, seconds, members, partners, rows }
  if (asked.isJson) console.log(JSON.stringify(facts))
  else console.table(rows.map(shown))
  if (!asked.isJson && asked.systems.includes('postgres') && asked.systems.includes('batches')) {
    mkdirSync(join(root, 'bench/results'), { recursive: true })
    writeFileSync(join(root, 'bench/results/relay.json'), `${JSON.stringify(facts, null, 2)}\n`)
    writeFileSync(join(root, 'bench/results/relay.svg'), drawRelay(rows))
  }
  const missed = missedGoals(rows)
  for (const line of missed) console.error(line)
  return missed.length === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:relay: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
