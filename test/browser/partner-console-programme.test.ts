import { expect } from 'chai'

import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { invite, showConsole, signInToConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

/** A day and a bit away, as the field of a browser writes it. */
function inTwoDays(): string {
  return new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 16)
}

describe('the programme in the console of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  const signIn = async (name: string, role: string) =>
    signInToConsole({ browser, coalition }, await invite(coalition, name, role), '/partner/programme')

  it('sets the next earning rule with a preview, and shows the history', async () => {
    const page = await signIn('Iris Lund', 'marketing')
    const earning = page.getByRole('region', { name: /^Earning points, GBP$/ })
    await earning.getByText(/^£24\.90 earns [0-9,]+ points? now\.$/).waitFor()
    await showConsole(page, 'programme', { onPhone: true })
    // Other suites of this server may have set a rule before.
    await earning.getByRole('row').first().waitFor()
    const rows = await earning.getByRole('row').count()
    await earning.getByRole('button', { name: 'Set the next earning rule' }).click()
    await earning.getByLabel('Points', { exact: true }).fill('2')
    await earning.getByLabel('Amount spent, GBP').fill('1.00')
    await earning.getByLabel('Date and time').fill(new Date(Date.now() + 3_600_000).toISOString().slice(0, 16))
    await earning.getByText('Choose a time that is a day away at least').waitFor()
    expect(await earning.getByRole('button', { name: 'Review' }).isDisabled()).to.equal(true)
    await earning.getByLabel('Date and time').fill(inTwoDays())
    await earning.getByText('£24.90 earns 49 points with what you typed.').waitFor()
    await keepPicture(page, 'console-programme-form')
    await expectAccessible(page, 'the form of a rule')
    await earning.getByRole('button', { name: 'Review' }).click()
    await earning.getByText('A £12.50 purchase earns 25 points').waitFor()
    await keepPicture(page, 'console-programme-review')
    await earning.getByRole('button', { name: 'Set this earning rule' }).click()
    const [version] = /\d+/.exec(await earning.getByText(/^Version \d+ is set\./).innerText()) ?? []
    await earning.getByText(/^£24\.90 earns 49 points from /).waitFor()
    expect(await earning.getByRole('row').count()).to.equal(rows + 1)
    await earning.getByRole('row', { name: new RegExp(`^${version} .*Planned`) }).waitFor()
  })

  it('shows others what counts, without a way to change it', async () => {
    const page = await signIn('Hugo Faber', 'finance')
    await page.getByText('Owners and marketing set new versions.').waitFor()
    await page
      .getByText(/ now\.$/)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: /^Set / }).count()).to.equal(0)
  })

  it('says that it could not be read', async () => {
    const page = await signIn('Rita Sand', 'owner')
    await page.route(/\/v1\/partner\/redeem-rates$/, (route) => route.abort())
    await page.reload()
    await page.getByRole('alert').getByText('You are offline, or nothing answers.').waitFor()
  })

  it('runs no script but ours', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
