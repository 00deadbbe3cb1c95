import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { installAuthenticator } from './support/authenticator.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { showInAllLooks } from './support/screenshots.ts'
import { installWallet, type TestWallet } from './support/test-wallet.ts'

const CHAIN_ID = 31_337
const PIN = '2580'

describe('approving what a till asks', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let page: Page
  let wallet: TestWallet

  const heading = (at: Page, name: string) => at.getByRole('heading', { level: 1, name, exact: true })
  const approve = (at: Page) => at.getByRole('button', { name: 'Approve' }).click()
  const isApproved = (at: Page) => at.getByText('Approved.').first().waitFor()
  const stateOf = async (id: string) => (await coalition.till(`/v1/redemptions/${id}`)).body.state
  /** Members see no address of their own until they look for it. */
  const addressOf = (at: Page) => at.evaluate<string>("fetch('/v1/me').then(async (it) => (await it.json()).address)")

  before(async () => {
    coalition = await openCoalition()
    page = await browser.visit()
    wallet = await installWallet(page, CHAIN_ID)
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('button', { name: 'Sign in with Test Wallet' }).click()
    await heading(page, 'Your points').waitFor()
    await coalition.sell({ kind: 'wallet', value: wallet.address }, '150000')
  })

  it('shows the points that were earned, without being asked again', async () => {
    await page.getByTestId('balance').getByText('1,500').waitFor()
  })

  it('signs with the wallet what is shown, after a no', async () => {
    const { redemptionId, approvalUrl } = await coalition.hold({ kind: 'wallet', value: wallet.address }, '500')
    await page.goto(approvalUrl)
    await page.getByText('Spend 500 points at Maison Verte: £5.00 off').waitFor()
    wallet.refuseNext()
    await approve(page)
    await page.getByRole('alert').getByText('You declined in your wallet app.').waitFor()
    expect(await stateOf(redemptionId)).to.equal('held')
    await approve(page)
    await isApproved(page)
    expect(await stateOf(redemptionId)).to.equal('consented')
    const signed = wallet.asked.filter(({ method }) => method === 'eth_signTypedData_v4')
    expect(signed).to.have.length(1)
    const { message } = JSON.parse((signed[0]!.params as string[])[1]!)
    expect(message).to.deep.include({ member: wallet.address, points: '500' })
  })

  it('spends nothing when it is declined', async () => {
    const { redemptionId, approvalUrl } = await coalition.hold({ kind: 'wallet', value: wallet.address }, '100')
    await page.goto(approvalUrl)
    await showInAllLooks(page, 'approve', () => page.getByRole('button').first().waitFor())
    await page.getByRole('button', { name: 'Decline' }).click()
    await page.getByText('Declined.').waitFor()
    const { state, voidedBy } = (await coalition.till(`/v1/redemptions/${redemptionId}`)).body
    expect({ state, voidedBy }).to.deep.equal({ state: 'voided', voidedBy: 'link' })
  })

  it('asks on whatever page is open, and takes a no there too', async () => {
    await page.goto(`${coalition.url}/wallet/history`)
    await heading(page, 'History').waitFor()
    const { redemptionId } = await coalition.hold({ kind: 'wallet', value: wallet.address }, '100')
    const asked = page.getByRole('region', { name: 'A shop is asking' })
    await asked.getByRole('button', { name: 'Decline' }).click()
    await page.getByRole('status').getByText('Declined.').waitFor()
    expect(await stateOf(redemptionId)).to.equal('voided')
  })

  it('signs with a passkey', async () => {
    const at = await browser.visit()
    await installAuthenticator(at)
    await at.goto(`${coalition.url}/wallet`)
    await at.getByRole('button', { name: 'Join with a new passkey' }).click()
    await heading(at, 'Your points').waitFor()
    const member = { kind: 'wallet', value: await addressOf(at) }
    await coalition.sell(member, '90000')
    const { redemptionId, approvalUrl } = await coalition.hold(member, '300')
    await at.goto(approvalUrl)
    await approve(at)
    await isApproved(at)
    expect(await stateOf(redemptionId)).to.equal('consented')
  })

  it('takes a PIN from somebody who is not signed in, and says when it is wrong', async () => {
    const { cardNumber } = await coalition.enrolCard(PIN)
    const card = { kind: 'card', value: cardNumber }
    await coalition.sell(card, '50000')
    const { redemptionId, approvalUrl } = await coalition.hold(card, '200')
    const at = await browser.visit()
    await at.goto(approvalUrl)
    await at.getByLabel('PIN', { exact: true }).fill('9512')
    await approve(at)
    await at.getByRole('alert').getByText('Wrong PIN. Tries left: 4.').waitFor()
    await at.getByLabel('PIN', { exact: true }).fill(PIN)
    await approve(at)
    await isApproved(at)
    expect(await stateOf(redemptionId)).to.equal('consented')
  })

  it('refuses a link with another secret', async () => {
    const { approvalUrl } = await coalition.hold({ kind: 'wallet', value: wallet.address }, '100')
    const at = await browser.visit()
    await at.goto(approvalUrl.replace(/#.*/, `#${'A'.repeat(43)}`))
    await at.getByRole('alert').getByText('This link is not valid').waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
