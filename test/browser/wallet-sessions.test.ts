import { expect } from 'chai'
import type { Page, Route } from 'playwright-core'

import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'

const PIN = '2580'
/** Long for a click that needs no answer, short for a server that takes its time. */
const AT_ONCE_MS = 1_500

describe('ending sessions in the wallet', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let page: Page
  let cardNumber: string
  /** What was asked of the server and has no answer yet, in order. */
  let waiting: Route[]
  let isOffline = false

  async function signIn(visitor: Page): Promise<void> {
    await visitor.goto(`${coalition.url}/wallet`)
    await visitor.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    await visitor.getByLabel('PIN', { exact: true }).fill(PIN)
    await visitor.keyboard.press('Enter')
    await visitor.getByRole('heading', { level: 1, name: 'Your points', exact: true }).waitFor()
  }

  const panel = () => page.getByRole('region', { name: 'Where you are signed in' })
  const rows = () => panel().getByRole('listitem')
  const ends = () => panel().getByRole('button', { name: /^Sign out there/ })
  const expectRows = (count: number, timeoutMs?: number) =>
    waitUntil(
      () => rows().count(),
      (shown) => shown === count,
      timeoutMs,
    )
  const asked = (count: number) =>
    waitUntil(
      () => Promise.resolve(waiting.length),
      (held) => held === count,
    )
  const refuse = (route: Route | undefined) =>
    route?.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'internal_error', status: 500 }),
    })

  async function openAccount(count: number): Promise<void> {
    await page.goto(`${coalition.url}/wallet/account`)
    await expectRows(count)
  }

  before(async () => {
    coalition = await openCoalition()
    cardNumber = (await coalition.enrolCard(PIN)).cardNumber
    for (let others = 0; others < 3; others += 1) await signIn(await browser.visit())
    page = await browser.visit()
    await signIn(page)
    // A server that answers when the test says so.
    await page.route('**/v1/sessions**', async (route) => {
      if (isOffline) await route.abort('internetdisconnected')
      else if (route.request().method() === 'DELETE') waiting.push(route)
      else await route.continue()
    })
  })

  beforeEach(() => {
    waiting = []
  })

  it('shows one gone at once, before a slow server has answered, and brings it back if that refuses', async () => {
    await openAccount(4)
    await ends().first().click()
    await expectRows(3, AT_ONCE_MS)
    await asked(1)
    expect(await panel().getByRole('alert').count()).to.equal(0)
    const focused = await page.evaluate(`document.activeElement.closest('section')?.getAttribute('aria-label')`)
    expect(focused).to.equal('Where you are signed in')
    await refuse(waiting[0])
    await expectRows(4)
    await panel().getByRole('alert').getByText('Something went wrong on our side.').waitFor()
    await expectAccessible(page, 'a session that could not be ended')
  })

  it('brings back only what was refused, while another is still being ended', async () => {
    await openAccount(4)
    await ends().first().click()
    await expectRows(3, AT_ONCE_MS)
    await ends().first().click()
    await expectRows(2, AT_ONCE_MS)
    await asked(2)
    await refuse(waiting[0])
    await panel().getByRole('alert').waitFor()
    await expectRows(3)
    await waiting[1]?.continue()
    await page.waitForResponse((answer) => answer.url().endsWith('/v1/sessions') && answer.ok())
    await expectRows(3)
    await panel().getByRole('alert').getByText('Something went wrong on our side.').waitFor()
    await openAccount(3)
  })

  it('ends nothing later that was asked for without a connection, and says so', async () => {
    await openAccount(3)
    // What is routed by a test does not see that its browser is offline.
    isOffline = true
    await page.context().setOffline(true)
    await ends().first().click()
    await panel().getByRole('alert').getByText('You are offline.').waitFor()
    await expectRows(3)
    await page.context().setOffline(false)
    isOffline = false
    await openAccount(3)
  })

  it('does the same for all others together', async () => {
    await openAccount(3)
    const all = panel().getByRole('button', { name: 'Sign out everywhere else' })
    await all.click()
    await expectRows(1, AT_ONCE_MS)
    await asked(1)
    await refuse(waiting[0])
    await expectRows(3)
    await all.click()
    await asked(2)
    await waiting[1]?.continue()
    await expectRows(1)
    await openAccount(1)
    await panel().getByText('This browser').waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
