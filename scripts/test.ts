/** `npm test`: every test that needs no service. Shows the output as it comes and ends with `N passed, N failed`. */
import { globSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { root, runProgram } from '../cli/run-program.ts'
import { findPgbouncer, findProgram, findSoftHsm } from './find-program.ts'
import { countTests, type TestCounts } from './test-counts.ts'
import { buildPages } from '../cli/build-pages.ts'

const help = `npm test -- [options]

  --only <part>    contracts (mocha and Solidity tests of the contracts), solidity, server (also system and simulation),
                   system, simulation, browser
  --grep <text>    only tests whose name matches
  --postgres       the server's tests on PostgreSQL instead of PGlite; TEST_DATABASE_URL says where (npm run test:postgres);
                   also behind PgBouncer, if it is installed
  --help           this text

Runs the contracts' tests on Hardhat's own chain, the server's on PGlite and anvil, and the pages' in Chromium if it is
installed; those of keys in devices with SoftHSM2, if it is installed. Needs no service, and reads none of DATABASE_URL, RPC_URL, ENTENTE_DATA and PORT.
`

interface Part {
  name: string
  /** Parts of the second lane run one after the other, beside those of the first: a lane needs about a core, and they share nothing. */
  lane?: 2
  group: 'contracts' | 'server' | 'browser'
  args: string[]
  env?: NodeJS.ProcessEnv
}

/** How long one part may take: five times what it takes on two idle cores, and less than `.ci/run` may as a whole, so that it says where it stopped. */
const MINUTES_MAX = 75

const hardhat = 'node_modules/hardhat/dist/src/cli.js'
const mocha = 'node_modules/mocha/bin/mocha.js'
const has = (pattern: string): boolean => globSync(pattern, { cwd: root }).length > 0

const usersOwn = new Set(['DATABASE_URL', 'RPC_URL', 'ENTENTE_DATA', 'PORT', 'TEST_DATABASE_URL'])

/** The environment of the tests, without the user's database, chain, data folder or port. */
function testEnvironment(databaseUrl: string | undefined): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !usersOwn.has(name))
  const env: NodeJS.ProcessEnv = { ...Object.fromEntries(own), HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' }
  return databaseUrl ? { ...env, TEST_DATABASE_URL: databaseUrl } : env
}

/**
 * Tests that use no database, or always the embedded one, or that are about pages or the form of requests: on PostgreSQL they would only say the
 * same again. What routes do there is tested by the actions and the tables, and what many requests at once do by the tests of the API as a whole.
 */
const WITHOUT_DATABASE_CHOICE = [
  'test/{audit,bench,cli,monitoring,proof,scripts}/**',
  'test/server/{api/pages,api/routes,chain,chain-embedded,channels,config,domain}/**',
  'test/server/api/{connections,document,hostile-bodies,log,metrics,protocol}.test.ts',
  'test/server/{actions/webhooks/webhook,database/{audit,erasure,till}}-kills.test.ts',
  'test/simulation/**',
  'test/system/*.test.ts',
  'test/web/**',
]

/** Several processes on one PostgreSQL, or on two: nothing of it can be on PGlite, which serves one. */
const PROCESSES_TESTS = 'test/system/processes/**'

/** Compares with pictures, which hold for one build of Chromium and its fonts: `npm run test:looks`, a part of `.ci/run`. */
const LOOKS_TEST = 'test/browser/looks.test.ts'

const PGBOUNCER_TEST = 'test/server/database/engine/pgbouncer.test.ts'

const SOFTHSM_TEST = 'test/server/chain/pkcs11.test.ts'

/** The tests that are left out because what they need is not on this machine; a CI must have it. */
function leftOut(isThere: boolean, left: { test: string; about: string; needs: string; remedy: string }): string[] {
  const { test, about, needs, remedy } = left
  if (isThere) return []
  if (process.env['CI']) throw new Error(`the tests ${about} need ${needs}: ${remedy}`)
  console.log(`The tests ${about} are left out: there is no ${needs} (${remedy}).`)
  return [test]
}

function withoutPgbouncer(): string[] {
  const remedy = 'apt-get install pgbouncer, or set PGBOUNCER_PATH'
  const left = { test: PGBOUNCER_TEST, about: 'behind PgBouncer', needs: 'PgBouncer', remedy }
  return leftOut(findPgbouncer() !== undefined, left)
}

function withoutSoftHsm(): string[] {
  const remedy = 'apt-get install softhsm2 opensc, and npm rebuild pkcs11js --ignore-scripts=false'
  const left = { test: SOFTHSM_TEST, about: 'of keys in a device', needs: 'SoftHSM2', remedy }
  return leftOut(findSoftHsm() !== undefined, left)
}

/** The first is Debian's Chromium without windows, in which a suite took 32 s of processor time instead of 45. */
const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/** The parts there are, in the order in which they run: the quick ones that find most come first. */
function listParts(grep: string | undefined, postgres: boolean): Part[] {
  const filter = grep === undefined ? [] : ['--grep', grep]
  const parts: Part[] = []
  if (has('test/contracts/**/*.t.sol')) {
    parts.push({ name: 'solidity', group: 'contracts', args: [hardhat, 'test', 'solidity', ...filter] })
  }
  if (has('test/contracts/**/*.test.ts')) {
    parts.push({ name: 'contracts', group: 'contracts', args: [hardhat, 'test', 'mocha', ...filter] })
  }
  const elsewhere = [
    'test/contracts/**',
    'test/browser/**',
    ...(postgres ? [...WITHOUT_DATABASE_CHOICE, ...withoutPgbouncer()] : withoutSoftHsm()),
  ]
  const ignored = elsewhere.flatMap((files) => ['--ignore', files])
  const own = postgres ? [] : ['--ignore', 'test/simulation/**', '--ignore', 'test/system/**']
  parts.push({ name: 'server', group: 'server', args: [mocha, 'test/**/*.test.ts', ...ignored, ...own, ...filter] })
  if (!postgres) {
    const system = [mocha, 'test/system/**/*.test.ts', '--ignore', PROCESSES_TESTS, ...filter]
    parts.push({ name: 'system', group: 'server', args: system, lane: 2 })
    const simulation = [mocha, 'test/simulation/**/*.test.ts', ...filter]
    parts.push({ name: 'simulation', group: 'server', args: simulation, lane: 2 })
  }
  const chromium = findProgram(process.env['CHROME_PATH'], BROWSERS)
  if (has('test/browser/**/*.test.ts')) {
    if (chromium) {
      const env = { CHROME_PATH: chromium }
      const args = [mocha, 'test/browser/**/*.test.ts', '--ignore', LOOKS_TEST, ...filter]
      parts.push({ name: 'browser', group: 'browser', args, env })
    } else if (process.env['CI']) {
      throw new Error('the browser tests need Chromium: install it (apt-get install chromium) or set CHROME_PATH')
    } else {
      console.log(
        'The browser tests are left out: there is no Chromium (apt-get install chromium, or set CHROME_PATH).',
      )
    }
  }
  return parts
}

function chooseParts(only: string | undefined, postgres: boolean, grep: string | undefined): Part[] {
  const parts = listParts(grep, postgres)
  const wanted = postgres ? 'server' : only
  if (wanted === undefined) return parts
  const chosen = parts.filter((part) => part.name === wanted || part.group === wanted)
  if (chosen.length === 0)
    throw new Error(`there are no tests named ${wanted}: --only contracts|solidity|server|system|simulation|browser`)
  return chosen
}

/** Parts that are run before all others: they compile the contracts, which others read. */
const isFirst = ({ group }: Part): boolean => group === 'contracts'

/** Runs parts one after the other. Those of the first lane show their output as it comes; the others' is returned. */
async function runLane(parts: readonly Part[], databaseUrl: string | undefined, live: boolean) {
  const where = databaseUrl === undefined ? '' : ' on PostgreSQL'
  const told: { lines: string; counts: TestCounts }[] = []
  for (const part of parts) {
    const title = `\n=== ${part.name}${where}`
    if (live) console.log(title)
    const env = { ...testEnvironment(databaseUrl), ...part.env }
    const result = await runProgram(part.args, { env, live, minutesMax: MINUTES_MAX })
    const counts = countTests(result)
    const sum = `=== ${part.name}${where}: ${counts.passed} passed, ${counts.failed} failed, ${result.seconds.toFixed(1)} s`
    if (live) console.log(sum)
    told.push({ lines: live ? '' : `${title}\n${result.output}\n${sum}`, counts })
  }
  return told
}

/** Runs the lanes beside each other. The second shows what it said when both have ended. */
async function runLanes(parts: readonly Part[], databaseUrl: string | undefined): Promise<TestCounts[]> {
  const second = parts.filter(({ lane }) => lane === 2)
  const first = parts.filter((part) => !second.includes(part))
  const isAlone = first.length === 0
  const [shown, kept] = await Promise.all([runLane(first, databaseUrl, true), runLane(second, databaseUrl, isAlone)])
  for (const { lines } of kept) if (lines !== '') console.log(lines)
  return [...shown, ...kept].map(({ counts }) => counts)
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      grep: { type: 'string' },
      postgres: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const databaseUrl = process.env['TEST_DATABASE_URL']
  if (values.postgres && !databaseUrl) {
    throw new Error('set TEST_DATABASE_URL, for example postgresql://postgres@127.0.0.1:5432/test')
  }
  const total = { passed: 0, failed: 0 }
  const chosen = chooseParts(values.only, values.postgres, values.grep)
  // Once and before all: the pages are what the browser tests look at, and every server that is started wants them.
  if (chosen.some(({ group }) => group !== 'contracts')) await buildPages({ onProgress: console.log })
  for (const parts of [chosen.filter(isFirst), chosen.filter((part) => !isFirst(part))]) {
    for (const counts of await runLanes(parts, values.postgres ? databaseUrl : undefined)) {
      total.passed += counts.passed
      total.failed += counts.failed
    }
  }
  if (total.passed + total.failed === 0) console.log('\nNo test ran, which is a failure too.')
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  return total.passed > 0 && total.failed === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm test: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
