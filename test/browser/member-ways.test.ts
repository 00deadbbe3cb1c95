import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { bytesToHex, type Hex, type TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { TEA } from '../support/pages/rewards.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { installAuthenticator } from './support/authenticator.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture, keepPictures, showInAllLooks } from './support/screenshots.ts'
import { openTillPage } from './support/till.ts'

const PIN = '2580'

/** What the API tells the operator of a recovery: what this test asks of it. */
interface RecoveryAnswer {
  account: string
  toAccount: string | null
  acts: { kind: string; state: string }[]
}

describe("a member's ways", function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let phone: Page
  let till: Page
  let member: { kind: 'wallet'; value: string }
  let memberId: string

  const heading = (at: Page, name: string) => at.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const open = (at: Page, place: string) => at.getByRole('navigation').getByRole('link', { name: place }).click()
  const openWallet = (at: Page, path = '') => at.goto(`${coalition.url}/wallet${path}`)
  const quote = async (points: string) => (await coalition.till('/v1/redemptions/quote', { member, points })).body

  /** Types into the till as a scanner does. */
  async function scan(text: string): Promise<void> {
    await till.getByLabel('Scan or type a card').waitFor()
    await till.keyboard.type(text)
    await till.keyboard.press('Enter')
  }

  before(async () => {
    coalition = await openCoalition()
    await coalition.offer(TEA)
    phone = await browser.visit()
    till = await openTillPage(browser, coalition)
    // For the drawer of requests, which only developers are shown.
    await till.getByRole('button', { name: 'Settings' }).click()
    await till.getByRole('switch', { name: 'Show the key and the requests' }).click()
    await till.keyboard.press('Escape')
  })

  it('joins with a passkey, and sees an empty wallet', async () => {
    await installAuthenticator(phone)
    await openWallet(phone)
    await phone.getByRole('button', { name: 'Join with a new passkey' }).click()
    await heading(phone, 'Your points')
    await phone.getByText('Nothing yet. Show your card').waitFor()
    await keepPicture(phone, 'points-empty')
    await expectAccessible(phone, 'an empty wallet')
  })

  it('earns at the till with the code on the phone, and sees the points come', async () => {
    await open(phone, 'Card')
    await phone.getByRole('img', { name: 'QR code of your card' }).waitFor()
    const code = await phone.evaluate<string>("fetch('/v1/me/card-code').then(async (it) => (await it.json()).code)")
    await scan(code)
    await till.getByLabel('Amount of the purchase, GBP').fill('1500')
    await till.keyboard.press('Enter')
    await till.getByRole('status').getByText('Purchase recorded').waitFor()
    await open(phone, 'Points')
    await phone.getByTestId('balance').getByText('1,500').waitFor()
    const { body: found } = await coalition.till('/v1/members/search', { kind: 'card_code', value: code })
    memberId = found.memberId
    member = { kind: 'wallet', value: found.address }
  })

  it('claims a reward with the passkey, and hands the voucher in at the till, once', async () => {
    await open(phone, 'Rewards')
    await phone.getByRole('link', { name: 'A tin of tea' }).click()
    await phone.getByRole('button', { name: 'Get it for 400 points' }).click()
    await phone.getByText('Spend 400 points at Maison Verte for “A tin of tea”?').waitFor()
    await phone.getByRole('button', { name: 'Yes, spend my points' }).click()
    await heading(phone, 'My rewards')
    await phone.getByText('Show the voucher').click()
    const voucher = await phone.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/).innerText()
    await keepPicture(phone, 'claim-voucher')
    await expectAccessible(phone, 'a voucher')
    await till.keyboard.press('Escape')
    await scan(voucher)
    await till.getByRole('heading', { name: 'A tin of tea' }).waitFor()
    await till.keyboard.press('Enter')
    // Claimed a moment ago: where its points are not final yet, the shop takes the risk.
    const anyway = till.getByRole('button', { name: 'Hand over anyway' })
    const handedOver = till.getByRole('status').getByText('Handed over')
    await anyway.or(handedOver).waitFor()
    if (await anyway.isVisible()) await anyway.click()
    await handedOver.waitFor()
    await keepPictures(till, 'till-voucher')
    await expectAccessible(till, 'till with a voucher')
    await till.keyboard.press('Escape')
    await scan(voucher)
    const refusal = till.getByRole('alert').getByText('This voucher has already been used.')
    await refusal.waitFor()
    // Escape closes the drawer of requests alone: the voucher stays.
    await till.keyboard.press('F9')
    const drawer = till.getByRole('dialog', { name: 'Requests and answers' })
    await drawer.waitFor()
    await till.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    await refusal.waitFor()
    await till.keyboard.press('Escape')
    await phone.getByText('Used', { exact: true }).waitFor()
  })

  it('checks the receipt of what was earned', async () => {
    await open(phone, 'History')
    // The rewards that were shown before name it, too.
    await heading(phone, 'History')
    await phone.getByText('A tin of tea').waitFor()
    await phone
      .getByText(/Receipt number/)
      .first()
      .waitFor({ state: 'attached' })
    // Claimed at home: no till wrote a number on a receipt.
    expect(await phone.getByText(/Receipt number/).allInnerTexts()).to.have.length(1)
    await phone.getByText('Details', { exact: true }).last().click()
    await phone.getByRole('link', { name: 'Check this receipt' }).click()
    await phone.getByRole('button', { name: 'Check now' }).click()
    await phone.getByText(/This receipt (?:is genuine|is correct so far)/).waitFor()
    await phone.getByText('Advanced', { exact: true }).click()
    await phone.getByText('The receipt belongs to your account.').waitFor()
  })

  it('freezes the points at once, and lifts the freeze with the passkey', async () => {
    await openWallet(phone, '/account')
    await phone.getByRole('button', { name: 'Freeze now' }).click()
    await phone.getByText('Your points are frozen').waitFor()
    expect(await quote('100')).to.deep.include({ isAllowed: false, reason: 'member_frozen' })
    await open(phone, 'Points')
    await phone.getByText('You froze them.').waitFor()
    await keepPicture(phone, 'points-frozen')
    await expectAccessible(phone, 'frozen points')
    await phone.getByRole('link', { name: 'Lift the freeze in your account' }).click()
    await phone.getByRole('button', { name: 'Lift the freeze' }).click()
    await phone.getByRole('button', { name: 'Lift the freeze' }).click()
    await phone.getByRole('button', { name: 'Freeze now' }).waitFor()
    expect(await quote('100')).to.deep.include({ isAllowed: true })
  })

  it('is told of a recovery that the operator announced, and refuses it with the old key', async () => {
    const other = privateKeyToAccount(bytesToHex(crypto.getRandomValues(new Uint8Array(32))))
    const toAccount = other.address.toLowerCase()
    const { body: order } = await coalition.operate(`/v1/recoveries/${memberId}/order?toAccount=${toAccount}`)
    const toSignature: Hex = await other.signTypedData(order.typedData as TypedDataDefinition)
    const announced = await coalition.operate('/v1/recoveries', {
      memberId,
      toAccount,
      deadline: order.deadline,
      toSignature,
    })
    expect(announced.status, JSON.stringify(announced.body)).to.equal(201)
    await openWallet(phone)
    const notice = phone.getByText('Someone asked to move your points')
    await notice.waitFor()
    await phone.getByText(toAccount).waitFor()
    await showInAllLooks(phone, 'recovery', () => phone.getByText(toAccount).waitFor())
    await phone.getByRole('button', { name: 'Refuse' }).click()
    await phone.getByRole('button', { name: 'Refuse' }).click()
    await phone.getByRole('status').getByText('Refused. Your points stay where they are.').waitFor()
    await notice.waitFor({ state: 'detached' })
    const after = await waitUntil(
      async () => (await coalition.operate(`/v1/recoveries/${memberId}`)).body,
      ({ acts }: RecoveryAnswer) => acts.every(({ state }) => state === 'done'),
    )
    expect(after.toAccount).to.equal(null)
    expect(after.account).to.equal(member.value)
  })

  it('is told of a move of a card that waits, and has it refused at the till and in the wallet', async () => {
    const { cardNumber } = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'card', value: cardNumber }, '70000')
    const at = await browser.visit()
    await installAuthenticator(at)
    await openWallet(at)
    await at.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    await at.getByLabel('PIN', { exact: true }).fill(PIN)
    await at.keyboard.press('Enter')
    await at.getByTestId('balance').getByText('700').waitFor()
    await open(at, 'Account')
    const moveToPasskey = async () => {
      await at.getByRole('button', { name: 'Move to a new passkey' }).click()
      await at.getByText('Your new key is ready.').waitFor()
      await at.getByText('For your safety they move after').waitFor()
      await at.getByLabel('PIN', { exact: true }).fill(PIN)
      await at.getByRole('button', { name: 'Move my points' }).click()
      await at.getByText('Your points are going to move to a new key').waitFor()
    }
    await moveToPasskey()
    await at.getByText('The move of your points is waiting.').waitFor()
    await keepPicture(at, 'move-waits')
    await expectAccessible(at, 'a move that waits')
    await till.keyboard.press('Escape')
    await scan(cardNumber)
    await till.getByText('Somebody asked to move these points to another account').waitFor()
    await keepPicture(till, 'till-move-waits')
    await expectAccessible(till, 'a customer whose move waits')
    await till.getByRole('button', { name: 'Refuse the move' }).click()
    await till.getByText('Somebody asked to move these points to another account').waitFor({ state: 'detached' })
    await at.getByText('The move was refused.').waitFor()
    await moveToPasskey()
    await at.getByRole('button', { name: 'Refuse the move' }).click()
    await at.getByRole('status').getByText('Refused. Your points stay where they are.').waitFor()
    await open(at, 'Points')
    await at.getByTestId('balance').getByText('700').waitFor()
    await open(at, 'Account')
    const addPasskey = () => at.getByRole('button', { name: 'Add a passkey', exact: true }).click()
    await addPasskey()
    await at.getByLabel('PIN', { exact: true }).fill(PIN)
    await addPasskey()
    await at.getByText('A passkey was added').waitFor()
    await keepPicture(at, 'passkey-waits')
    await expectAccessible(at, 'a passkey that waits')
    await at.getByRole('button', { name: 'Remove the passkey added' }).click()
    await at.getByText('A passkey was added').waitFor({ state: 'detached' })
  })

  it('takes the points of a passkey to a new one at once', async () => {
    const at = await browser.visit()
    await installAuthenticator(at)
    await openWallet(at)
    await at.getByRole('button', { name: 'Join with a new passkey' }).click()
    await heading(at, 'Your points')
    const own = await at.evaluate<string>("fetch('/v1/me').then(async (it) => (await it.json()).memberId)")
    await coalition.sell({ kind: 'member', value: own }, '70000')
    await open(at, 'Account')
    await at.getByRole('button', { name: 'Move to a new passkey' }).click()
    await at.getByText('Your new key is ready.').waitFor()
    await keepPicture(at, 'move-agree')
    await expectAccessible(at, 'moving to a passkey')
    await at.getByRole('button', { name: 'Move my points' }).click()
    // With the move the session of the old key ends.
    await at.getByText('Your points have moved.').waitFor()
    await keepPicture(at, 'moved')
    await expectAccessible(at, 'the ways in after a move')
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
