/** `npm run soak`: whether a server that sells for long at half of what it can needs more and more memory. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { startProgress } from '../cli/progress.ts'
import { readNumbers } from './read-numbers.ts'
import { type Coalition, openCoalition } from './relay/coalition.ts'
import { checkSupply, type LoadFigures, runLoad } from './relay/load.ts'
import { POINTS_EACH } from './relay/side.ts'
import { drawSoak } from './soak/draw-soak.ts'
import { growthOf, JUDGED, MEMORY_GROWTH_MAX, type Sample, startSampling } from './soak/sample-memory.ts'

const help = `npm run soak -- [options]

  --minutes <n>     how long the load lasts (default: 30)
  --members <n>     whose purchases they are (default: 2000)
  --database <url>  a PostgreSQL server where databases can be made (default: TEST_DATABASE_URL)
  --embedded        on the embedded database in a temporary folder, with the intake journal
  --json            one JSON object on standard output instead of a table; writes no file
  --help            this text

Measures how many purchases a second go from HTTP to a chain with a block a second, sells half as many for so many minutes, and samples
the memory of the server (resident, and JavaScript's heap) and of the chain. At the end every purchase must be on chain once. Ends with 1
when the trend of the server's memory over the second half of the run adds more than ${MEMORY_GROWTH_MAX * 100} %. The chain keeps its blocks in memory,
so it is shown and not judged. Writes bench/results/soak-<database>.json and .svg.
`

const PARTNERS = 4
const CONNECTIONS = 64
const FULL_LOAD_SECONDS = 15
const FIRST_REQUESTS = 4_000

interface Soaked {
  readonly fullPerSecond: number
  readonly load: LoadFigures
  readonly samples: readonly Sample[]
}

async function soak(coalition: Coalition, minutes: number): Promise<Soaked> {
  const { anvil, token, requests, server, settle } = coalition
  const side = { url: server().url, rpcUrl: anvil.url, token, nextRequest: requests.next }
  const one = { bulk: 1, connections: CONNECTIONS }
  const first = await runLoad(side, one, FIRST_REQUESTS)
  const { perSecond: fullPerSecond } = await runLoad(side, one, Math.ceil(first.perSecond * FULL_LOAD_SECONDS))
  const rate = Math.ceil(fullPerSecond / 2)
  const seconds = minutes * 60
  const progress = startProgress(`selling ${rate} a second`, seconds)
  const sampling = startSampling({ server: server(), anvil }, (sample) =>
    progress.update(Math.min(seconds, sample.seconds)),
  )
  try {
    const load = await runLoad(side, { ...one, rate }, rate * seconds)
    await settle()
    await checkSupply(side, BigInt(requests.purchases()) * POINTS_EACH)
    return { fullPerSecond, load, samples: sampling.samples() }
  } finally {
    sampling.stop()
    progress.stop()
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      members: { type: 'string', default: '2000' },
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
    throw new Error('name a PostgreSQL server with --database or TEST_DATABASE_URL, or soak --embedded')
  const [minutes = 1] = readNumbers(values.minutes, '--minutes')
  const [members = 1] = readNumbers(values.members, '--members')
  const server = values.embedded ? null : (values.database ?? null)
  const machineLoad = loadavg()[0]
  const coalition = await openCoalition({ server, partners: PARTNERS, members })
  try {
    await coalition.anvil.begin('1s')
    const { samples, ...soaked } = await soak(coalition, minutes)
    const growth = Object.fromEntries(JUDGED.map((name) => [name, growthOf(samples, name)]))
    const database = server === null ? 'embedded' : 'postgres'
    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`
    const facts = {
      machine,
      node: process.version,
      machineLoad,
      database,
      minutes,
      members,
      ...soaked,
      growth,
      samples,
    }
    if (values.json) console.log(JSON.stringify(facts))
    else {
      console.table({ ...soaked.load, ...growth })
      const file = join(root, `bench/results/soak-${database}`)
      mkdirSync(join(root, 'bench/results'), { recursive: true })
      writeFileSync(`${file}.json`, `${JSON.stringify(facts)}\n`)
      writeFileSync(`${file}.svg`, drawSoak(`${minutes} minutes at half load (${database})`, samples))
    }
    const grown = Object.entries(growth).filter(([, share]) => share > MEMORY_GROWTH_MAX)
    for (const [name, share] of grown) console.error(`${name} grew by ${(share * 100).toFixed(1)} % in the second half`)
    return grown.length === 0 ? 0 : 1
  } finally {
    await coalition.close()
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run soak: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
