/** `npm run bench:growth`: whether Entente stays as fast as it is while its database grows. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { startProgress } from '../cli/progress.ts'
import { drawGrowth } from './growth/draw-growth.ts'
import { type Grown, measureSize, unevenFigures } from './growth/measure-size.ts'
import { readNumbers } from './read-numbers.ts'
import { type Coalition, openCoalition } from './relay/coalition.ts'
import { runLoad } from './relay/load.ts'

const help = `npm run bench:growth -- [options]

  --purchases <list>  sizes at which everything is measured (default: 10000,100000,1000000); 5000000 takes some 10 GB and half an hour more
  --seconds <n>       how long the accept rate is measured (default: 8)
  --members <n>       whose purchases they are (default: 10000)
  --database <url>    a PostgreSQL server where databases can be made (default: TEST_DATABASE_URL)
  --embedded          on the embedded database in a temporary folder, with the intake journal
  --json              one JSON object on standard output instead of a table; writes no file
  --help              this text

Fills the database with what it measures: purchases come in over HTTP, two hundred in a request, and go on a chain of their own. At each
size it measures, with a server that runs alone: purchases a second, one in a request over 64 connections; how long a partner waits for a
member's balance and for their last entries; how long a batch of three thousand entries takes to form; and how long a start takes.
Writes bench/results/growth-<database>.json and .svg, and ends with 1 when a figure at the last size is more than 20 % worse than at the first.
`

const FILLING = { bulk: 200, connections: 8 }
const PURCHASES_AT_ONCE = 20_000
const PARTNERS = 4

/** Brings the number of purchases up to `size`. */
async function fill(coalition: Coalition, size: number): Promise<void> {
  const { anvil, token, requests, server } = coalition
  const begin = requests.purchases()
  const progress = startProgress(`filling up to ${size} purchases`, Math.max(1, size - begin))
  while (requests.purchases() < size) {
    const purchases = Math.min(PURCHASES_AT_ONCE, size - requests.purchases())
    const side = { url: server().url, rpcUrl: anvil.url, token, nextRequest: requests.next }
    await runLoad(side, FILLING, Math.ceil(purchases / FILLING.bulk))
    progress.update(requests.purchases() - begin)
  }
  progress.stop()
  await coalition.settle()
}

async function measureAll(coalition: Coalition, sizes: readonly number[], seconds: number): Promise<Grown[]> {
  const grown: Grown[] = []
  for (const size of sizes) {
    await fill(coalition, size)
    grown.push(await measureSize(coalition, size, seconds))
    console.error(JSON.stringify(grown.at(-1)))
  }
  return grown
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      purchases: { type: 'string', default: '10000,100000,1000000' },
      seconds: { type: 'string', default: '8' },
      members: { type: 'string', default: '10000' },
      database: { type: 'string', default: process.env['TEST_DATABASE_URL'] },
      embedded: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  if (!values.embedded && values.database === undefined)
    throw new Error('name a PostgreSQL server with --database or TEST_DATABASE_URL, or measure --embedded')
  const sizes = readNumbers(values.purchases, '--purchases').toSorted((a, b) => a - b)
  const [seconds = 1] = readNumbers(values.seconds, '--seconds')
  const [members = 1] = readNumbers(values.members, '--members')
  const server = values.embedded ? null : (values.database ?? null)
  const load = loadavg()[0]
  const coalition = await openCoalition({ server, partners: PARTNERS, members })
  try {
    const grown = await measureAll(coalition, sizes, seconds)
    const database = server === null ? 'embedded' : 'postgres'
    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`
    const facts = { machine, node: process.version, load, database, members, partners: PARTNERS, seconds, grown }
    if (values.json) console.log(JSON.stringify(facts))
    else {
      console.table(grown)
      const file = join(root, `bench/results/growth-${database}`)
      mkdirSync(join(root, 'bench/results'), { recursive: true })
      writeFileSync(`${file}.json`, `${JSON.stringify(facts, null, 2)}\n`)
      writeFileSync(`${file}.svg`, drawGrowth(database, grown))
    }
    const uneven = unevenFigures(grown)
    for (const line of uneven) console.error(line)
    return uneven.length === 0 ? 0 : 1
  } finally {
    await coalition.close()
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:growth: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
