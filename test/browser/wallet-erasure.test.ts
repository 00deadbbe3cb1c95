import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture, showInAllLooks } from './support/screenshots.ts'

const PIN = '2580'
/** A page asks again by itself before it says that something failed. */
const FAILURE_MS_MAX = 40_000

describe('deleting an account in the wallet', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let page: Page
  let member: { memberId: string; cardNumber: string }

  const panel = () => page.getByRole('region', { name: 'Delete my account' })

  before(async () => {
    coalition = await openCoalition()
    member = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: member.memberId }, '12300')
    page = await browser.visit()
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('textbox', { name: 'Card number' }).fill(member.cardNumber)
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Your points', exact: true }).waitFor()
  })

  it('says that it cannot tell what would be lost, and asks again', async () => {
    await page.route('**/v1/me/erasure', (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'internal_error', status: 500 }),
      }),
    )
    await page.goto(`${coalition.url}/wallet/account`)
    const again = panel().getByRole('button', { name: 'Try again' })
    await again.waitFor({ timeout: FAILURE_MS_MAX })
    await keepPicture(page, 'erasure-failed')
    await page.unroute('**/v1/me/erasure')
    await again.click()
    await panel().getByRole('button', { name: 'Delete my account' }).waitFor()
  })

  it('waits until the points are final, and says what is lost before it is asked for', async () => {
    await waitUntil(
      async () => (await coalition.till(`/v1/members/${member.memberId}/entries`)).body.data,
      (entries: { state: string }[]) => entries.every(({ state }) => state === 'final'),
      120_000,
    )
    await page.goto(`${coalition.url}/wallet/account`)
    await panel().getByRole('button', { name: 'Delete my account' }).click()
    await panel().getByText('You will lose 123 points').waitFor()
    await expectAccessible(page, 'the account page with what is lost')
    await showInAllLooks(page, 'erasure', async () => {
      await page.getByRole('region', { name: /Delete my account|Supprimer mon compte/ }).waitFor()
    })
  })

  it('with a card can be taken back until its wait is over', async () => {
    await page.goto(`${coalition.url}/wallet/account`)
    await panel().getByRole('button', { name: 'Delete my account' }).click()
    await panel().getByRole('checkbox').check()
    await panel().getByRole('textbox', { name: 'PIN' }).fill(PIN)
    await panel().getByRole('button', { name: 'Delete my account for good' }).click()
    const keep = panel().getByRole('button', { name: 'Keep my account' })
    await keep.waitFor()
    await keepPicture(page, 'erasure-waits')
    expect((await coalition.till('/v1/members/search', { kind: 'card', value: member.cardNumber })).status).to.equal(
      200,
    )
    await keep.click()
    await panel().getByRole('button', { name: 'Delete my account' }).waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
