import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { parseAbiParameters } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { EXAMPLES } from '../../server/api/examples.ts'
import { type PagesServer, startPagesServer } from '../support/pages/entente-server.ts'
import { testKey } from '../support/platform/edr-chain.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { enterAsOperator, showConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

const treasury = privateKeyToAccount(testKey('treasury'))
const TODAY = new Date().toISOString().slice(0, 10)
const SOURCE = 'ECB euro foreign exchange reference rates'

/** On a server of its own: others show the brands of theirs. */
describe('what an operator agrees with a brand', function () {
  this.timeout(480_000)
  const browser = useBrowser()
  let server: PagesServer

  before(async () => {
    server = await startPagesServer({ env: { CLEARING_RATE_SIGNERS: treasury.address } })
  })
  after(() => server.stop())

  /** A rate of euros, as its signer hands it in: signed as docs/clearing.md says. */
  async function signRate(rate: string) {
    const { chainId, registry } = await server.done('/v1/ledger')
    const message = { date: TODAY, base: 'EUR', quote: 'JPY', rate, source: SOURCE }
    const signature = await treasury.signTypedData({
      domain: { name: 'Entente Rate', version: '1', chainId, verifyingContract: registry },
      types: { Rate: parseAbiParameters('string date, string base, string quote, string rate, string source') },
      primaryType: 'Rate',
      message,
    })
    return { ...message, signer: treasury.address, signature }
  }

  it('orders a pack, records its payment with what that raises, sets the warning, and cancels another', async () => {
    const { partnerId } = await server.addBrand('Atelier Bleu')
    const number = String(partnerId)
    const page = await enterAsOperator(browser, server, `/partners/${number}`)
    const panel = page.getByRole('region', { name: 'Prepaid packs' })
    const today = new Date().toISOString().slice(0, 10)
    const dialog = page.getByRole('dialog')
    const order = async () => {
      await panel.getByLabel('Points in the pack').fill('54321')
      await panel.getByLabel('Price in minor units, without VAT').fill('51000')
      await panel.getByLabel('Starts on').fill(today)
      await panel.getByRole('button', { name: 'Review the order' }).click()
      await dialog.getByText(/orders 54,321 points for 51,000 minor units/).waitFor()
      await dialog.getByRole('button', { name: 'Order the pack' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await panel.getByText('This partner has no packs.').waitFor()
    await order()
    await order()
    await panel.getByRole('button', { name: `Record payment of ENT-${number}-P1` }).click()
    await panel.getByLabel('Reference of the payment').fill('BOOK-4711')
    await panel.getByLabel('Paid on').fill(today)
    await panel.getByRole('button', { name: 'Review the payment' }).click()
    await dialog.getByText('PartnerRegistry.raiseAllowance').waitFor()
    await dialog.getByText('points: 54321', { exact: true }).waitFor()
    await keepPicture(page, 'operator-pack-paid')
    await expectAccessible(page, 'the payment of a pack')
    await dialog.getByRole('button', { name: 'Record it and raise by 54,321 points' }).click()
    await panel.getByRole('status').getByText('Recorded. The ledger follows within seconds.').waitFor()
    await panel.getByRole('row', { name: new RegExp(`ENT-${number}-P1 .*54,321 .*Paid.*BOOK-4711`) }).waitFor()
    await panel.getByRole('button', { name: `Cancel ENT-${number}-P2` }).click()
    await dialog.getByRole('button', { name: `Cancel ENT-${number}-P2` }).click()
    await panel.getByRole('row', { name: new RegExp(`ENT-${number}-P2 .*Cancelled`) }).waitFor()
    await panel.getByLabel('Warn when so many are left').fill('60000')
    await panel.getByRole('button', { name: 'Review the warning' }).click()
    await dialog.getByRole('button', { name: 'Warn at 60,000 points' }).click()
    await panel.getByText(/^Only .* points are left/).waitFor()
    await showConsole(page, 'operator-packs', { onPhone: true })
  })

  it('sets the currency in which a brand settles, and takes only rates that the treasury signed', async () => {
    const { partnerId, name } = await server.addBrand('Kyoto Tea')
    const page = await enterAsOperator(browser, server, `/partners/${String(partnerId)}`)
    const panel = page.getByRole('region', { name: 'Settlement currency' })
    const dialog = page.getByRole('dialog')
    const ask = async (month: string) => {
      await panel.getByLabel('From the month').fill(month)
      await panel.getByRole('combobox', { name: 'Currency' }).selectOption('JPY')
      await panel.getByRole('button', { name: 'Review' }).click()
    }
    await panel.getByText('It was never changed.').waitFor()
    // Nothing was booked: the month that runs can still be had, and the one before it cannot.
    await ask('2026-01')
    await dialog.getByRole('button', { name: 'Set this currency' }).click()
    await dialog.getByRole('alert').waitFor()
    await keepPicture(page, 'operator-currency-refused')
    await page.keyboard.press('Escape')
    await ask(TODAY.slice(0, 7))
    await dialog.getByText(new RegExp(`${name} pays and is paid in JPY`)).waitFor()
    await keepPicture(page, 'operator-currency-dialog')
    await expectAccessible(page, 'the currency of a brand')
    await dialog.getByRole('button', { name: 'Set this currency' }).click()
    await panel
      .getByRole('status')
      .getByText(/^Set: JPY from/)
      .waitFor()
    await panel.getByText('Now: JPY · Japanese Yen.').waitFor()
    await panel.getByRole('row', { name: /JPY · Japanese Yen/ }).waitFor()
    await showConsole(page, 'operator-currency', { onPhone: true })

    const key = server.operatorKey
    const signed = await signRate('162.35')
    const forged = await server.ask('/v1/rates', { key, body: { rates: [{ ...signed, rate: '100' }] } })
    expect(forged.body.code).to.equal('rate_signature_wrong')
    expect((await server.done('/v1/rates', { key, body: { rates: [signed] } })).imported).to.equal(1)
    expect((await server.done('/v1/rates?currency=JPY', { key })).data[0]).to.include({ rate: '162.35', date: TODAY })
  })

  it('says what is due in that currency, and whose statement waits for its rate', async () => {
    // No month has ended on this server: these are the statements that the document of the API shows.
    const page = await enterAsOperator(browser, server, '/clearing')
    const answer = (path: RegExp, operation: string) =>
      page.route(path, (route) => route.fulfill({ json: EXAMPLES[operation]?.answer }))
    await answer(/\/v1\/months\/[0-9-]+\/close$/, 'closeMonth')
    await page.getByRole('button', { name: 'Review the closing' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Close \w+ \d{4}$/ })
      .click()
    await page.getByText(/^No statement yet of /).waitFor()
    await keepPicture(page, 'operator-statement-waits')
    await expectAccessible(page, 'a statement that waits')
    await answer(/\/v1\/partners\/1\/statements\?/, 'listStatements')
    await answer(/\/v1\/partners\/1\/statements\/[0-9-]+$/, 'readStatement')
    await page.goto(`${server.url}/operator/clearing/2026-11`)
    await page
      .getByRole('table', { name: 'Statements' })
      .getByText(/146,115/)
      .waitFor()
    await showConsole(page, 'operator-month-due', { onPhone: true })
    await page.getByRole('table', { name: 'Statements' }).getByRole('link', { name: 'Atelier Bleu' }).click()
    await readDue(page)
    await showConsole(page, 'operator-statement-due', { onPhone: true })
  })

  it('runs no script but ours, and asks nobody but us', () => {
    expect(browser.errors).to.deep.equal([])
  })
})

/** What a statement says of the money that is paid. */
async function readDue(page: Page): Promise<void> {
  const due = page.getByRole('table', { name: 'Due in JPY' })
  await due.getByText(/146,115/).waitFor()
  await due
    .getByRole('row', { name: /1 EUR = 162\.35 JPY/ })
    .getByText(new RegExp(SOURCE))
    .waitFor()
}
