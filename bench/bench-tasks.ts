/** `npm run bench:tasks`: how many taps and seconds the tasks of a member, a cashier and an integrator take on the pages. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { type Browser, chromium } from 'playwright-core'

import { root } from '../cli/run-program.ts'
import { startPagesServer } from '../test/support/pages/entente-server.ts'
import { OFFERS } from '../test/support/pages/rewards.ts'
import { CASHIER_TASKS } from './tasks/cashier.ts'
import { INTEGRATOR_TASKS } from './tasks/integrator.ts'
import { MEMBER_TASKS } from './tasks/member.ts'
import { type Effort, KLM } from './tasks/person.ts'
import { ROLES, type Site, type Task } from './tasks/task.ts'

const help = `npm run bench:tasks -- [options]

  --role <name>    only the tasks of one: member, cashier or integrator
  --task <text>    only tasks whose name has this text
  --rounds <n>     how often each task is done (default: 3); the round in the middle counts
  --out <file>     where the figures are written (default: bench/results/tasks.json; none with --role or --task)
  --no-demo        on a server without the demo, which starts sooner
  --json           one JSON object on standard output instead of a table; writes no file without --out
  --help           this text

Starts a server of its own with the demo, and does five tasks each of a member (on a phone), a cashier and an integrator (on
computers) in Chromium (CHROME_PATH). A tap is a pointer activation (tap, click, scan), a field typed into, or a key that
stands for itself (Enter, F4; a chord counts once). Seconds are what the application has a person wait, measured, and what
the person's own acts take by the keystroke-level model (Card, Moran and Newell 1980), so that two versions of the pages can
be compared.
`

const TASKS: readonly Task[] = [...MEMBER_TASKS, ...CASHIER_TASKS, ...INTEGRATOR_TASKS]
/** None of the demo's. */
const BRAND = 'Tilia Grocers'
const TASK_MS_MAX = 120_000

interface Measured extends Effort {
  readonly role: string
  readonly name: string
  readonly about: string
}

const median = <T>(all: readonly T[], by: (one: T) => number): T =>
  all.toSorted((a, b) => by(a) - by(b))[Math.floor(all.length / 2)]!

/** Does a task some times, each with a new person. */
async function measure(task: Task, site: Site, rounds: number): Promise<Measured> {
  const efforts: Effort[] = []
  for (let round = 0; round < rounds; round += 1) {
    const { person, act } = await task.prepare(site)
    try {
      await within(TASK_MS_MAX, act())
    } catch (error) {
      const shown = await person.page
        .getByRole('main')
        .innerText({ timeout: 1_000 })
        .catch(() => '')
      throw new Error(`${task.role}, ${task.name}: ${String(error)}\nThe page shows: ${shown.slice(0, 800)}`, {
        cause: error,
      })
    }
    efforts.push(person.effort())
    await person.page.context().close()
  }
  const taps = new Set(efforts.map((effort) => effort.taps))
  if (taps.size > 1) throw new Error(`${task.name}: took ${[...taps].join(', ')} taps in different rounds`)
  const { role, name, about } = task
  return { role, name, about, ...median(efforts, ({ seconds }) => seconds) }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`not done in ${ms} ms`)), ms)
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}

async function measureAll(
  browser: Browser,
  tasks: readonly Task[],
  { rounds, hasDemo }: { rounds: number; hasDemo: boolean },
): Promise<Measured[]> {
  const server = await startPagesServer({ hasDemo })
  try {
    const brand = await server.addBrand(BRAND)
    for (const body of Object.values(OFFERS)) await server.done('/v1/rewards', { key: brand.key, body })
    const site: Site = { browser, server, brand }
    const measured: Measured[] = []
    for (const task of tasks) {
      measured.push(await measure(task, site, rounds))
      const { role, name, taps, seconds } = measured.at(-1)!
      console.error(`${role}, ${name}: ${taps} taps, ${seconds.toFixed(1)} s`)
    }
    return measured
  } finally {
    await server.stop()
  }
}

function table(measured: readonly Measured[]): string {
  const rows = measured.map(({ role, name, taps, screens, humanSeconds, waitSeconds, seconds }) =>
    [
      role.padEnd(10),
      name.padEnd(48),
      taps,
      screens,
      humanSeconds.toFixed(1),
      waitSeconds.toFixed(1),
      seconds.toFixed(1),
    ].join(' | '),
  )
  const sums = ROLES.map((role) => {
    const own = measured.filter((one) => one.role === role)
    const sum = (by: (one: Measured) => number) => own.reduce((total, one) => total + by(one), 0)
    return `${role}: ${sum(({ taps }) => taps)} taps, ${sum(({ seconds }) => seconds).toFixed(1)} s`
  })
  return ['role       | task | taps | screens scrolled | person s | waiting s | seconds', ...rows, ...sums].join('\n')
}

const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

/** Which version was measured, and whether its pages were changed since. */
const commitOfPages = () =>
  git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--', 'web', 'server') && ', changed')

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      role: { type: 'string' },
      task: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      out: { type: 'string' },
      'no-demo': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const rounds = Number(values.rounds)
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error('--rounds must be a whole number from 1 on')
  const hasDemo = !values['no-demo']
  const { role, task = '' } = values
  const tasks = TASKS.filter((one) => (role ?? one.role) === one.role && one.name.includes(task))
  if (tasks.length === 0) throw new Error('there is no such task: see --help')
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  try {
    const measured = await measureAll(browser, tasks, { rounds, hasDemo })
    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`
    const versions = { commit: commitOfPages(), node: process.version, chromium: browser.version() }
    const load = Math.round(loadavg()[0]! * 10) / 10
    const facts = { ...versions, machine, load, rounds, hasDemo, model: KLM, tasks: measured }
    const isWhole = tasks.length === TASKS.length
    const out = values.out ?? (isWhole && !values.json ? 'bench/results/tasks.json' : undefined)
    if (out !== undefined) {
      mkdirSync(dirname(resolve(root, out)), { recursive: true })
      writeFileSync(resolve(root, out), `${JSON.stringify(facts, null, 2)}\n`)
    }
    console.log(values.json ? JSON.stringify(facts) : table(measured))
    return 0
  } finally {
    await browser.close()
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:tasks: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
