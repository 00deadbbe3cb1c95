import type { Page } from 'playwright-core'

/** The time on every picture: a weekday, far from the change of a day, a month and a year. */
export const SHOWN_AT = new Date('2026-06-17T10:00:00Z')
export const ZONE = 'Europe/London'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** What is this near has just happened, or is about to. */
const NEAR_MS = 2 * HOUR_MS
/** Where a year's epochs end depends on the day of the run: what is further away is always as far. */
const FAR_MS = 60 * DAY_MS
const FAR_SHOWN_MS = 400 * DAY_MS

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g
const DAY = /"(\d{4}-\d\d-\d\d)"/g

const startOfDay = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS

/** The time that a picture shows in place of one of the server's: as far from now, and without what no run repeats. */
export function fixMoment(moment: number, now: number): Date {
  const away = moment - now
  if (away > FAR_MS) return new Date(SHOWN_AT.getTime() + FAR_SHOWN_MS)
  if (away > NEAR_MS) return new Date(SHOWN_AT.getTime() + Math.round(away / DAY_MS) * DAY_MS)
  if (away > 0) return new Date(SHOWN_AT.getTime() + Math.ceil(away / MINUTE_MS) * MINUTE_MS)
  if (away > -NEAR_MS) return new Date(SHOWN_AT.getTime() - MINUTE_MS)
  return new Date(SHOWN_AT.getTime() + Math.round(away / HOUR_MS) * HOUR_MS)
}

/** An answer of the API with fixed times. */
export function fixAnswer(text: string, now: number): string {
  const days = (day: string) => (Date.parse(day) - startOfDay(now)) / DAY_MS
  return text
    .replaceAll(MOMENT, (moment) => fixMoment(Date.parse(moment), now).toISOString())
    .replaceAll(DAY, (_, day: string) => {
      const shown = new Date(startOfDay(SHOWN_AT.getTime()) + days(day) * DAY_MS)
      return `"${shown.toISOString().slice(0, 10)}"`
    })
}

/** A receipt is compared with the chain, time by time: it stays as it is. */
const isReceipt = (path: string) => path.includes('receipt')

/** Stops the clock of a page, and has the server's times agree with it. */
export async function fixTime(page: Page): Promise<void> {
  await page.clock.setFixedTime(SHOWN_AT)
  await page.route(/\/v1\//, async (route) => {
    const { pathname } = new URL(route.request().url())
    const response = await route.fetch().catch(() => null)
    // The page was left meanwhile.
    if (response === null) return
    const isText = response.headers()['content-type']?.includes('json') === true
    if (!isText || isReceipt(pathname)) return route.fulfill({ response })
    return route.fulfill({ response, body: fixAnswer(await response.text(), Date.now()) })
  })
}

/** How days and times are written on the pages, for the day of the run: receipts and pages of the server show it. */
function spellingsOf(moment: Date): string[] {
  return ['en-GB', 'fr', 'fr-FR', 'en'].flatMap((language) =>
    [
      { dateStyle: 'long' },
      { dateStyle: 'medium' },
      { dateStyle: 'full' },
      { day: 'numeric', month: 'short', year: 'numeric' },
      { day: 'numeric', month: 'short' },
      { day: 'numeric', month: 'long' },
    ].map((style) => new Intl.DateTimeFormat(language, { ...(style as object), timeZone: ZONE }).format(moment)),
  )
}

/**
 * What no run repeats, and what pictures show in its place: texts of the same length and shape. The masks are these and no
 * others: addresses and hashes, ids, the port, the beginning of a key, clock times, references that a till makes, the count of its requests,
 * QR codes (blank), and the figures beside the names of VOLATILE.
 */
const SUBSTITUTES: readonly (readonly [pattern: string, shown: string])[] = [
  ['0x[0-9a-fA-F]{64}', `0x${'5e'.repeat(32)}`],
  ['0x[0-9a-fA-F]{40}', `0x${'5e'.repeat(20)}`],
  ['0x[0-9a-fA-F]{4,8}…[0-9a-fA-F]{4,8}', '0x5e5e…5e5e'],
  ['[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '01900000-0000-7000-8000-000000000000'],
  ['(localhost|127\\.0\\.0\\.1):\\d+', '$1:8080'],
  ['ent_[0-9a-f]{4}', 'ent_5e5e'],
  // A till that waits asks again and again.
  ['(Requests|Requêtes) \\(\\d+\\)', '$1 (11)'],
  ['\\d\\d:\\d\\d:\\d\\d', '10:00:00'],
  ['\\b([TPR])-\\d{8}-[0-9A-Za-z-]+', '$1-20260617-000000'],
]

/** Names beside which the figures depend on when the run is. */
const VOLATILE = 'latest block|dernier bloc|till to ledger|caisse au registre'

/** In the page: puts the substitutes in the place of texts, and blanks QR codes. Doing it twice changes nothing more. */
const FIX_SHOWN = `(({ substitutes, spellings, volatile }) => {
  const fix = (text) => {
    let fixed = text
    for (const [spelled, shown] of spellings) fixed = fixed.replaceAll(spelled, shown)
    for (const [pattern, shown] of substitutes) fixed = fixed.replace(new RegExp(pattern, 'g'), shown)
    return fixed
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { currentNode } = texts
    const fixed = fix(currentNode.data)
    if (fixed !== currentNode.data) currentNode.data = fixed
    if (!new RegExp(volatile, 'i').test(currentNode.data)) continue
    const named = currentNode.parentElement
    for (const beside of named?.parentElement?.querySelectorAll('dd, [data-figure], strong, p, span, div') ?? []) {
      if (beside === named || beside.contains(named)) continue
      const inner = document.createTreeWalker(beside, NodeFilter.SHOW_TEXT)
      while (inner.nextNode()) {
        const shown = inner.currentNode.data.replace(/\\d[\\d.,\\u00a0\\u202f]*/g, '12')
        if (shown !== inner.currentNode.data) inner.currentNode.data = shown
      }
    }
  }
  for (const field of document.querySelectorAll('input:not([type=password]), textarea')) {
    const fixed = fix(field.value)
    if (fixed !== field.value) field.value = fixed
  }
  for (const code of document.querySelectorAll('[role=img], img, svg, canvas')) {
    const name = code.getAttribute('aria-label') ?? code.getAttribute('alt') ?? ''
    if (/QR/.test(name)) code.style.setProperty('visibility', 'hidden')
  }
})`

/** Puts fixed values in the place of what no run repeats, on the page as it is. */
export async function fixShown(page: Page): Promise<void> {
  const today = spellingsOf(new Date())
  const shown = spellingsOf(SHOWN_AT)
  // The longest first, because the shorter ones are parts of them.
  const spellings = today.map((spelled, at) => [spelled, shown[at]]).toSorted((a, b) => b[0]!.length - a[0]!.length)
  const facts = JSON.stringify({ substitutes: SUBSTITUTES, spellings, volatile: VOLATILE })
  await page.evaluate(`${FIX_SHOWN}(${facts})`)
}
