import { readFile } from 'node:fs/promises'

import { expect } from 'chai'

import { EXAMPLES } from '../../server/api/examples.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { invite as inviteTo, showConsole, signInToConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

describe('the console of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  const invite = (name: string, role: string) => inviteTo(coalition, name, role)
  const signIn = (email: string, path?: string) => signInToConsole({ browser, coalition }, email, path)

  it('asks for an address and a code, by the keyboard, and says the same of an address that nobody has', async () => {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${coalition.url}/partner`)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await showConsole(page, 'sign-in')
    await page.getByLabel('E-mail address').fill('nobody@verte.example')
    await page.keyboard.press('Enter')
    await page.getByText('If nobody@verte.example belongs to somebody here, a code is on its way.').waitFor()
    await page.getByLabel('Code', { exact: true }).fill('12345678')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('This code is wrong or has expired').waitFor()
    await keepPicture(page, 'console-code')
    await expectAccessible(page, 'a wrong code')
  })

  it('shows today to an owner, and keeps nothing that a script could read', async () => {
    const member = await coalition.enrolCard('2580')
    await coalition.sell({ kind: 'card', value: member.cardNumber }, '12500')
    const page = await signIn(await invite('Marie Durand', 'owner'))
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor()
    await page.getByText('Marie Durand, Owner').waitFor()
    await page.getByText('Points left to issue').waitFor()
    await page.getByText(/^Purchases: [1-9]/).waitFor()
    expect(await page.evaluate('document.cookie + JSON.stringify(localStorage)')).to.not.include('entente_person')
    await showConsole(page, 'overview')
  })

  it('finds a purchase, and hands a month out as a table', async () => {
    const page = await signIn(await invite('Paul Roux', 'finance'), '/partner/records')
    await page.getByRole('link', { name: 'Records' }).click()
    await page.getByRole('row', { name: /SALE-/ }).first().waitFor()
    await showConsole(page, 'records')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).to.match(/^purchases-\d{4}-\d{2}\.csv$/)
    const [head = '', first = ''] = (await readFile(await download.path(), 'utf8')).split('\r\n')
    expect(head).to.equal(
      '\uFEFFpurchaseId,orderRef,memberId,location,occurredAt,recordedAt,amount,currency,points,returned,pointsReversed,state',
    )
    expect(first).to.match(/,SALE-\d+,/)
    await page.getByLabel('Your number').fill('NOT-THERE')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByText('There is none with this number in this time').waitFor()
    await page.getByText('Returns', { exact: true }).click()
    await page.getByText('There is none with this number in this time').waitFor()
    await keepPicture(page, 'console-records-empty')
    // What the role does not include is not offered, and told at its address.
    expect(await page.getByRole('link', { name: 'People' }).count()).to.equal(0)
    await page.goto(`${coalition.url}/partner/people`)
    await page.getByText('Your role does not include this page').waitFor()
  })

  it('shows what is left of the packs, and what to pay the next one with', async () => {
    // The brand of all suites pays for each point: these are the packs that the document of the API shows.
    const { packs, ...all } = EXAMPLES['readOwnPacks']?.answer as { packs: object[] }
    const ordered = EXAMPLES['orderPack']?.answer as object
    const page = await signIn(await invite('Nina Caron', 'finance'), '/partner')
    const answer = { ...all, packs: [...packs, { ...ordered, packNumber: 2, number: 'ENT-1-P2' }] }
    await page.route(/\/v1\/packs$/, (route) => route.fulfill({ json: answer }))
    await page.getByRole('link', { name: 'Statements' }).click()
    const panel = page.getByRole('region', { name: 'Points bought in advance' })
    await panel.getByText('Few are left').waitFor()
    await panel.getByRole('listitem').filter({ hasText: 'ENT-1-P1: 100,000 points' }).getByText('8,000 left').waitFor()
    await panel.getByText('Pay with ENT-1-P2 as reference').waitFor()
    await showConsole(page, 'packs')
  })

  it('says that there is no statement yet', async () => {
    const page = await signIn(await invite('Ines Petit', 'finance'), '/partner/statements')
    await page.getByText('There is no statement yet').waitFor()
    await showConsole(page, 'statements')
  })

  it('shows a statement to read, to print and to keep', async () => {
    // No month has ended on this server: it is the statement that the document of the API shows.
    const page = await signIn(await invite('Alice Brun', 'finance'), '/partner/statements')
    await page.route(/\/v1\/statements(?:\?|$)/, (route) =>
      route.fulfill({ json: EXAMPLES['listOwnStatements']?.answer }),
    )
    await page.route(/\/v1\/statements\/[0-9-]+$/, (route) =>
      route.fulfill({ json: EXAMPLES['readOwnStatement']?.answer }),
    )
    await page.reload()
    await page.getByText('you pay').waitFor()
    await showConsole(page, 'statements-list')
    const pdf = page.getByRole('link', { name: /^Download ENT-\d+-\d{4}-\d{2} as PDF$/ })
    expect(await pdf.getAttribute('href')).to.match(/^\/v1\/statements\/\d{4}-\d{2}\?format=pdf$/)
    await page.getByRole('listitem').getByRole('link', { name: /ENT-/ }).first().click()
    await page.getByRole('table', { name: 'To pay' }).waitFor()
    await showConsole(page, 'statement')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'Console' }).isVisible()).to.equal(false)
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).to.equal(false)
    // All of the paper is used, and nothing is printed on black.
    expect(await page.evaluate('document.querySelector("article").clientWidth')).to.be.above(1_000)
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).to.equal('light')
    await keepPicture(page, 'console-statement.print')
  })

  it('confirms a statement and disputes it, after showing what that does on the ledger', async () => {
    // The statement that the document of the API shows, as the ledger has it before anybody has marked it. This server has none.
    const example = EXAMPLES['readOwnStatement']?.answer as { settlement: object }
    const settlement = {
      ...example.settlement,
      state: 'open',
      netMinor: '-90000',
      disputeUntil: '2126-12-17T00:00:00.000Z',
    }
    const answer = { ...example, settlement: { ...settlement, disputedAt: null, disputeReason: null, lastAct: null } }
    const page = await signIn(await invite('Nina Rossi', 'finance'))
    await page.route(/\/v1\/statements\/[0-9-]+$/, (route) => route.fulfill({ json: answer }))
    await page.goto(`${coalition.url}/partner/statements/2026-11`)
    const panel = page.getByRole('region', { name: 'On the ledger' })
    await panel.getByRole('button', { name: 'Confirm the payment' }).click()
    await panel.getByLabel('Reference of the payment').fill('BOOK-4711')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Clearing.markByPartner').waitFor()
    await dialog.getByText('payment: keccak256("BOOK-4711")').waitFor()
    await keepPicture(page, 'console-confirm')
    await expectAccessible(page, 'the dialog')
    await dialog.getByRole('button', { name: 'Confirm the payment' }).click()
    await dialog.getByRole('alert').getByText('There is no statement of this month.').waitFor()
    await page.keyboard.press('Escape')
    await panel.getByRole('button', { name: 'Cancel' }).click()
    await panel.getByRole('button', { name: 'Dispute the statement' }).click()
    await panel.getByLabel('What is wrong').fill('The returns of 14 November are missing.')
    await panel.getByRole('button', { name: 'Review' }).click()
    await dialog.getByText('Clearing.dispute', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await showConsole(page, 'statement-acts')
    // Whose role does not include it is not offered it.
    const other = await signIn(await invite('Max Weber', 'support'))
    await other.route(/\/v1\/statements\/[0-9-]+$/, (route) => route.fulfill({ json: answer }))
    await other.goto(`${coalition.url}/partner/statements/2026-11`)
    await other.getByRole('region', { name: 'On the ledger' }).getByText('Not marked as paid').waitFor()
    expect(await other.getByRole('button', { name: 'Confirm the payment' }).count()).to.equal(0)
  })

  it('issues a key, shows it once, and revokes it', async () => {
    const page = await signIn(await invite('Lou Martin', 'owner'), '/partner/keys')
    await page.getByLabel('Name').fill('till 9')
    await page.getByRole('button', { name: 'Issue the key' }).click()
    await page.getByText(/^ent_[0-9a-f]{16}_[0-9a-f]{64}$/).waitFor()
    await keepPicture(page, 'console-key-once')
    await showConsole(page, 'keys')
    expect(await page.getByText(/^ent_/).count()).to.equal(0)
    await page.getByRole('button', { name: 'Revoke till 9' }).click()
    await page.getByRole('button', { name: 'Yes, revoke it for ever' }).click()
    await page.getByRole('listitem').filter({ hasText: 'till 9' }).getByText('Revoked').waitFor()
  })

  it('invites, gives another role, removes, and signs whoever was removed out', async () => {
    const page = await signIn(await invite('Zoe Blanc', 'owner'), '/partner/people')
    await page.getByRole('textbox', { name: 'Name' }).fill('Tom Noir')
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('tom.noir@verte.example')
    await page.getByRole('button', { name: 'Send the invitation' }).click()
    await page.getByText('Tom Noir is invited.').waitFor()
    await showConsole(page, 'people')
    const other = await signIn('tom.noir@verte.example', '/partner/account')
    await showConsole(other, 'account')
    await page.reload()
    await page.getByRole('combobox', { name: 'Role of Tom Noir' }).selectOption('support')
    await page.getByRole('listitem').filter({ hasText: 'Tom Noir' }).getByText('Active').waitFor()
    await other.reload()
    await other.getByLabel('E-mail address').waitFor()
    await page.getByRole('button', { name: 'Remove Tom Noir' }).click()
    await page.getByRole('button', { name: 'Yes, remove Tom Noir' }).click()
    await page.getByText('tom.noir@verte.example').waitFor({ state: 'detached' })
  })

  it('signs out, and shows nothing of the one before to the next', async () => {
    const page = await signIn(await invite('Eva Gris', 'marketing'), '/partner/account')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail address').waitFor()
    expect(await page.getByText('Eva Gris').count()).to.equal(0)
    await page.goBack()
    await page.goto(`${coalition.url}/partner`)
    await page.getByLabel('E-mail address').waitFor()
  })

  it('runs no script but ours, and asks nobody but us', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
