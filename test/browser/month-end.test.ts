import { expect } from 'chai'

import { type PagesServer, startPagesServer } from '../support/pages/entente-server.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { enterAsOperator, enterAsPerson } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

const REFERENCE = 'BANK-2026-0815'

/** The sample coalition with its past: the newest month is closed, one statement of it is disputed, and nobody has paid. */
describe('the end of a month, in both consoles', function () {
  this.timeout(480_000)
  const browser = useBrowser()
  let server: PagesServer
  let month: string

  before(async () => {
    server = await startPagesServer({ hasDemo: true })
    month = (await summaryOf(1)).month
  })
  after(() => server.stop())

  const summaryOf = async (partnerId: number) =>
    (await server.done(`/v1/partners/${String(partnerId)}/statements`, { key: server.operatorKey })).data[0]

  const settles = (partnerId: number, state: string) =>
    waitUntil(
      async () => (await summaryOf(partnerId)).settlement.state as string,
      (found) => found === state,
      60_000,
    )

  const openOperator = (path: string) => enterAsOperator(browser, server, path)

  /** The code comes by the command line, so it is asked for until it is there. */
  const codeFor = async (email: string) =>
    (await waitUntil(
      () => server.codeFor(email),
      (code) => code !== null,
    )) ?? ''
  const openPartner = (email: string) =>
    enterAsPerson(browser, { url: server.url, codeFor }, { email, path: '/partner/statements' })

  it('shows the operator three months: two that are done, and one with a dispute', async () => {
    const page = await openOperator('/clearing')
    const months = page.getByRole('table', { name: 'Months' })
    await months.getByRole('row').nth(3).waitFor()
    expect(await months.getByText('Disputed: 1', { exact: true }).count()).to.equal(1)
    expect(await months.getByText('5 of 5', { exact: true }).count()).to.be.at.least(2)
    await keepPicture(page, 'month-end-months')
    await months.getByRole('link').first().click()
    await page.getByRole('table', { name: 'Statements' }).getByRole('link', { name: 'Shannon Books' }).waitFor()
    await keepPicture(page, 'month-end-statements')
    await expectAccessible(page, 'the statements of a month')
  })

  it('settles a statement once the operator has recorded its payment and the brand has confirmed it', async () => {
    const operator = await openOperator(`/clearing/${month}/2`)
    await operator.getByLabel('Reference of the payment').fill(REFERENCE)
    await operator.keyboard.press('Enter')
    await operator.getByRole('dialog').getByRole('button', { name: 'Record the payment' }).click()
    await operator.getByRole('dialog').waitFor({ state: 'detached' })
    await settles(2, 'marked')

    const partner = await openPartner('owner@shannon.example')
    await partner.getByRole('listitem').getByRole('link', { name: /ENT-/ }).first().click()
    const panel = partner.getByRole('region', { name: 'On the ledger' })
    await panel.getByText('Marked by one side').waitFor()
    await panel.getByRole('button', { name: 'Confirm the payment' }).click()
    // What the operator recorded stands there already.
    expect(await panel.getByLabel('Reference of the payment').inputValue()).to.equal(REFERENCE)
    await partner.keyboard.press('Enter')
    await partner.getByRole('dialog').getByRole('button', { name: 'Confirm the payment' }).click()
    await partner.getByRole('dialog').waitFor({ state: 'detached' })
    await settles(2, 'settled')
    await partner.reload()
    await panel.getByText('Settled', { exact: true }).waitFor()
    expect(await panel.getByRole('button').count()).to.equal(0)
    await keepPicture(partner, 'month-end-settled')
    await expectAccessible(partner, 'a settled statement')
  })

  it('has a second person approve what the first one asked for, on the statement itself', async () => {
    const invite = async (person: { email: string; name: string; role: string }) => {
      await server.done('/v1/partners/3/people', { key: server.operatorKey, body: person })
      return person.email
    }
    const owner = await openPartner(await invite({ email: 'uta@kornblume.example', name: 'Uta Kern', role: 'owner' }))
    const finance = await openPartner(
      await invite({ email: 'jan@kornblume.example', name: 'Jan Roth', role: 'finance' }),
    )
    await owner.getByRole('button', { name: 'Have two people confirm' }).click()
    await owner.getByRole('dialog').getByRole('button', { name: 'Have two people confirm' }).click()
    await owner.getByText(/^Two people: one asks for it/).waitFor()

    await owner.getByRole('listitem').getByRole('link', { name: /ENT-/ }).first().click()
    const asked = owner.getByRole('region', { name: 'On the ledger' })
    await asked.getByRole('button', { name: 'Confirm the payment' }).click()
    await asked.getByLabel('Reference of the payment').fill(REFERENCE)
    await owner.keyboard.press('Enter')
    await owner
      .getByRole('dialog')
      .getByText(/once another person of your brand has approved it/)
      .waitFor()
    await owner.getByRole('dialog').getByRole('button', { name: 'Confirm the payment' }).click()
    await asked.getByText('You asked for the confirmation. Another person must approve it.').waitFor()
    await asked.getByText('Waits for a second person').waitFor()
    expect(await asked.getByRole('button', { name: /^(?:Approve|Confirm the payment)$/ }).count()).to.equal(0)
    await asked.getByRole('button', { name: 'Take it back' }).waitFor()
    expect((await summaryOf(3)).settlement.state).to.equal('open')
    await keepPicture(owner, 'month-end-asked')
    await expectAccessible(owner, 'a confirmation that was asked for')

    await finance.getByRole('listitem').getByRole('link', { name: /ENT-/ }).first().click()
    const waiting = finance.getByRole('region', { name: 'On the ledger' })
    await waiting.getByText(/^Uta Kern asked for it on /).waitFor()
    await waiting.getByRole('button', { name: 'Approve' }).click()
    const dialog = finance.getByRole('dialog')
    // Whoever approves sees what it comes to on the ledger.
    await dialog.getByText('Clearing.markByPartner').waitFor()
    await dialog.getByText(`payment: keccak256("${REFERENCE}")`).waitFor()
    await keepPicture(finance, 'month-end-approve')
    await expectAccessible(finance, 'the dialog of whoever approves')
    await dialog.getByRole('button', { name: 'Approve it' }).click()
    await dialog.waitFor({ state: 'detached' })
    await settles(3, 'marked')
    await waiting.getByText('Marked by one side').waitFor()
    expect(await waiting.getByText('Waits for a second person').count()).to.equal(0)
    await keepPicture(finance, 'month-end-approved')
  })

  it('ends a dispute with what was agreed, which the brand reads and then pays', async () => {
    const partner = await openPartner('owner@albion.example')
    await partner.getByRole('listitem').filter({ hasText: /ENT-/ }).first().getByText('Disputed').waitFor()
    const operator = await openOperator('/disputes')
    const dispute = operator.getByRole('region', { name: /Albion Homeware/ })
    await dispute.getByText(/a return on the 29th that is not on this statement/).waitFor()
    await keepPicture(operator, 'month-end-dispute')
    await dispute.getByRole('textbox').fill('The return was booked on the 1st: it is on the next statement.')
    await dispute.getByRole('button').click()
    const dialog = operator.getByRole('dialog')
    await dialog.getByText('Clearing.resolve', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'End the dispute' }).click()
    await dialog.waitFor({ state: 'detached' })
    await settles(1, 'open')

    await partner.getByRole('listitem').getByRole('link', { name: /ENT-/ }).first().click()
    const panel = partner.getByRole('region', { name: 'On the ledger' })
    await panel.getByText(/The return was booked on the 1st/).waitFor()
    // Whether it can be disputed again depends on the day; it can be paid, and here the brand is the first to say so.
    await panel.getByRole('button', { name: 'Confirm the payment' }).click()
    await panel.getByLabel('Reference of the payment').fill(REFERENCE)
    await partner.keyboard.press('Enter')
    await partner.getByRole('dialog').getByRole('button', { name: 'Confirm the payment' }).click()
    await settles(1, 'marked')
    await operator.goto(`${server.url}/operator/clearing/${month}/1`)
    await operator.getByLabel('Reference of the payment').fill(REFERENCE)
    await operator.keyboard.press('Enter')
    await operator.getByRole('dialog').getByRole('button', { name: 'Record the payment' }).click()
    await settles(1, 'settled')
    await operator.reload()
    await operator.getByRole('region', { name: 'On the ledger' }).getByText('Settled', { exact: true }).waitFor()
    await keepPicture(operator, 'month-end-agreed')
    expect(browser.errors).to.deep.equal([])
  })
})
