import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { DISCOUNT } from '../support/pages/rewards.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPictures } from './support/screenshots.ts'
import { lookFor, openTillPage } from './support/till.ts'

const PIN = '2580'

/** What can be pressed and is smaller than 44 pixels either way; the field of a switch or an eye is as large as what is around it. */
const TOO_SMALL = `[...document.querySelectorAll('main button, main a, main select, main input:not([type=radio]), main [role=tab]')]
  .map((it) => ({ it, box: it.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(({ it, box }) => it.tagName + ' ' + (it.getAttribute('aria-label') ?? it.textContent ?? '').slice(0, 30) + ' ' + box.width + 'x' + box.height)`

describe('what a cashier reads at the till', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let card: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    await coalition.offer(DISCOUNT)
    card = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: card.memberId }, '40000')
  })

  const openTill = () => openTillPage(browser, coalition)
  const header = (page: Page) => page.getByLabel('Customer', { exact: true }).getByRole('heading', { level: 2 })

  async function openCustomer(tab?: 'F4' | 'F8'): Promise<Page> {
    const page = await openTill()
    await lookFor(page, card.cardNumber)
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
    if (tab !== undefined) await page.keyboard.press(tab)
    return page
  }

  for (const [typed, said] of [
    ['', 'Nothing to look for yet.'],
    ['1234', 'That is too short.'],
    ['hello', 'Customers cannot be found by name.'],
    ['9000000000000018', 'A digit of this card number is wrong.'],
    ['90000000000000', 'a card has 16 digits'],
    ['5000159484695', 'That is the bar code of a product.'],
    ['https://example.com', 'That is a web address.'],
    ['ada@', 'This e-mail address is not complete.'],
    ['nobody@example.com', 'No customer found.'],
  ] as const)
    it(`says what "${typed}" is`, async () => {
      const page = await openTill()
      await lookFor(page, typed)
      await page.getByRole('alert').getByText(said).waitFor()
    })

  it('refuses a bank card in words, and neither keeps nor sends its number', async () => {
    const page = await openTill()
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    await lookFor(page, '4111 1111 1111 1111')
    await page.getByRole('alert').getByText('That is a bank card.').waitFor()
    expect(await page.getByLabel('Scan or type a card').inputValue()).to.equal('')
    expect(await page.content()).to.not.include('4111')
    expect(sent.join()).to.not.include('4111')
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage])')
    expect(kept).to.not.include('4111')
  })

  it('asks for the country of a phone number until the partner has said it, and then reads it', async () => {
    const typed = '020 7946 0958'
    const page = await openTill()
    await lookFor(page, typed)
    await page.getByRole('alert').getByText('Type the phone number with its country code').waitFor()
    const identifiers = [{ kind: 'phone', value: '+442079460958' }]
    await coalition.till('/v1/members', { kind: 'card', identifiers })
    const answer = await fetch(`${coalition.url}/v1/partner/country`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${coalition.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ country: 'GB' }),
    })
    expect(answer.status).to.equal(200)
    await lookFor(page, typed)
    await page.getByText('Not confirmed yet').waitFor()
    // What cannot be done is not offered: it is said why.
    await page.keyboard.press('F4')
    await page.getByText('Scan the customer’s card to redeem.').waitFor()
    expect(await page.getByRole('button', { name: 'Hold the points' }).count()).to.equal(0)
    await page.keyboard.press('Escape')
    await lookFor(page, '12345678')
    await page.getByRole('alert').getByText('There is no such phone number.').waitFor()
  })

  it('tells the rule by which a purchase earned in words', async () => {
    const page = await openCustomer()
    await page.getByLabel('Amount of the purchase, GBP').fill('42.50')
    await page.getByText('Earns 42 points').waitFor()
    await page.keyboard.press('Enter')
    const slip = page.getByRole('status').filter({ hasText: 'Purchase recorded' })
    await slip.getByText('£42.50 earns 42 points: 1 point for each full pound').waitFor()
    expect(await page.content()).to.not.include('floor(')
  })

  it('says what is left of an order in pounds', async () => {
    const page = await openCustomer()
    await page.getByLabel('Amount of the purchase, GBP').fill('438.81')
    await page.getByText('Earns 438 points').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Purchase recorded').waitFor()
    await page.keyboard.press('F8')
    await page.getByLabel('Amount refunded, GBP').fill('999')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('£438.81 can still be refunded').waitFor()
    expect(await page.content()).to.not.match(/43881|smallest unit/)
    await keepPictures(page, 'till-return-too-much')
  })

  it('never offers money off beside "Not enough", and says what there is instead', async () => {
    const page = await openCustomer('F4')
    await page.getByLabel('Points to redeem').fill('99999')
    await page.getByText(/^Not enough points: [\d,]+ points available, for £[\d,.]+ off\.$/).waitFor()
    expect(await page.content()).to.not.include('£999.99')
    expect(await page.getByRole('button', { name: 'Hold the points' }).isDisabled()).to.equal(true)
    await expectAccessible(page, 'till with too few points')
    await keepPictures(page, 'till-not-enough')
    await page.getByRole('button', { name: /^Use [\d,]+ points$/ }).click()
    await page.getByText(/points available$/).waitFor()
    expect(await page.getByRole('button', { name: 'Hold the points' }).isDisabled()).to.equal(false)
  })

  it('offers a reward that the customer cannot pay for only to look at, with what is missing', async () => {
    const poor = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: poor.memberId }, '10000')
    const page = await openTill()
    await lookFor(page, poor.cardNumber)
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
    await page.keyboard.press('F4')
    const option = page.getByRole('option', { name: 'Five pounds off · 500 points · 400 points missing' })
    await option.waitFor({ state: 'attached' })
    expect(await option.isDisabled()).to.equal(true)
  })

  it('has nothing to redeem for a customer without points, and says so', async () => {
    const empty = await coalition.enrolCard(PIN)
    const page = await openTill()
    await lookFor(page, empty.cardNumber)
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
    await page.keyboard.press('F4')
    await page.getByText('This customer has no points to redeem yet.').waitFor()
    expect(await page.getByLabel('Points to redeem').count()).to.equal(0)
  })

  it('shows in its header at once what was held, taken and earned', async () => {
    const member = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: member.memberId }, '50000')
    const page = await openTill()
    await lookFor(page, member.cardNumber)
    await page.getByRole('heading', { level: 2, name: '500 points' }).waitFor()
    await page.keyboard.press('F4')
    await page.getByLabel('Points to redeem').fill('120')
    await page.getByText(/points available$/).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Points held for another').waitFor()
    await page.getByRole('heading', { level: 2, name: '380 points' }).waitFor()
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    await page.getByText('Redeemed: hand over the goods').waitFor()
    expect(await header(page).innerText()).to.equal('380 points')
    await page.keyboard.press('F2')
    await page.getByLabel('Amount of the purchase, GBP').fill('20')
    await page.getByText('Earns 20 points').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('20 points on the way.').waitFor()
    // It settles by itself, without another sale.
    await page.getByRole('heading', { level: 2, name: '400 points' }).waitFor()
  })

  it('has targets on a tablet that a finger hits, and names no keys', async () => {
    const page = await browser.visit({ viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true })
    await page.goto(`${coalition.url}/till`)
    await page.getByLabel('Partner’s API key').fill(coalition.key)
    await page.keyboard.press('Enter')
    const check = async (where: string) => {
      const small = await page.evaluate<string[]>(TOO_SMALL)
      expect(small, where).to.deep.equal([])
      expect(await page.locator('kbd:visible').count(), where).to.equal(0)
    }
    await page.getByLabel('Scan or type a card').waitFor()
    await check('scan')
    await lookFor(page, card.cardNumber)
    await page.getByRole('tab', { name: /Redeem/ }).click()
    await page.getByLabel('Points to redeem').fill('10')
    await page.getByText(/points available$/).waitFor()
    await check('redeem')
    await page.getByRole('button', { name: 'Hold the points' }).click()
    await page.getByText('Points held for another').waitFor()
    await check('consent')
    await keepPictures(page, 'till-tablet-consent')
    await page.getByRole('button', { name: 'Cancel and release the points' }).click()
    await page.getByText('Not redeemed').waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
