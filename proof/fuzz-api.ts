/** `npm run fuzz:api`: hostile requests against the API of a server of its own. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { startProgress } from '../cli/progress.ts'
import { say } from '../cli/terminal.ts'
import { openAsk } from './api/ask.ts'
import { readDocument } from './api/document.ts'
import { collectFindings, type Finding } from './api/findings.ts'
import { runFuzz } from './api/run-fuzz.ts'
import { openSender } from './api/send.ts'
import { startServer } from './api/server-process.ts'
import { openWorld } from './api/world.ts'

const help = `npm run fuzz:api -- [options]

  --requests <n>     requests to send (default: 1,000,000; every change: 20,000)
  --minutes <n>      stop sending after so long
  --seed <n>         where chance begins (default: 1)
  --from <n>         number of the first request: with --requests 1, one that was found, again (default: 0)
  --connections <n>  requests under way at a time (default: 24)
  --findings <n>     stop after so many findings (default: 25)
  --postgres <url>   the server's database is a new one on this PostgreSQL (default: the embedded one)
  --keep             leave the server's data folder, and say where it is
  --output <file>    write the figures, as JSON
  --json             one JSON object on standard output
  --help             this text

Starts a server with the demo coalition in a temporary folder, and sends it requests that fit the OpenAPI document, that are
spoiled, and that are no HTTP: as nobody, as each partner with each scope, as operators, as members, and with the secrets of
others. A finding is an answer with 5xx, none within 30 s, one that the document does not promise, or one that shows what is
somebody else's; at the end also a limit that did not hold, points that do not add up, or a failure in the log.
`

/** Characters of a request that a terminal is shown. */
const SHOWN_MAX = 3_000

function show({ number, what, request, answer }: Finding): void {
  say(`\nfinding${number === null ? '' : `, request ${number}`}: ${what}`)
  if (request !== null)
    say(`  ${request.length > SHOWN_MAX ? `${request.slice(0, SHOWN_MAX)}... (whole with --output)` : request}`)
  if (answer !== null) say(`  ${answer}`)
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '1000000' },
      minutes: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      connections: { type: 'string', default: '24' },
      findings: { type: 'string', default: '25' },
      postgres: { type: 'string' },
      keep: { type: 'boolean', default: false },
      output: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const whole = (name: 'requests' | 'minutes' | 'seed' | 'from' | 'connections' | 'findings', least: number) => {
    const number = Number(values[name].replaceAll(/[,_]/g, ''))
    if (!Number.isSafeInteger(number) || number < least)
      throw new Error(`--${name} ${values[name]} is not a number from ${least} on`)
    return number
  }
  return {
    help: values.help,
    json: values.json,
    keep: values.keep,
    postgres: values.postgres ?? null,
    output: values.output,
    plan: {
      requests: whole('requests', 1),
      minutesMax: whole('minutes', 1),
      seed: whole('seed', 0),
      from: whole('from', 0),
      connections: whole('connections', 1),
      findingsMax: whole('findings', 1),
    },
  }
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options.help) {
    console.log(help)
    return 0
  }
  const { plan } = options
  const document = readDocument()
  say('starting a server with the demo coalition')
  const server = await startServer({ postgres: options.postgres })
  const sender = openSender(server.port, plan.connections)
  const findings = collectFindings(show)
  try {
    const world = await openWorld(server, openAsk(sender))
    const progress = startProgress('hostile requests', plan.requests)
    const figures = await runFuzz(
      { world, document, sender, findings },
      { ...plan, onProgress: (done) => progress.update(done) },
    )
    progress.stop()
    const database = options.postgres === null ? 'embedded' : 'PostgreSQL'
    const result = {
      database,
      seed: plan.seed,
      from: plan.from,
      ...figures,
      node: process.version,
      findings: findings.kept,
    }
    if (options.output !== undefined) writeFileSync(options.output, `${JSON.stringify(result, null, 2)}\n`)
    if (options.json) console.log(JSON.stringify(result))
    else
      console.log(
        `${result.requests} requests with seed ${plan.seed}, ${result.perSecond} a second: ${JSON.stringify(result.statuses)}\n\n` +
          `${findings.count() === 0 ? 1 : 0} passed, ${findings.count()} failed`,
      )
    return findings.count() === 0 ? 0 : 1
  } finally {
    sender.close()
    if (options.keep) say(`the data folder: ${server.dataFolder}`)
    await server.stop({ keepsData: options.keep })
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run fuzz:api: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return 2
})
