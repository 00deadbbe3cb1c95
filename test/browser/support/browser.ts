import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** How browsers of tests are started. */
export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Pictures of a page are the same wherever they are taken.
  '--force-device-scale-factor=1',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--disable-lcd-text',
]

/** A phone that is as narrow as they come, and a desktop. */
export const PHONE = { width: 360, height: 740 }
export const DESKTOP = { width: 1280, height: 860 }

/** A browser of a suite. What a page says on its console as an error is kept: the suite expects none. */
export interface TestBrowser {
  /** Opens a page of a visitor of its own: nothing is shared with other visitors. */
  visit(options?: BrowserContextOptions): Promise<Page>
  /** Errors of scripts, and what the content security policy refused. */
  readonly errors: readonly string[]
}

const launch = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [...FLAGS, ...flags],
  })

/** The browser of all suites that ask for no flags of their own: to start one takes seconds, and their visitors share nothing. */
let shared: Promise<Browser> | undefined
// Outside of any suite: it ends with the run.
after(async () => (await shared)?.close())

async function openShared(): Promise<Browser> {
  if (shared === undefined || !(await shared).isConnected()) shared = launch()
  return shared
}

/** Registers the hooks of a suite that works in Chromium; `flags` are asked for when it starts. */
export function useBrowser(flags?: () => readonly string[]): TestBrowser {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const errors: string[] = []
  before(async () => {
    browser = await (flags === undefined ? openShared() : launch(flags()))
  })
  after(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    if (flags !== undefined) await browser.close()
  })
  return {
    errors,
    async visit(options = {}) {
      const context = await browser.newContext({
        viewport: PHONE,
        locale: 'en-GB',
        reducedMotion: 'reduce',
        // A suite that stands between page and server sees requests only where no worker does.
        serviceWorkers: 'block',
        ...options,
      })
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(`${page.url()}: ${String(error)}`))
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) errors.push(`${page.url()}: ${message.text()}`)
      })
      return page
    },
  }
}
