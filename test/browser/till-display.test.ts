import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPictures } from './support/screenshots.ts'
import { lookFor, openTillPage } from './support/till.ts'

const PIN = '2580'
const WRONG_PIN = '9753'

/** Keeps all that the page hears from the customer's window. */
const HEAR = `(() => {
  window.heard = []
  const add = BroadcastChannel.prototype.addEventListener
  BroadcastChannel.prototype.addEventListener = function (type, listener, options) {
    return add.call(this, type, (event) => { window.heard.push(JSON.stringify(event.data)); listener(event) }, options)
  }
})()`

describe('the customer’s screen at the till', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let card: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    card = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: card.memberId }, '90000')
  })

  const openTill = () => openTillPage(browser, coalition, { prepare: (page) => page.addInitScript(HEAR) })

  async function openDisplay(page: Page): Promise<Page> {
    await page.getByRole('button', { name: 'Settings' }).click()
    const [display] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Open the customer display' }).click(),
    ])
    await page.getByText('The customer display is open.').waitFor()
    await page.keyboard.press('Escape')
    return display
  }

  async function hold(page: Page, points: string): Promise<void> {
    await page.keyboard.press('F4')
    await page.getByLabel('Points to redeem').fill(points)
    await page.getByText(/points available$/).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Points held for another').waitFor()
  }

  async function openCustomer(page: Page): Promise<void> {
    await lookFor(page, card.cardNumber)
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
  }

  it('follows a sale: the amount, what it earns, and the thanks', async () => {
    const page = await openTill()
    const display = await openDisplay(page)
    await display.getByRole('heading', { name: 'Welcome' }).waitFor()
    await keepPictures(display, 'till-display-welcome')
    await openCustomer(page)
    await display.getByText(/^You have [\d,]+ points$/).waitFor()
    await page.getByLabel('Amount of the purchase, GBP').fill('42.50')
    await display.getByRole('heading', { name: '£42.50' }).waitFor()
    await display.getByText('This purchase earns 42 points').waitFor()
    await keepPictures(display, 'till-display-sale')
    await page.keyboard.press('Enter')
    await display.getByText('You earned 42 points').waitFor()
    await page.keyboard.press('Escape')
    await display.getByRole('heading', { name: 'Welcome' }).waitFor()
    await expectAccessible(display, 'customer display')
  })

  it('has no key, and takes the PIN: the cashier’s window gets no digit of it', async () => {
    const page = await openTill()
    const display = await openDisplay(page)
    const kept = await display.evaluate<string>('JSON.stringify([sessionStorage, localStorage, location.href])')
    expect(kept).to.not.include('ent_')
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    const asked: string[] = []
    display.on('request', (request) => asked.push(JSON.stringify(request.headers())))
    await openCustomer(page)
    await hold(page, '300')
    await page.getByText('The customer types the PIN on their screen').waitFor()
    expect(await page.getByLabel('Customer’s PIN').count()).to.equal(0)
    await display.getByRole('heading', { name: 'Use 300 points?' }).waitFor()
    await display.getByText('£3.00 off at Maison Verte').waitFor()
    await keepPictures(display, 'till-display-pin')
    await expectAccessible(display, 'customer display asking for the PIN')
    await keepPictures(page, 'till-pin-on-display')
    await display.bringToFront()
    await display.keyboard.type(WRONG_PIN)
    await display.keyboard.press('Enter')
    await display.getByRole('alert').getByText('Wrong PIN').waitFor()
    for (const digit of PIN) await display.getByRole('button', { name: digit, exact: true }).click()
    await display.getByRole('button', { name: 'OK' }).click()
    await page.getByText('Redeemed: hand over the goods').waitFor()
    await display.getByText('You used 300 points').waitFor()
    const seen = [...sent, await page.evaluate<string>('window.heard.join()'), await page.content()]
    expect(await page.evaluate<number>('window.heard.length')).to.be.greaterThan(1)
    // In an id or a time the digits may stand by chance; in quotes they are a PIN.
    expect(seen.join()).to.not.match(/"(?:2580|9753)"/)
    expect(asked.join()).to.not.match(/authorization|ent_/i)
  })

  it('lets the customer say no', async () => {
    const page = await openTill()
    const display = await openDisplay(page)
    await openCustomer(page)
    await hold(page, '100')
    await display.getByRole('button', { name: 'No, thank you' }).click()
    await page.getByText('Declined by the customer').waitFor()
    await display.getByRole('heading', { name: 'No points were used' }).waitFor()
  })

  it('may be opened late, and closed: then the PIN is typed at the till again', async () => {
    const page = await openTill()
    await openCustomer(page)
    await hold(page, '100')
    await page.getByLabel('Customer’s PIN').waitFor()
    const display = await openDisplay(page)
    await display.getByRole('heading', { name: 'Use 100 points?' }).waitFor()
    await page.getByText('The customer types the PIN on their screen').waitFor()
    await page.getByRole('button', { name: 'Type the PIN here instead' }).click()
    await page.getByLabel('Customer’s PIN').waitFor()
    await page.keyboard.press('F10')
    await page.getByText('Not redeemed').waitFor()
    await hold(page, '100')
    await page.getByText('The customer types the PIN on their screen').waitFor()
    await display.close()
    await page.getByLabel('Customer’s PIN').fill(PIN)
    await page.keyboard.press('Enter')
    await page.getByText('Redeemed: hand over the goods').waitFor()
  })

  it('waits for a till that was closed, and finds it again', async () => {
    const page = await openTill()
    const display = await openDisplay(page)
    await display.getByRole('heading', { name: 'Welcome' }).waitFor()
    await page.reload()
    await display.getByText('The till is not open.').waitFor()
    await display.getByRole('heading', { name: 'Welcome' }).waitFor()
    await display.reload()
    await display.getByRole('heading', { name: 'Welcome' }).waitFor()
  })

  it('says what to do when it is opened by itself', async () => {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/till/customer`)
    await page.getByText('Open this screen from the settings of a till.').waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
