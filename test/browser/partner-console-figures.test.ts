import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { EXAMPLES } from '../../server/api/examples.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { invite, showConsole, signInToConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

const DAYS = 90

/** Figures of a brand that sells every day, as the server would have them: this one is a few minutes old. */
function manyDays() {
  const spans = Array.from({ length: DAYS }, (_, at) => ({
    name: new Date(Date.UTC(2026, 8, 1 + at)).toISOString().slice(0, 10),
    issued: String(3_000 + ((at * 7_919) % 2_400)),
    reversed: String((at * 37) % 160),
    redeemed: String(600 + ((at * 104_729) % 1_500)),
    restored: '0',
    purchases: String(180 + (at % 60)),
    redemptions: String(10 + (at % 9)),
  }))
  return { timeZone: 'Europe/London', unit: 'day', spans, definitions: {} }
}

describe('the figures of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  const signIn = async (name: string, role: string) =>
    signInToConsole({ browser, coalition }, await invite(coalition, name, role))
  const refuse = (page: Page, path: RegExp, { status, ...problem }: { status: number; code: string; month?: string }) =>
    page.route(path, (route) =>
      route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, ...problem }) }),
    )
  const answer = (page: Page, path: RegExp, json: unknown) => page.route(path, (route) => route.fulfill({ json }))

  it('are those of the ledger, as a chart that keys can read and as a table of the same figures', async () => {
    const member = await coalition.enrolCard('2580')
    await coalition.sell({ kind: 'card', value: member.cardNumber }, '70000')
    const page = await signIn('Rose Lang', 'finance')
    const panel = page.getByRole('region', { name: 'Issued and redeemed' })
    const chart = panel.getByRole('slider', { name: 'Points issued and redeemed' })
    await waitUntil(
      async () => (await page.reload(), await chart.getAttribute('aria-valuetext')),
      (told) => /: [1-9][\d,]* issued, \d+ redeemed$/.test(told ?? ''),
    )
    await chart.focus()
    await page.keyboard.press('ArrowLeft')
    expect(await chart.getAttribute('aria-valuenow')).to.equal('29')
    expect(await chart.getAttribute('aria-valuetext')).to.match(/: 0 issued, 0 redeemed$/)
    await panel.getByText(/: 0 issued, 0 redeemed$/).waitFor()
    await page.keyboard.press('Home')
    expect(await chart.getAttribute('aria-valuenow')).to.equal('1')
    await page.keyboard.press('End')
    const [, issued = ''] = /: ([\d,]+) issued/.exec((await chart.getAttribute('aria-valuetext')) ?? '') ?? []
    await panel.getByRole('button', { name: 'Show as a table' }).click()
    const today = panel.getByRole('table').getByRole('row').nth(1)
    expect(await today.getByRole('cell').first().innerText()).to.equal(issued)
    await panel.getByText('13 months', { exact: true }).click()
    await panel.getByRole('columnheader', { name: 'Month' }).waitFor()
    expect(await panel.getByRole('table').getByRole('row').count()).to.equal(14)
    await page.getByText(/% of your allowance is used$/).waitFor()
    await page.getByRole('region', { name: 'Where your members redeem' }).getByText('Nobody redeemed').first().waitFor()
    await page.getByText('No price of a point is set yet').waitFor()
  })

  it('have a look on every screen and on paper', async () => {
    const page = await signIn('Ivy Moss', 'support')
    await answer(page, /\/v1\/partner\/figures/, manyDays())
    const flows = EXAMPLES['readPartnerFlows']?.answer as { outward: object[]; inward: object[]; brands: object[] }
    const hidden = { homeId: 3, partnerId: 1, members: null, points: null }
    const brands = [...flows.brands, { partnerId: 3, name: 'Vintner & Sons' }]
    await answer(page, /\/v1\/partner\/flows/, { ...flows, brands, inward: [...flows.inward, hidden] })
    await answer(page, /\/v1\/partner\/liability/, EXAMPLES['readPartnerLiability']?.answer)
    await page.reload()
    await page.getByRole('table', { name: 'Redeemed here by members of' }).getByText('Too few to show').waitFor()
    await page.getByText('€268.60').waitFor()
    await page.getByText('At a redemption rate of 85%').waitFor()
    await showConsole(page, 'figures', { onPhone: true })
    await page.getByText('% of your allowance is used').waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('slider', { name: 'Points issued and redeemed' }).isVisible()).to.equal(true)
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).to.equal('light')
    await keepPicture(page, 'console-figures.print')
  })

  it('say what is wrong where they do not come, each for itself, and can be asked for again', async () => {
    const page = await signIn('Max Dorn', 'developer')
    await refuse(page, /\/v1\/partner\/liability/, { status: 500, code: 'internal_error' })
    await refuse(page, /\/v1\/partner\/flows/, { status: 409, code: 'month_not_final', month: '2026-10' })
    await page.reload()
    const outstanding = page.getByRole('region', { name: 'Outstanding points' })
    await outstanding.getByRole('alert').getByText('Something went wrong on our side').waitFor()
    await page.getByText('The ledger has no final block after this month yet').waitFor()
    await page.getByRole('slider').waitFor()
    await page.unroute(/\/v1\/partner\/liability/)
    await outstanding.getByRole('button').click()
    await outstanding.getByText('Outstanding, your part').waitFor()
  })

  it('are a matrix of all brands for the operator', async () => {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/operator`)
    await answer(page, /\/v1\/flows(?:\?|$)/, EXAMPLES['readFlows']?.answer)
    await page.getByLabel('Operator’s API key').fill(coalition.operatorKey)
    await page.keyboard.press('Enter')
    const matrix = page.getByRole('table', { name: 'Who earns where and redeems where' })
    await matrix.getByText('412 members').waitFor()
    await matrix.getByText('Too few to show').waitFor()
    await showConsole(page, 'flows-of-all', {
      open: () => page.getByRole('table', { name: /^(?:Who earns where|Où l’on gagne)/ }).waitFor(),
      onPhone: true,
    })
  })

  it('run no script but ours, and ask nobody but us', () => {
    expect(browser.errors.filter((error) => !/status of (?:500|409)/.test(error))).to.deep.equal([])
  })
})
