import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'

import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPictures } from './support/screenshots.ts'

const PIN = '2580'
const OFFLINE_CARD = 'Your card, without a connection'

/** Everything that the worker keeps: the addresses, and all of the texts. */
const KEPT = `(async () => {
  const kept = []
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      kept.push({ path: new URL(request.url).pathname, text: await (await (await caches.open(name)).match(request)).text() })
  return kept
})()`

describe('the wallet as an app of its own', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  const grouped = (cardNumber: string) => cardNumber.replace(/(.{4})(?=.)/g, '$1 ')
  // The page for signing in says “See your points”.
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

  async function signIn(page: Page, cardNumber: string): Promise<void> {
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
    await heading(page, 'Your points')
  }

  /** A phone whose owner has signed in, and on which the worker has kept the pages. */
  async function aPhone(): Promise<{ page: Page; context: BrowserContext; cardNumber: string }> {
    const page = await browser.visit({ serviceWorkers: 'allow' })
    const { cardNumber } = await coalition.enrolCard(PIN)
    await signIn(page, cardNumber)
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    return { page, context: page.context(), cardNumber }
  }

  it('can be installed: a manifest with icons, and a worker of our own', async () => {
    const manifest = (await (await fetch(`${coalition.url}/wallet.webmanifest`)).json()) as Record<string, string> & {
      icons: { src: string; sizes: string; purpose: string }[]
    }
    expect(manifest).to.include({ start_url: '/wallet', scope: '/wallet', display: 'standalone' })
    for (const { src } of manifest.icons) {
      const icon = await fetch(coalition.url + src)
      expect([icon.status, icon.headers.get('content-type')], src).to.deep.equal([200, 'image/png'])
    }
    expect(manifest.icons.map(({ purpose }) => purpose)).to.include.members(['any', 'maskable'])
    const { page, context } = await aPhone()
    const cdp = await context.newCDPSession(page)
    const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors')
    // A browser of a test has no window bar to install from, and says so.
    const faults = installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')
    expect(faults).to.deep.equal([])
  })

  it('shows the card without a connection, and the points again when it is back', async () => {
    const { page, context, cardNumber } = await aPhone()
    await context.setOffline(true)
    await page.goto(`${coalition.url}/wallet`)
    await heading(page, OFFLINE_CARD)
    await page.getByText(grouped(cardNumber)).waitFor()
    await page.getByRole('img', { name: 'Bar code of your card number' }).waitFor()
    await page.getByText('You are offline.').waitFor()
    await expectAccessible(page, 'the card without a connection')
    await keepPictures(page, 'card-offline')
    await context.setOffline(false)
    await page.reload()
    await heading(page, 'Your points')
  })

  it('keeps the pages only: nothing that the API said of anybody', async () => {
    const { page, cardNumber } = await aPhone()
    await page.getByRole('link', { name: 'Card', exact: true }).click()
    await heading(page, 'Your card')
    const kept = await page.evaluate<{ path: string; text: string }[]>(KEPT)
    expect(kept.length).to.be.greaterThan(10)
    const allowed = /^\/(?:wallet|wallet\.webmanifest|favicon\.svg|assets\/.+|icons\/.+)$/
    expect(kept.map(({ path }) => path).filter((path) => !allowed.test(path))).to.deep.equal([])
    const pageKept = kept.filter(({ path }) => path === '/wallet')
    expect(pageKept).to.have.length(1)
    expect(pageKept[0]?.text).to.equal(await (await fetch(`${coalition.url}/wallet`)).text())
    expect(kept.filter(({ text }) => text.includes(cardNumber))).to.deep.equal([])
  })

  it('shows nothing of a member who has signed out, to whoever has the phone next', async () => {
    const { page, context, cardNumber } = await aPhone()
    await page.goto(`${coalition.url}/wallet/account`)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await heading(page, 'See your points')
    expect(await page.evaluate('JSON.stringify(localStorage)')).to.not.contain(cardNumber)
    await context.setOffline(true)
    await page.goto(`${coalition.url}/wallet`)
    await heading(page, 'No connection')
    await page.getByText('Your points and rewards are shown here as soon as you are connected again.').waitFor()
    expect(await page.getByRole('status', { name: 'One moment…' }).count()).to.equal(0)
    expect(await page.getByText('What you see may be out of date.').count(), 'of nothing').to.equal(0)
    await expectAccessible(page, 'signed out and without a connection')
    await keepPictures(page, 'signed-out-offline')
    expect(await page.locator('body').innerText()).to.not.contain(grouped(cardNumber))
    await context.setOffline(false)
    await heading(page, 'See your points')
    const next = (await coalition.enrolCard(PIN)).cardNumber
    await signIn(page, next)
    await context.setOffline(true)
    await page.goto(`${coalition.url}/wallet/card`)
    await page.getByText(grouped(next)).waitFor()
    expect(await page.locator('body').innerText()).to.not.contain(grouped(cardNumber))
  })

  it('forgets the card of a member who signs in over another, without signing out', async () => {
    const { page, context, cardNumber } = await aPhone()
    const other = (await coalition.enrolCard(PIN)).cardNumber
    await context.clearCookies()
    await signIn(page, other)
    expect(await page.evaluate('JSON.stringify(localStorage)')).to.not.contain(cardNumber)
  })

  it('forgets the card when the session was ended elsewhere', async () => {
    const { page, cardNumber } = await aPhone()
    const laptop = await browser.visit()
    await signIn(laptop, cardNumber)
    await laptop.goto(`${coalition.url}/wallet/account`)
    await laptop.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await heading(page, 'See your points')
    expect(await page.evaluate('JSON.stringify(localStorage)')).to.not.contain(cardNumber)
  })

  it('is whole after an update: the page that is shown offline is of the build whose files are kept', async () => {
    const { page, context } = await aPhone()
    // The page says which scripts it needs; each is kept, so that no other build is asked for them.
    const kept = await page.evaluate<{ path: string; text: string }[]>(KEPT)
    const html = kept.find(({ path }) => path === '/wallet')?.text ?? ''
    const named = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path)
    expect(named.length).to.be.greaterThan(3)
    expect(kept.map(({ path }) => path)).to.include.members(named)
    await context.setOffline(true)
    const missing: string[] = []
    page.on('requestfailed', (request) => {
      if (request.url().includes('/assets/')) missing.push(request.url())
    })
    await page.goto(`${coalition.url}/wallet/card`)
    await heading(page, OFFLINE_CARD)
    await waitUntil(
      () => page.getByRole('img', { name: 'Bar code of your card number' }).count(),
      (count) => count === 1,
    )
    expect(missing).to.deep.equal([])
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
