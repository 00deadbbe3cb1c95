import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { DISCOUNT, NOTEBOOK, TEA } from '../support/pages/rewards.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'

const PIN = '2580'
/** Pixels of a browser's page, from its left edge. */
interface Box {
  readonly x: number
  readonly width: number
}

describe('what a member finds in the wallet', function () {
  this.timeout(300_000)
  const browser = useBrowser()
  let coalition: Coalition
  let page: Page
  let memberId: string
  let cardNumber: string
  let yesterday: string

  const go = (path: string) => page.goto(`${coalition.url}/wallet${path}`)
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

  before(async () => {
    coalition = await openCoalition()
    for (const reward of [TEA, DISCOUNT, NOTEBOOK]) await coalition.offer(reward)
    const enrolled = await coalition.enrolCard(PIN)
    memberId = enrolled.memberId
    cardNumber = enrolled.cardNumber
    const zone = await coalition.till('/v1/partner')
    expect(zone.status).to.equal(200)
    const set = await fetch(`${coalition.url}/v1/partner/time-zone`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${coalition.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ timeZone: 'Pacific/Kiritimati' }),
    })
    expect(set.status).to.equal(200)
    // A till that was cut off sends yesterday's sale today.
    const occurredAt = new Date(Date.now() - 86_400_000)
    yesterday = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'Pacific/Kiritimati' }).format(
      occurredAt,
    )
    const sold = await coalition.till('/v1/purchases', {
      orderRef: `LATE-${memberId.slice(0, 8)}`,
      member: { kind: 'member', value: memberId },
      currency: 'GBP',
      amountMinor: '50000',
      occurredAt: occurredAt.toISOString(),
    })
    expect(sold.status, JSON.stringify(sold.body)).to.equal(201)
    await coalition.sell({ kind: 'member', value: memberId }, '5000')
    page = await browser.visit({ viewport: DESKTOP })
    await go('')
    await page.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
    await heading('Your points')
  })

  it('greets them by the name that this device keeps, until they sign out', async () => {
    await go('/account')
    await page.getByRole('textbox', { name: 'What should we call you?' }).fill('Ada')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved on this device.').waitFor()
    await go('')
    await heading('Hello, Ada')
  })

  it('shows points, offers and chart side by side on a laptop, without a blank half', async () => {
    await go('')
    const boxOf = async (name: string): Promise<Box> => {
      const box = await page.getByRole('region', { name }).boundingBox()
      if (box === null) throw new Error(`${name} is not shown`)
      return box
    }
    const [offers, chart] = [await boxOf('Offers'), await boxOf('Points over time')]
    expect(chart.x).to.be.greaterThan(offers.x + offers.width)
    expect(chart.x + chart.width).to.be.greaterThan(DESKTOP.width - 80)
    await page.getByRole('region', { name: 'Offers' }).getByText('1 point for every £1.00').waitFor()
  })

  it('begins the chart where there are points, and ends it with the balance', async () => {
    await go('')
    await page.getByText('550 points', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Show as a table' }).click()
    const rows = page.getByRole('table', { name: 'Points over time' }).getByRole('row')
    await rows.nth(1).getByText('550 points').waitFor()
    // A heading, and the days that are drawn: not ninety of nothing.
    expect(await rows.count()).to.equal(1 + 8)
  })

  it('counts what they can afford, and shows only that', async () => {
    await go('')
    await page.getByRole('link', { name: /^You can afford \d+ rewards$/ }).click()
    await heading('Rewards')
    await page.getByRole('link', { name: 'A tin of tea' }).waitFor()
    expect(await page.getByRole('link', { name: 'A notebook' }).count()).to.equal(0)
    await page.getByText('All', { exact: true }).click()
    const notebook = page.getByRole('article').filter({ hasText: 'A notebook' })
    await notebook.getByText('119,450 points to go').waitFor()
    await page.getByRole('article').filter({ hasText: 'A tin of tea' }).getByText('You can afford this').waitFor()
    await expectAccessible(page, 'rewards and what is missing for them')
  })

  it('says of a money reward where and how it is used', async () => {
    await go('/rewards')
    await page.getByRole('link', { name: 'Five pounds off' }).click()
    await page.getByText('At any till of Maison Verte: tell the cashier before you pay and show your card.').waitFor()
  })

  it('groups history by the days of the shop, on which its receipts were printed', async () => {
    await go('/history')
    const day = page.getByRole('region', { name: yesterday })
    await day.getByText('+500 points').waitFor()
    await day.getByText('Details').click()
    await day.getByText(/Receipt number LATE-/).waitFor()
    await expectAccessible(page, 'history by days')
  })

  it('shows one kind of history, and what there is to say when there is nothing of it', async () => {
    await go('/history')
    await page.getByText('+500 points').waitFor()
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Spent' })
    await page.getByText('Nothing of this.').waitFor()
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Purchase' })
    await page.getByLabel('Brand', { exact: true }).selectOption({ label: 'Maison Verte' })
    await page.getByText('+500 points').waitFor()
  })

  it('shows no address of the ledger before it is asked for, and what is kept with their agreement', async () => {
    await go('/account')
    await heading('Account')
    await page.getByRole('region', { name: 'What you have agreed to' }).getByText('Your card number is kept').waitFor()
    expect(await page.locator('main').innerText()).to.not.contain('0x')
    await page.getByText('Technical details').click()
    await page.getByText(/^Account 0x[0-9a-f]{40}$/).waitFor()
    await page.getByRole('button', { name: 'Forget the card number' }).click()
    await page.getByRole('link', { name: 'Card', exact: true }).click()
    const number = page.getByRole('textbox', { name: 'Card number' })
    await number.fill('9999999999999995')
    await page.getByRole('button', { name: 'Show it here' }).click()
    await page.getByText('This is not the number of your card').waitFor()
    await number.fill(cardNumber)
    await page.getByRole('button', { name: 'Show it here' }).click()
    await page.getByRole('img', { name: 'Bar code of your card number' }).waitFor()
  })

  it('celebrates points that arrive, where they are looking', async () => {
    await go('/history')
    await page.getByText('+500 points').waitFor()
    // The first look has been taken once the rewards are known.
    await page.waitForLoadState('networkidle')
    await coalition.sell({ kind: 'member', value: memberId }, '2200')
    await page.getByText('22 more points have arrived.').waitFor()
    await expectAccessible(page, 'a celebration')
    expect(await page.getByTestId('celebration').locator('span').isVisible(), 'with less motion').to.equal(false)
  })

  it('moves nothing on the pages by more than 0.1 while they load', async () => {
    const watched = await browser.visit({ storageState: await page.context().storageState() })
    await watched.addInitScript(`
      window.shifts = 0
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value
      }).observe({ type: 'layout-shift', buffered: true })`)
    for (const path of ['', '/card', '/rewards', '/history', '/account']) {
      await watched.goto(`${coalition.url}/wallet${path}`)
      await watched.getByRole('heading', { level: 1 }).waitFor()
      await watched.waitForLoadState('networkidle')
      expect(await watched.evaluate<number>('window.shifts'), `/wallet${path}`).to.be.lessThan(0.1)
    }
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
