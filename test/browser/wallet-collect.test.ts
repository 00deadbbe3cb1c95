import { randomBytes } from 'node:crypto'

import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { writeSlipCode } from '../../server/domain/slip-codes.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { makeTillKey, signSlip } from '../support/till-slips.ts'
import { listFindings } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { showInAllLooks } from './support/screenshots.ts'

const PIN = '2580'

describe('a member with a paper slip', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  const key = makeTillKey()
  let coalition: Coalition
  let tillId: string
  let page: Page
  let cardNumber: string

  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const field = () => page.getByRole('textbox', { name: 'Code on the slip' })
  const button = () => page.getByRole('button', { name: 'Collect the points' })
  const collected = () => page.getByRole('status').filter({ hasText: '19 points for £19.99.' })

  before(async () => {
    coalition = await openCoalition()
    const made = await coalition.till('/v1/tills', { name: 'Paper till', publicKey: key.publicKey })
    expect(made.status, JSON.stringify(made.body)).to.be.within(200, 201)
    tillId = made.body.tillId
    cardNumber = (await coalition.enrolCard(PIN)).cardNumber
    page = await browser.visit()
  })

  async function signIn(): Promise<void> {
    await page.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
  }

  /** A slip over £19.99, as a till without network prints it. */
  function aSlip(): { code: string; signed: string } {
    const code = writeSlipCode(randomBytes(9))
    const facts = [tillId, `PAPER-${code}`, 'GBP', '1999', new Date().toISOString(), code]
    return { code, signed: signSlip(facts, key) }
  }

  /** A slip that its till has sent since. */
  async function aSentSlip(): Promise<string> {
    const { code, signed } = aSlip()
    expect((await coalition.till('/v1/slips', { slips: [signed] })).body).to.include({ filed: 1, refused: 0 })
    return code
  }

  it('finds the way to its points on the first page, and types its code', async () => {
    const code = await aSentSlip()
    await page.goto(`${coalition.url}/wallet`)
    await signIn()
    await heading('Your points')
    await page.getByRole('link', { name: 'Collect its points' }).click()
    await heading('Points from a paper slip')
    const wrong = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')
    await field().fill(wrong)
    await page.getByText('A character of this code is wrong.').waitFor()
    expect(await button().isDisabled()).to.equal(true)
    expect(await listFindings(page), 'a wrong code').to.deep.equal([])
    await field().fill(code.toLowerCase().replace('-', ' '))
    await button().click()
    await collected().waitFor()
    expect(await listFindings(page), 'collected').to.deep.equal([])
    await page.getByRole('link', { name: 'Points', exact: true }).click()
    await waitUntil(
      () => page.getByTestId('balance').textContent(),
      (balance) => balance === '19 points',
    )
  })

  it('finds the same way in history, and is told of a slip that gave its points already', async () => {
    const code = await aSentSlip()
    for (const expected of [collected(), page.getByText('The points of this slip were already collected.')]) {
      await page.goto(`${coalition.url}/wallet/history`)
      await page.getByRole('link', { name: 'Collect its points' }).click()
      await field().fill(code)
      await button().click()
      await expected.waitFor()
      // The same member may ask again for what they have: only another is refused.
      cardNumber = (await coalition.enrolCard(PIN)).cardNumber
      await page.context().clearCookies()
      await page.goto(`${coalition.url}/wallet`)
      await signIn()
      await heading('Your points')
    }
  })

  it('scans the code of a slip that its till has not sent, and signs in on the way', async () => {
    const { signed } = aSlip()
    await page.context().clearCookies()
    await page.goto('about:blank')
    await page.goto(`${coalition.url}/wallet/collect#${signed}`)
    await signIn()
    await page.getByText('Your slip was read. Collect its points now.').waitFor()
    await button().click()
    await collected().waitFor()
  })

  for (const path of ['collect', 'history'])
    it(`shows /wallet/${path} in all looks`, async () => {
      await page.goto(`${coalition.url}/wallet/${path}`)
      await showInAllLooks(page, `slip-${path}`, () => page.getByRole('heading', { level: 1 }).waitFor())
    })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
