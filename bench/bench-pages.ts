/** `npm run bench:pages`: how fast the main pages are there on a slow phone network, and how fast they answer a click. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { type Browser, chromium } from 'playwright-core'

import { root } from '../cli/run-program.ts'
import { type PagesServer, startPagesServer } from '../test/support/pages/entente-server.ts'
import { CONDITIONS, measurePage, type PageFigures } from '../test/support/pages/measure-page.ts'
import { enterPages, listMeasuredPages } from '../test/support/pages/measured-pages.ts'
import { OFFERS } from '../test/support/pages/rewards.ts'
import { enrolCardholder, sell } from '../test/support/pages/seed.ts'
import { drawChart, type Group } from './pages/chart.ts'

const help = `npm run bench:pages -- [options]

  --rounds <n>   how often each page is visited (default: 5); each figure is the median
  --fast         without slowing the network and the processor; writes no file
  --json         one JSON object on standard output instead of a table; writes no file
  --help         this text

Starts a server of its own and visits the front door, the docs, a member's home and a till in Chromium (CHROME_PATH) with an
empty cache, over slow 4G (1.6 Mbit/s, 150 ms) on a processor slowed down four times. Writes bench/results/pages.json and
pages.svg, and ends with 1 when a goal is missed.
`

const PHONE = { viewport: { width: 390, height: 844 }, locale: 'en-GB', reducedMotion: 'no-preference' } as const

/** Of issue 17, for a member's home; the shift and the answer to a click for every page. */
const GOALS = { lcpMs: 2_500, interactionMs: 200, cls: 0.1 } as const
const LCP_GOAL_OF = 'wallet home'

interface Measured extends PageFigures {
  readonly page: string
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const FIGURES = ['lcpMs', 'cls', 'bytes', 'requests', 'longestTaskMs', 'interactionMs'] as const

function medianOf(visits: readonly PageFigures[]): PageFigures {
  const entries = FIGURES.map((name) => [name, Math.round(median(visits.map((one) => one[name])) * 1_000) / 1_000])
  return Object.fromEntries(entries)
}

async function measureAll(browser: Browser, server: PagesServer, rounds: number, isSlow: boolean): Promise<Measured[]> {
  const brand = await server.addBrand('Tilia Grocers')
  for (const body of Object.values(OFFERS)) await server.done('/v1/rewards', { key: brand.key, body })
  const member = await enrolCardholder(server, brand)
  await sell(server, brand, { memberId: member.memberId, amountMinor: '90000' })
  const context = await browser.newContext(PHONE)
  await enterPages(context, server, { brand, member })
  const measured: Measured[] = []
  for (const page of listMeasuredPages(server)) {
    const visits: PageFigures[] = []
    for (let round = 0; round < rounds; round += 1) visits.push(await measurePage(context, page, isSlow))
    measured.push({ page: page.name, ...medianOf(visits) })
    console.error(`${page.name}: ${JSON.stringify(measured.at(-1))}`)
  }
  return measured
}

function listMissed(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ page, lcpMs, interactionMs, cls }) => [
    ...(page === LCP_GOAL_OF && lcpMs >= GOALS.lcpMs ? [`${page}: largest paint after ${lcpMs} ms`] : []),
    ...(interactionMs >= GOALS.interactionMs ? [`${page}: a click is answered after ${interactionMs} ms`] : []),
    ...(cls > GOALS.cls ? [`${page}: the layout shifts by ${cls}`] : []),
  ])
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en-GB')} ms`

function draw(measured: readonly Measured[]): string {
  const group = (title: string, by: (one: Measured) => { value: number; text: string; goal?: number }): Group => ({
    title,
    bars: measured.map((one) => ({ label: one.page, ...by(one) })),
  })
  return drawChart('Pages on slow 4G, processor slowed down four times, empty cache', [
    group('Largest contentful paint', ({ page, lcpMs }) => ({
      value: lcpMs,
      text: ms(lcpMs),
      ...(page === LCP_GOAL_OF ? { goal: GOALS.lcpMs } : {}),
    })),
    group('From a click to the next paint', ({ interactionMs }) => ({
      value: interactionMs,
      text: ms(interactionMs),
      goal: GOALS.interactionMs,
    })),
    group('Layout shift', ({ cls }) => ({ value: cls, text: String(cls), goal: GOALS.cls })),
    group('Over the network', ({ bytes }) => ({ value: bytes, text: `${Math.round(bytes / 1_000)} kB` })),
    group('Longest task', ({ longestTaskMs }) => ({ value: longestTaskMs, text: ms(longestTaskMs) })),
  ])
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      fast: { type: 'boolean', default: false },
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
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  const server = await startPagesServer()
  try {
    const measured = await measureAll(browser, server, rounds, !values.fast)
    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`
    const conditions = values.fast ? null : CONDITIONS
    const facts = { machine, chromium: browser.version(), rounds, conditions, goals: GOALS, measured }
    if (values.json) console.log(JSON.stringify(facts))
    else console.table(measured)
    if (!values.json && !values.fast) {
      mkdirSync(join(root, 'bench/results'), { recursive: true })
      writeFileSync(join(root, 'bench/results/pages.json'), `${JSON.stringify(facts, null, 2)}\n`)
      writeFileSync(join(root, 'bench/results/pages.svg'), draw(measured))
    }
    const missed = listMissed(measured)
    for (const line of missed) console.error(line)
    return missed.length === 0 ? 0 : 1
  } finally {
    await browser.close()
    await server.stop()
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:pages: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
