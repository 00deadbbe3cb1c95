import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** Slow 4G as Lighthouse simulates it, and a processor of a phone of four years ago beside this one. */
export const CONDITIONS = {
  downBitsPerSecond: 1_600_000,
  upBitsPerSecond: 750_000,
  latencyMs: 150,
  cpuSlowdown: 4,
} as const

/** After the last request and the last paint, so long nothing may happen any more. */
const QUIET_MS = 1_500
const LOAD_MS_MAX = 60_000

/** What a visit with an empty cache costs. */
export interface PageFigures {
  /** Largest contentful paint. */
  readonly lcpMs: number
  /** Cumulative layout shift: the largest session window, as browsers report it to sites. */
  readonly cls: number
  /** What came over the network, headers included. */
  readonly bytes: number
  readonly requests: number
  /** The longest task of the main thread while the page loaded. */
  readonly longestTaskMs: number
  /** From a real click to the next paint (event timing), as interaction to next paint counts it. */
  readonly interactionMs: number
}

/** In the page, before anything else: watches paints, shifts, tasks and events. */
const OBSERVE = `(() => {
  const figures = (window.pageFigures = { lcpMs: 0, cls: 0, longestTaskMs: 0, interactionMs: 0 })
  const watch = (type, each, more = {}) =>
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) each(entry) }).observe({ type, buffered: true, ...more })
  watch('largest-contentful-paint', (entry) => { figures.lcpMs = entry.startTime })
  const session = { value: 0, from: 0, last: 0 }
  watch('layout-shift', (entry) => {
    if (entry.hadRecentInput) return
    const isNew = entry.startTime - session.last > 1000 || entry.startTime - session.from > 5000
    if (isNew) Object.assign(session, { value: 0, from: entry.startTime })
    session.value += entry.value
    session.last = entry.startTime
    figures.cls = Math.max(figures.cls, session.value)
  })
  watch('longtask', (entry) => { figures.longestTaskMs = Math.max(figures.longestTaskMs, entry.duration) })
  watch('event', (entry) => {
    if (entry.interactionId > 0) figures.interactionMs = Math.max(figures.interactionMs, entry.duration)
  }, { durationThreshold: 16 })
})()`

interface Traffic {
  bytes: number
  requests: number
}

/** Counts what comes over the network: bodies as they are compressed, and headers. */
function count(devtools: CDPSession): Traffic {
  const traffic = { bytes: 0, requests: 0 }
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    traffic.bytes += encodedDataLength
    traffic.requests += 1
  })
  return traffic
}

async function slowDown(devtools: CDPSession): Promise<void> {
  const { downBitsPerSecond, upBitsPerSecond, latencyMs, cpuSlowdown } = CONDITIONS
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: downBitsPerSecond / 8,
    uploadThroughput: upBitsPerSecond / 8,
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
}

/** A page that is measured, and what is clicked on it once it is there. */
export interface MeasuredPage {
  readonly name: string
  readonly url: string
  /** Something on it whose click changes the page without leaving it. */
  click(page: Page): Promise<void>
}

/** Visits a page with an empty cache and measures it; `isSlow` as on a phone on the road, else as fast as it goes. */
export async function measurePage(
  context: BrowserContext,
  { url, click }: MeasuredPage,
  isSlow: boolean,
): Promise<PageFigures> {
  const page = await context.newPage()
  try {
    await page.addInitScript(OBSERVE)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.clearBrowserCache')
    await devtools.send('Network.setBypassServiceWorker', { bypass: true })
    if (isSlow) await slowDown(devtools)
    const traffic = count(devtools)
    await page.goto(url, { waitUntil: 'load', timeout: LOAD_MS_MAX })
    await page.waitForLoadState('networkidle', { timeout: LOAD_MS_MAX })
    await page.waitForTimeout(QUIET_MS)
    const loaded = await page.evaluate<PageFigures>('({ ...window.pageFigures })')
    const { bytes, requests } = traffic
    await click(page)
    await page.waitForTimeout(QUIET_MS)
    const { interactionMs, cls } = await page.evaluate<PageFigures>('({ ...window.pageFigures })')
    return { ...loaded, bytes, requests, interactionMs, cls }
  } finally {
    await page.close()
  }
}
