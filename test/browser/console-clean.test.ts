import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'

/** Long enough for what a page asks by itself after it is drawn. */
const QUIET_MS = 1_500

describe('the visit of somebody who is not signed in', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  /** Opens a page and collects what goes wrong on it: errors on the console, and answers that refuse. */
  async function listen(path: string): Promise<{ page: Page; faults: string[] }> {
    // With its service worker, which only these pages are allowed to bring.
    const page = await browser.visit({ serviceWorkers: 'allow' })
    const faults: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => faults.push(`script: ${String(error)}`))
    page.on('requestfailed', (request) => faults.push(`no answer: ${request.url()}`))
    page.on('response', (response) => {
      if (response.status() >= 400) faults.push(`${String(response.status())}: ${response.url()}`)
    })
    await page.goto(`${coalition.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForTimeout(QUIET_MS)
    return { page, faults }
  }

  for (const path of [
    '/',
    '/wallet',
    '/wallet/rewards',
    '/wallet/history',
    '/wallet/verify',
    '/till',
    '/operator',
    '/docs',
  ])
    it(`leaves the console empty at ${path}`, async () => {
      const { faults } = await listen(path)
      expect(faults).to.deep.equal([])
    })

  it('hears a refusal where there is one', async () => {
    const { page, faults } = await listen('/wallet')
    await page.evaluate("fetch('/v1/me')")
    expect(faults.some((fault) => fault.startsWith('401: '))).to.equal(true)
  })
})
