import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture, keepPictures, showInAllLooks } from './support/screenshots.ts'
import { lookFor, openTillPage } from './support/till.ts'

const PIN = '2580'

describe('e-mail addresses and phones', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let card: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    card = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: card.memberId }, '20000')
  })

  async function openAccount(): Promise<Page> {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('textbox', { name: 'Card number' }).fill(card.cardNumber)
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Your points', exact: true }).waitFor()
    await page.goto(`${coalition.url}/wallet/account`)
    await page.getByLabel('E-mail address or phone number').waitFor()
    return page
  }

  const openTill = () => openTillPage(browser, coalition)

  const find = async (page: Page, typed: string) => {
    await lookFor(page, typed)
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
  }

  /** The code of the newest message to an address, once it is there. */
  async function codeTo(address: string): Promise<string> {
    const messages = await waitUntil(
      () => coalition.messages(5),
      (newest: { to: string }[]) => newest.some(({ to }) => to === address),
    )
    return /\b[0-9]{8}\b/.exec(messages.find(({ to }) => to === address)?.text ?? '')?.[0] ?? ''
  }

  it('are proved in the account with the code of a message, and lead to it from then on', async () => {
    const page = await openAccount()
    await page.getByLabel('E-mail address or phone number').fill('not an address')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByRole('alert').getByText('That does not look right').waitFor()
    await page.getByLabel('E-mail address or phone number').fill('ada@example.com')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    const field = page.getByLabel('Code from the message')
    await field.waitFor()
    await keepPicture(page, 'contacts-code')
    await expectAccessible(page, 'account asking for a code')
    await field.fill('00000000')
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByRole('alert').getByText('This code is wrong or has expired').waitFor()
    await field.fill(await codeTo('ada@example.com'))
    // Nobody agrees without doing something.
    const consent = page.getByLabel('Tell me there when something important happens to my account')
    expect(await consent.isChecked()).to.equal(false)
    await consent.check()
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByText('Confirmed. Shops can now find this account by it.').waitFor()
    const contact = page.getByRole('listitem').filter({ hasText: 'E-mail a…@e' })
    await contact.getByText('Gets notices').waitFor()
    await showInAllLooks(page, 'account-contacts', () => page.getByText('a…@e').first().waitFor())
    const found = await coalition.till('/v1/members/search', { kind: 'email', value: 'ada@example.com' })
    expect(found.body).to.include({ memberId: card.memberId, isProven: true, pointsConfirmed: null })
  })

  it('find a customer at the till, whose balance takes the card', async () => {
    const page = await openTill()
    await find(page, 'ada@example.com')
    await page.getByText('Customer found').waitFor()
    await page.keyboard.press('F4')
    await page.getByLabel('Points to redeem').fill('50')
    await page.getByText('The customer has enough points. Scan the card to see the balance.').waitFor()
    await keepPictures(page, 'till-absent')
    await expectAccessible(page, 'till with a customer whose card was not shown')
    await page.getByLabel('Points to redeem').fill('5000')
    await page.getByText('Not enough points for this.').waitFor()
    expect(await page.getByText(/points available/).count()).to.equal(0)
    await page.keyboard.press('Escape')
    await find(page, card.cardNumber)
    await page.getByRole('heading', { name: '200 points' }).waitFor()
  })

  it('that only the till wrote down collect points, and redeem none', async () => {
    const phone = { kind: 'phone', value: '+44 20 7946 0958' }
    expect((await coalition.till('/v1/members', { kind: 'card', identifiers: [phone] })).status).to.equal(201)
    const page = await openTill()
    await find(page, phone.value)
    await page.getByText('Not confirmed yet').waitFor()
    await page.getByLabel('Amount of the purchase, GBP').fill('19.99')
    await page.getByText('Earns 19 points').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Purchase recorded').waitFor()
    await page.keyboard.press('F4')
    await page.getByText('This e-mail or phone only collects points.').waitFor()
    expect(await page.getByLabel('Points to redeem').count()).to.equal(0)
    await keepPictures(page, 'till-unproven')
    await expectAccessible(page, 'till with a phone that nobody proved')
  })
})
