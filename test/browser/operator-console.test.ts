import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { EXAMPLES } from '../../server/api/examples.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { enterAsOperator, showConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

/** The month after this one, in which no price is in effect yet. */
function monthToCome(): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1)).toISOString().slice(0, 7)
}

describe('the console of operators', function () {
  this.timeout(480_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  const open = (path?: string) => enterAsOperator(browser, coalition, path)
  const show = (page: Page, name: string) => showConsole(page, `operator-${name}`)

  /** Goes to a place of the navigation. */
  async function go(page: Page, name: string, title = name): Promise<void> {
    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  it('shows what wants attention, and leads to every place', async () => {
    const page = await open()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await page.getByRole('region', { name: 'The ledger' }).getByText('Points outstanding').waitFor()
    await page.getByRole('region', { name: 'Partners' }).getByRole('link', { name: 'Maison Verte' }).waitFor()
    await show(page, 'overview')
    await go(page, 'Clearing')
    await page.getByText('No month was closed yet.').waitFor()
    await show(page, 'clearing')
    await go(page, 'Disputes')
    await page.getByText('Nobody disputes anything.').waitFor()
    await go(page, 'Proposals')
    await page.getByText('No proposal waits.').waitFor()
    await go(page, 'Powers')
    await page.getByRole('region', { name: 'Issuing points' }).getByText('Running', { exact: true }).waitFor()
    await show(page, 'powers')
  })

  it('goes on with the key of the tab once the server answers again, and keeps the audit log readable on a phone', async () => {
    const page = await open('/audit-log')
    await page
      .getByRole('row', { name: /listPartners/ })
      .first()
      .waitFor()
    const problem = { status: 503, code: 'service_unavailable' }
    await page.route(/\/v1\//, (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    )
    await page.reload()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    expect(await page.getByLabel('Operator’s API key').count()).to.equal(0)
    await keepPicture(page, 'operator-no-answer')
    await expectAccessible(page, 'a key that could not be tried')
    await page.unroute(/\/v1\//)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page
      .getByRole('row', { name: /listPartners/ })
      .first()
      .waitFor()
    // No column is squeezed to a letter a line: the table scrolls.
    await page.setViewportSize({ width: 390, height: 844 })
    const row = await page
      .getByRole('row', { name: /listPartners/ })
      .first()
      .boundingBox()
    expect(row?.height).to.be.below(160)
    await keepPicture(page, 'operator-audit-log.phone')
  })

  it('raises an allowance: shows what it will do and on the ledger, does it, and shows what there is then', async () => {
    const page = await open('/partners/1')
    await page.getByRole('heading', { level: 1, name: 'Maison Verte' }).waitFor()
    const panel = page.getByRole('region', { name: 'Allowance' })
    const left = async () => BigInt((await coalition.operate('/v1/partners/1')).body.onChain.allowance as string)
    const before = await left()
    await panel.getByLabel('Number of points').fill('12345')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Raise the allowance of Maison Verte?' })
    await dialog.getByText('PartnerRegistry.raiseAllowance').waitFor()
    await dialog.getByText('id: 1', { exact: true }).waitFor()
    await dialog.getByText('points: 12345', { exact: true }).waitFor()
    await keepPicture(page, 'operator-confirm')
    await expectAccessible(page, 'the dialog')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await left()).to.equal(before)
    await panel.getByRole('button', { name: 'Review' }).click()
    await dialog.getByRole('button', { name: 'Raise it by 12,345 points' }).click()
    await panel.getByRole('status').getByText('Recorded. The ledger follows within seconds.').waitFor()
    await waitUntil(left, (now) => now === before + 12_345n)
    await panel.getByText(new Intl.NumberFormat('en-GB').format(before + 12_345n), { exact: true }).waitFor()
    await show(page, 'partner')
  })

  it('plans prices for a month to come, and says what the administrator has to do', async () => {
    const page = await open('/partners/1')
    const panel = page.getByRole('region', { name: 'Prices of a point' })
    await panel.getByLabel('From the month').fill(monthToCome())
    await panel.getByLabel('For a point issued').fill('1.05')
    await panel.getByLabel('For a point redeemed').fill('0,8')
    await panel.getByRole('button', { name: 'Review' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('PartnerRegistry.setPrices').waitFor()
    await dialog.getByText('issuePrice: 1050000').waitFor()
    await dialog.getByText(/carries it out two days later/).waitFor()
    await dialog.getByRole('button', { name: 'Plan these prices' }).click()
    await panel.getByRole('row', { name: /1\.05 0\.8 Planned/ }).waitFor()
    await panel.getByText(/entente admin schedule setPrices 1 .* 1050000 800000/).waitFor()
    const { body } = await coalition.operate('/v1/partners/1/prices')
    expect(body.data[0]).to.include({ month: monthToCome(), issueMicros: '1050000', state: 'planned' })
    await keepPicture(page, 'operator-prices')
  })

  it('says in the dialog why the server refuses', async () => {
    const page = await open('/clearing')
    await page.getByRole('button', { name: 'Review the closing' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Clearing.closeMonth').waitFor()
    await dialog.getByRole('button', { name: /^Close \w+ \d{4}$/ }).click()
    await dialog
      .getByRole('alert')
      .getByText(/This month can be closed from .* on/)
      .waitFor()
    await keepPicture(page, 'operator-refused')
    await expectAccessible(page, 'a refusal')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
  })

  it('freezes an account and frees it, and has both in the audit log', async () => {
    const { memberId } = await coalition.enrolCard('2580')
    const page = await open('/members')
    await page.getByLabel('Member id').fill(memberId)
    await page.keyboard.press('Enter')
    const panel = page.getByRole('region', { name: 'Freeze' })
    await page.getByText('No recovery is under way.').waitFor()
    await show(page, 'members')
    for (const [button, go, name] of [
      ['Freeze the account', 'Freeze the account', 'freeze'],
      ['Free the account', 'Free the account', 'unfreeze'],
    ] as const) {
      await panel.getByRole('button', { name: button, exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(`PointsToken.${name}`, { exact: true }).waitFor()
      await dialog.getByText(/^account: 0x[0-9a-f]{40}$/).waitFor()
      await dialog.getByRole('button', { name: go }).click()
      await panel
        .getByRole('status')
        .getByText(/within seconds/)
        .waitFor()
    }
    await go(page, 'Audit log')
    await page
      .getByRole('row', { name: /unfreezeMember/ })
      .first()
      .waitFor()
    await page.getByText(/^entente audit-log verify --head [0-9a-f]{64}$/).waitFor()
    await show(page, 'audit-log')
  })

  it('shows the statements of a month, and records a payment after showing what it marks', async () => {
    // No month has ended on this server: these are the statements that the document of the API shows.
    const page = await open('/clearing')
    await page.route(/\/v1\/partners\/1\/statements\?/, (route) =>
      route.fulfill({ json: EXAMPLES['listStatements']?.answer }),
    )
    await page.route(/\/v1\/partners\/1\/statements\/[0-9-]+$/, (route) =>
      route.fulfill({ json: EXAMPLES['readStatement']?.answer }),
    )
    await page.reload()
    await page.getByRole('table', { name: 'Months' }).getByRole('link').first().click()
    await page.getByRole('table', { name: 'Statements' }).getByRole('link', { name: 'Maison Verte' }).waitFor()
    await show(page, 'month')
    await page.getByRole('table', { name: 'Statements' }).getByRole('link', { name: 'Maison Verte' }).click()
    await page.getByRole('table', { name: 'To pay' }).waitFor()
    await page.getByLabel('Reference of the payment').fill('BOOK-4711')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Clearing.markByOperator').waitFor()
    await dialog.getByText('payment: keccak256("BOOK-4711")').waitFor()
    await dialog.getByRole('button', { name: 'Record the payment' }).click()
    await dialog.getByRole('alert').getByText('There is no statement of this partner and month.').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await show(page, 'statement')
  })

  it('runs no script but ours, and asks nobody but us', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
