import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { waitUntil } from '../support/system/wait-until.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture, showInAllLooks } from './support/screenshots.ts'
import { installWallet } from './support/test-wallet.ts'

const PIN = '2580'
const CHAIN_ID = 31_337

describe('the receipt page', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- altered on purpose
  let receipt: any
  /** The page of a receipt of the member who is signed in there. */
  let ownReceipt: Page

  before(async () => {
    coalition = await openCoalition()
    const { memberId } = await coalition.enrolCard(PIN)
    receipt = await buy({ kind: 'member', value: memberId })
  })

  /** Sells something to a member, and reads the receipt of the points as the brand does. */
  async function buy(member: { kind: string; value: string }) {
    await coalition.sell(member, '19999')
    const { memberId } = (await coalition.till('/v1/members/search', member)).body
    const { data: entries } = (await coalition.till(`/v1/members/${String(memberId)}/entries`)).body
    return (await coalition.till(`/v1/receipts/${String(entries[0].entryId)}`)).body
  }

  /** Pastes a receipt as anybody may, and has it checked. */
  async function verify(pasted: object, endpoint?: string): Promise<Page> {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet/verify`)
    await page.getByLabel('The receipt, as JSON').fill(JSON.stringify(pasted))
    await page.getByRole('button', { name: 'Check now' }).waitFor()
    if (endpoint !== undefined) {
      await openAdvanced(page)
      await page.getByRole('textbox', { name: 'Network address' }).fill(endpoint)
    }
    await page.getByRole('button', { name: 'Check now' }).click()
    return page
  }

  const openAdvanced = (page: Page) => page.getByText('Advanced', { exact: true }).click()

  it('verifies a receipt for anybody, once its block is final', async () => {
    const page = await verify(receipt)
    const verdict = page.getByText(/This receipt (?:is genuine|is correct so far)/)
    await verdict.waitFor()
    await waitUntil(
      async () => {
        await page.getByRole('button', { name: 'Check now' }).click()
        return verdict.innerText()
      },
      (text) => text === 'This receipt is genuine',
    )
    await page.getByText('Maison Verte recorded 199 points for this account').waitFor()
    // The nine steps and the endpoint are for who asks for them.
    expect(await page.getByText('1. Order number').isVisible()).to.equal(false)
    expect(await page.getByRole('textbox', { name: 'Network address' }).isVisible()).to.equal(false)
    expect(await page.locator('main').innerText()).to.not.match(/RPC|0x|endpoint/i)
    await openAdvanced(page)
    expect(await page.getByText('correct').count()).to.be.at.least(8)
    await page.getByText('The raw facts').first().click()
    await keepPicture(page, 'receipt-verified')
  })

  it('verifies a receipt of the member who is signed in as theirs', async () => {
    const page = await browser.visit()
    const wallet = await installWallet(page, CHAIN_ID)
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('button', { name: 'Sign in with Test Wallet' }).click()
    await page.getByRole('heading', { level: 1, name: 'Your points', exact: true }).waitFor()
    const { entryId } = await buy({ kind: 'wallet', value: wallet.address })
    await page.goto(`${coalition.url}/wallet/receipts/${String(entryId)}`)
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByText(/This receipt (?:is genuine|is correct so far)/).waitFor()
    await openAdvanced(page)
    await page.getByText('The receipt belongs to your account.').waitFor()
    await showInAllLooks(page, 'receipt', () => page.getByRole('button', { name: /Check now|Vérifier/ }).waitFor())
    ownReceipt = page
  })

  it('compares the receipt with what the history shows', async () => {
    const page = ownReceipt
    // A server that shows more than it recorded.
    await page.route(/\/v1\/me\/history/, async (route) => {
      const response = await route.fetch()
      const shown = await response.json()
      await route.fulfill({ response, json: { ...shown, data: [{ ...shown.data[0], points: '9999' }] } })
    })
    await page.reload()
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByRole('alert').getByText('Something does not match').waitFor()
  })

  it('verifies what was used, for its member and for anybody', async () => {
    const { memberId, cardNumber } = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: memberId }, '19999')
    const { redemptionId } = await coalition.hold({ kind: 'card', value: cardNumber }, '150')
    for (const [verb, body] of [['consent', { kind: 'pin', pin: PIN }] as const, ['capture', {}] as const])
      expect((await coalition.till(`/v1/redemptions/${redemptionId}/${verb}`, body)).status).to.equal(200)
    const { body: spent } = await waitUntil(
      () => coalition.till(`/v1/redemptions/${redemptionId}/receipt`),
      ({ status }) => status === 200,
    )

    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Your points', exact: true }).waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'History' }).click()
    const used = page.getByRole('main').getByRole('listitem').filter({ hasText: '150' })
    await used.getByText('Details', { exact: true }).click()
    await used.getByRole('link', { name: 'Check this receipt' }).click()
    await page.getByText(/^Points used · Maison Verte · HOLD-/).waitFor()
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByText(/^150 points of this account were used at Maison Verte, as its owner had signed/).waitFor()
    expect(await page.locator('main').innerText()).to.not.match(/RPC|0x|endpoint/i)
    await openAdvanced(page)
    for (const text of [
      'The key of this account signed the order.',
      'Nothing came back.',
      'The receipt belongs to your account.',
    ])
      await page.getByText(text).waitFor()
    await showInAllLooks(page, 'receipt-used', () => page.getByRole('button', { name: /Check now|Vérifier/ }).waitFor())

    const forged = await verify({ ...spent, order: { ...spent.order, points: '15' } })
    await forged.getByRole('alert').getByText('Something does not match').waitFor()
    await openAdvanced(forged)
    await forged.getByText('The order or its fingerprint was changed: they do not match.').waitFor()
    const pasted = await verify(spent)
    await pasted.getByText(/This receipt (?:is genuine|is correct so far)/).waitFor()
  })

  it('says what differs in an altered receipt', async () => {
    const page = await verify({ ...receipt, leaf: { ...receipt.leaf, points: '9999' } })
    await page.getByRole('alert').getByText('Something does not match').waitFor()
    await openAdvanced(page)
    await page.getByText('they do not lead to the seal of the group').waitFor()
    await keepPicture(page, 'receipt-refuted')
  })

  it('blames a wrong endpoint, and not the receipt', async () => {
    const page = await verify(receipt, `${coalition.url}/v1/status`)
    await page.getByText('The check could not be completed').waitFor()
    await page.getByText('The node did not answer').waitFor()
    const field = page.getByRole('textbox', { name: 'Network address' })
    await field.fill('http://node.example')
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByText('It must begin with https://').waitFor()
  })

  it('says which part of a text is no receipt', async () => {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet/verify`)
    await page.getByLabel('The receipt, as JSON').fill('{"leaf":{}}')
    await page.getByRole('alert').getByText('order').waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
