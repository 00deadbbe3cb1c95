import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { makeCardNumber } from '../../server/domain/identifiers.ts'
import { SAMPLE_MEMBERS } from '../../web/src/till/training/sample-shop.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { type CutNetwork, openNetwork } from './support/cut-network.ts'
import { keepPictures } from './support/screenshots.ts'

/** Right by its check digit, and nobody's. */
const UNKNOWN_CARD = makeCardNumber(77_777_777n)

describe('a till in training, and one whose network is cut in the middle of a sale', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let network: CutNetwork
  let card: string

  before(async () => {
    coalition = await openCoalition()
    network = await openNetwork(coalition.url)
    card = (await coalition.enrolCard('2580')).cardNumber
  })

  after(() => network.close())

  const purchases = async () => (await coalition.till('/v1/purchases')).body.data as { orderRef: string }[]
  const bar = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

  async function connect(): Promise<Page> {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${network.url}/till`)
    await page.getByLabel('Partner’s API key').fill(coalition.key)
    await page.keyboard.press('Enter')
    await page.getByLabel('Scan or type a card').waitFor()
    return page
  }

  async function sell(page: Page, amount: string, who: string): Promise<void> {
    await page.getByLabel('Scan or type a card').fill(who)
    await page.keyboard.press('Enter')
    await page.getByLabel('Amount of the purchase, GBP').fill(amount)
    await page.keyboard.press('Enter')
  }

  it('practises without a key: says so on the screen and the slip, and sends nothing', async () => {
    const before = await purchases()
    const page = await browser.visit({ viewport: DESKTOP })
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/v1/')) asked.push(request.url())
    })
    await page.goto(`${network.url}/till`)
    await page.getByRole('button', { name: 'Practise without a shop' }).click()
    await page.getByText('TRAINING: no points').waitFor()
    await sell(page, '19.99', SAMPLE_MEMBERS[0].cardNumber)
    const slip = page.getByRole('status').filter({ hasText: 'Purchase recorded' })
    await slip.getByText('TRAINING: no points').waitFor()
    await slip.getByText('19 points', { exact: true }).waitFor()
    await keepPictures(page, 'till-training')
    await expectAccessible(page, 'till in training')
    await page.reload()
    await page.getByText('TRAINING: no points').waitFor()
    await page.getByRole('button', { name: 'End training' }).click()
    await page.getByText('TRAINING: no points').waitFor({ state: 'detached' })
    expect(asked).to.deep.equal([])
    expect(await purchases()).to.have.length(before.length)
  })

  it('saves a sale that was begun with network, and records it once when it is back', async () => {
    const page = await connect()
    await page.getByLabel('Scan or type a card').fill(card)
    await page.keyboard.press('Enter')
    await page.getByLabel('Amount of the purchase, GBP').fill('47.11')
    await page.getByText('Earns 47 points').waitFor()
    await network.cut()
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Saved on this device' }).waitFor()
    await bar(page, 'No network · waiting (1)').waitFor()
    await page.getByRole('button', { name: 'Next customer' }).click()
    // What cannot be known now is said, and redeeming is refused in words.
    await page.getByText('Points cannot be redeemed now').waitFor()
    await page.getByLabel('Customer’s card').fill(UNKNOWN_CARD)
    await page.getByLabel('Amount of the purchase, GBP').fill('12.34')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: '12.34' }).waitFor()
    await keepPictures(page, 'till-offline')
    await expectAccessible(page, 'till without network')
    await network.open()
    await bar(page, 'Needs attention (1)').waitFor({ timeout: 60_000 })
    const recorded = await waitUntil(purchases, (all) => JSON.stringify(all).includes('"4711"'))
    expect(JSON.stringify(recorded).split('"amountMinor":"4711"')).to.have.length(2)
    await bar(page, 'Needs attention (1)').click()
    await page.getByRole('dialog').getByText('No customer found.').waitFor()
    await keepPictures(page, 'till-attention')
    await expectAccessible(page, 'till with a refused sale')
    await page.getByLabel('Right card number').fill(card)
    await page.getByRole('button', { name: 'Send with this card' }).click()
    await waitUntil(purchases, (all) => JSON.stringify(all).includes('"amountMinor":"1234"'))
    await page.getByText('Sent', { exact: true }).nth(1).waitFor()
  })
})
