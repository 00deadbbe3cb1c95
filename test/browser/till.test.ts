import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { DISCOUNT } from '../support/pages/rewards.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture, keepPictures, showInAllLooks } from './support/screenshots.ts'

const PIN = '2580'

describe('the till page', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let card: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    await coalition.offer(DISCOUNT)
    card = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: card.memberId }, '200000')
  })

  /** Opens a till that is connected, by keys alone. */
  async function openTill(): Promise<Page> {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${coalition.url}/till`)
    await page.getByLabel('Partner’s API key').waitFor()
    await page.keyboard.type(coalition.key)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Maison Verte' }).waitFor()
    return page
  }

  /** Scans a card as a keyboard wedge does: digits and Enter, without a look at the mouse. */
  async function scan(page: Page, text = card.cardNumber): Promise<void> {
    await page.getByLabel('Scan or type a card').waitFor()
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }

  async function hold(page: Page, points: string): Promise<void> {
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
    await page.keyboard.press('F4')
    await page.getByLabel('Points to redeem').waitFor()
    await page.keyboard.type(points)
    await page.getByText(/points available$/).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Points held for another').waitFor()
  }

  const slip = (page: Page, title: string) => page.getByRole('status').filter({ hasText: title })

  it('asks for a key, and says what is wrong with another', async () => {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${coalition.url}/till`)
    await page.getByLabel('Partner’s API key').waitFor()
    await page.keyboard.type('ent_0000000000000000_wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('This key is not valid').waitFor()
    expect(await page.evaluate('Object.keys(sessionStorage).concat(Object.keys(localStorage)).join()')).to.not.include(
      'entente.till.key',
    )
    await page.reload()
    await showInAllLooks(page, 'till-connect', () => page.locator('form').waitFor())
  })

  it('rings up a purchase and takes a part of it back, with the keyboard only', async () => {
    const page = await openTill()
    await scan(page)
    await page.getByLabel('Amount of the purchase, GBP').waitFor()
    await page.keyboard.type('19.99')
    await page.getByText('Earns 19 points').waitFor()
    await page.keyboard.press('Enter')
    await slip(page, 'Purchase recorded').getByText('19 points', { exact: true }).waitFor()
    await keepPictures(page, 'till-purchase')
    await page.keyboard.press('F8')
    await page.getByLabel('Amount refunded, GBP').waitFor()
    expect(await page.getByLabel('Order number').inputValue()).to.match(/^T-/)
    await page.keyboard.type('5')
    await page.keyboard.press('Enter')
    await slip(page, 'Return recorded').getByText('5 points').waitFor()
    await expectAccessible(page, 'till with a return')
  })

  it('gives out a new card, and has the customer choose its PIN', async () => {
    const page = await openTill()
    await page.getByRole('button', { name: 'New card' }).click()
    await page.getByText('Write this number down').waitFor()
    const pin = page.getByLabel('First PIN, 4 to 8 digits')
    await pin.fill('1234')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await keepPictures(page, 'till-first-pin')
    await expectAccessible(page, 'till asking for a first PIN')
    await pin.fill(PIN)
    await page.keyboard.press('Enter')
    await page.getByText('The PIN is set.').waitFor()
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
  })

  it('asks for a PIN where a card has none, when one is needed', async () => {
    const { body: member } = await coalition.till('/v1/members', { kind: 'card' })
    await coalition.sell({ kind: 'member', value: member.memberId }, '5000')
    const page = await openTill()
    await scan(page, member.cardNumber)
    await hold(page, '10')
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('This card has no PIN yet.').waitFor()
    await page.getByLabel('First PIN, 4 to 8 digits').fill(PIN)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await page.getByLabel('Customer’s PIN').fill(PIN)
    await page.keyboard.press('Enter')
    await slip(page, 'Redeemed: hand over the goods').waitFor()
  })

  it('redeems with a PIN; a wrong one takes nothing', async () => {
    const page = await openTill()
    await scan(page)
    await hold(page, '300')
    await keepPictures(page, 'till-consent')
    await expectAccessible(page, 'till waiting for consent')
    await page.keyboard.type('9999')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('Wrong PIN').waitFor()
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    await slip(page, 'Redeemed: hand over the goods').getByText('300 points').waitFor()
    await page.getByLabel('Today at this till').getByText('300 points').waitFor()
  })

  it('redeems by the QR code, with the customer agreeing on another device', async () => {
    const page = await openTill()
    await scan(page)
    await hold(page, '200')
    const link = await page.getByRole('link', { name: 'Open the link here' }).getAttribute('href')
    const phone = await browser.visit()
    await phone.goto(link ?? '')
    await phone.getByLabel('PIN', { exact: true }).fill(PIN)
    await phone.keyboard.press('Enter')
    await page.getByText('The customer has agreed').waitFor()
    await page.keyboard.press('Enter')
    await slip(page, 'Redeemed: hand over the goods').getByText('200 points').waitFor()
  })

  it('says that the customer declined', async () => {
    const page = await openTill()
    await scan(page)
    await hold(page, '100')
    const link = await page.getByRole('link', { name: 'Open the link here' }).getAttribute('href')
    const phone = await browser.visit()
    await phone.goto(link ?? '')
    await phone.getByRole('button', { name: 'Decline' }).click()
    await phone.getByText('Declined.').waitFor()
    await slip(page, 'Not redeemed').getByText('Declined by the customer').waitFor()
    await keepPicture(page, 'till-declined')
  })

  it('gives a reward for points, with the basket known, and leaves no voucher behind', async () => {
    const page = await openTill()
    await scan(page)
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
    await page.keyboard.press('F4')
    await page.getByLabel('Redeem for').selectOption({ label: 'Five pounds off · 500 points' })
    const basket = page.getByLabel('Basket value, GBP (at least £20.00)')
    await basket.fill('19.99')
    await page.getByText('The basket is too small for this reward.').waitFor()
    await expectAccessible(page, 'till with a reward')
    await basket.fill('25')
    await page.getByText('500 points = £5.00 off').waitFor()
    await keepPictures(page, 'till-reward')
    await page.keyboard.press('Enter')
    await page.getByText('Points held for another').waitFor()
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    const done = slip(page, 'Redeemed: hand over the goods')
    await done.getByText('Five pounds off').waitFor()
    const [reference = ''] = (await done.innerText()).match(/P-\d{8}-\S+/) ?? []
    const { claimId } = (await coalition.till(`/v1/redemptions?reference=${reference}`)).body.data[0]
    // Used up at once: a voucher of it would be refused.
    const again = await coalition.till(`/v1/claims/${String(claimId)}/redeem`, {})
    expect(again.body).to.deep.include({ code: 'claim_not_usable' })
  })

  it('gives points back for goods that came back, in part', async () => {
    const page = await openTill()
    await scan(page)
    await hold(page, '120')
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    const row = page.getByLabel('Today at this till').getByRole('listitem').filter({ hasText: '-120 points' })
    await row.getByRole('button', { name: 'Give points back' }).click()
    await expectAccessible(page, 'till giving points back')
    await row.getByLabel('Points to give back').fill('50')
    await page.keyboard.press('Enter')
    await row.getByText('50 points given back').waitFor()
    await row.getByRole('button', { name: 'Give points back' }).click()
    await row.getByLabel('Points to give back').fill('71')
    await page.keyboard.press('Enter')
    await row.getByRole('alert').getByText('That is more than is left to give back.').waitFor()
    await keepPictures(page, 'till-restore')
  })

  it('gives the points of a hold back', async () => {
    const page = await openTill()
    await scan(page)
    await hold(page, '100')
    await page.keyboard.press('F10')
    await slip(page, 'Not redeemed').getByText('Cancelled').waitFor()
  })

  it('shows developers every request, once they ask for it, and copies none of the key', async () => {
    const page = await openTill()
    await page.keyboard.press('F9')
    expect(await page.getByText('ent_').count()).to.equal(0)
    expect(await page.getByRole('button', { name: /Requests/ }).count()).to.equal(0)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('switch', { name: 'Show the key and the requests' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /Requests/ }).waitFor()
    expect(await page.getByRole('dialog', { name: 'Requests and answers' }).count()).to.equal(0)
    // The choice outlives the page.
    await page.reload()
    await page.getByRole('button', { name: /Requests/ }).waitFor()
    await scan(page, '9000000000000001')
    await page.getByRole('alert').waitFor()
    await page.keyboard.press('F9')
    const drawer = page.getByRole('dialog', { name: 'Requests and answers' })
    await drawer.getByRole('button', { name: /POST \/v1\/members\/search/ }).click()
    await drawer
      .getByText('Idempotency-Key')
      .or(drawer.getByText('Sent', { exact: true }))
      .first()
      .waitFor()
    expect(await drawer.innerText()).to.not.include(coalition.key)
    await keepPictures(page, 'till-requests')
    await expectAccessible(page, 'till with requests')
  })

  it('looks right on phones and desktops, light and dark, in both languages', async () => {
    const page = await openTill()
    await showInAllLooks(page, 'till', () => page.getByRole('heading', { level: 1, name: 'Maison Verte' }).waitFor())
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
