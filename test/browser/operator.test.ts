import { expect } from 'chai'
import type { Locator, Page } from 'playwright-core'

import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPictures, showInAllLooks } from './support/screenshots.ts'

/** Tomorrow, as the field for a date and time takes it. */
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)

describe("the operator's page", function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  async function connect(path = '/operator/partners'): Promise<Page> {
    // Another zone than the server's, on the other side of the date line from where most are.
    const page = await browser.visit({ viewport: DESKTOP, timezoneId: 'Pacific/Auckland' })
    await page.goto(`${coalition.url}${path}`)
    await page.getByLabel('Operator’s API key').fill(coalition.operatorKey)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^(?:Partners|Maison Verte)$/ }).waitFor()
    return page
  }

  async function openPartner(): Promise<Page> {
    const page = await connect()
    await page.getByRole('link', { name: /Maison Verte/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Maison Verte' }).waitFor()
    return page
  }

  /** The part of the page about earning or redeeming in a currency. */
  const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

  /** What the API says of the partner's rules or rates in a currency, newest first. */
  async function versions(kind: 'earning-rules' | 'redeem-rates', currency: string) {
    const { body } = await coalition.operate(`/v1/partners/1/${kind}`)
    return (body.data as Record<string, string>[]).filter((version) => version['currency'] === currency)
  }

  it('asks for a key, and tells what is wrong with a false one and with a partner’s', async () => {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${coalition.url}/operator`)
    const field = page.getByLabel('Operator’s API key')
    await field.fill('ent_0000000000000000_wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('This key is not valid').waitFor()
    await field.fill(coalition.key)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('This is not an operator’s key').waitFor()
    expect(await page.evaluate('Object.keys(sessionStorage).concat(Object.keys(localStorage)).join()')).to.not.include(
      'entente.operator.key',
    )
    await page.reload()
    await showInAllLooks(page, 'operator-connect', () => page.locator('form').waitFor())
  })

  it('keeps the key in the tab only, and forgets it on the word', async () => {
    const page = await openPartner()
    expect(page.url()).to.equal(`${coalition.url}/operator/partners/1`)
    expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie')).to.not.include('ent_')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Maison Verte' }).waitFor()
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByLabel('Operator’s API key').waitFor()
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).to.not.include('ent_')
  })

  it('lists the partners', async () => {
    const page = await connect()
    await page.getByRole('link', { name: /Maison Verte.*Partner 1 · GBP.*Can issue .* points now.*Active/ }).waitFor()
    await showInAllLooks(page, 'operator-partners', () => page.getByRole('link', { name: /Maison Verte/ }).waitFor())
  })

  it('sets the next earning rule after a review, and shows it in the table', async () => {
    const page = await openPartner()
    const earning = section(page, 'Earning points, GBP')
    await earning.getByText('1 point for each £1.00 spent').waitFor()
    await earning.getByRole('button', { name: 'Set the next earning rule' }).click()
    await earning.getByLabel('Points', { exact: true }).fill('10')
    await earning.getByLabel('Amount spent, GBP').fill('1.005')
    await earning.getByText('Type an amount in GBP').waitFor()
    expect(await earning.getByRole('button', { name: 'Review' }).isDisabled()).to.equal(true)
    await earning.getByLabel('Amount spent, GBP').fill('1')
    await earning.getByText('A £12.50 purchase earns 125 points').waitFor()
    await earning.getByLabel('A date and time').check()
    await earning.getByLabel('Date and time', { exact: true }).fill(TOMORROW)
    await keepPictures(page, 'operator-form')
    await expectAccessible(page, 'the form of a rule')
    await page.keyboard.press('Enter')
    await earning.getByRole('heading', { name: 'Review before you send' }).waitFor()
    await earning.getByText('A £12.50 purchase earns 12 points').waitFor()
    await keepPictures(page, 'operator-review')
    await expectAccessible(page, 'the review of a rule')
    expect(await versions('earning-rules', 'GBP')).to.have.length(1)
    await earning.getByRole('button', { name: 'Set this earning rule' }).click()
    await earning.getByRole('status').getByText('Version 2 is set.').waitFor()
    await earning.getByRole('row', { name: /^2 10 points for each £1.00 spent.*Planned/ }).waitFor()
    await earning.getByRole('row', { name: /^1 1 point for each £1.00 spent.*Now/ }).waitFor()
    const [planned] = await versions('earning-rules', 'GBP')
    expect(planned).to.include({ points: '10', perMinor: '100', pointsMax: '1000000' })
    // What was typed was the time of the device.
    const zone = new Date(`${TOMORROW}:00Z`).getTime() - new Date(planned?.['validFrom'] ?? '').getTime()
    expect(zone / 3_600_000).to.be.within(12, 13)
    await keepPictures(page, 'operator-set')
    await expectAccessible(page, 'the page of a partner')
  })

  it('opens another currency, with its own digits', async () => {
    const page = await openPartner()
    await page.getByLabel('Another currency').selectOption('KWD')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const redeem = section(page, 'Redeeming points, KWD')
    await redeem.getByText('points cannot be redeemed in KWD yet').waitFor()
    await redeem.getByRole('button', { name: 'Set the first redeem rate' }).click()
    await redeem.getByLabel('Points', { exact: true }).fill('100')
    await redeem.getByLabel('Amount taken off, KWD').fill('0,255')
    await redeem.getByText(/100 points take KWD.0\.255 off/).waitFor()
    await page.keyboard.press('Enter')
    await redeem.getByRole('button', { name: 'Set this redeem rate' }).click()
    await redeem.getByRole('status').getByText('It counts from the start.').waitFor()
    expect((await versions('redeem-rates', 'KWD'))[0]).to.include({ points: '100', minor: '255' })
  })

  it('says which figure the server refuses, and keeps what was typed', async () => {
    const page = await openPartner()
    const redeem = section(page, 'Redeeming points, GBP')
    await redeem.getByRole('button', { name: 'Set the next redeem rate' }).click()
    await redeem.getByLabel('Amount taken off, GBP').fill('10000000.01')
    await page.keyboard.press('Enter')
    await redeem.getByRole('button', { name: 'Set this redeem rate' }).click()
    await redeem
      .getByRole('alert')
      .getByText('Amount taken off, GBP: the server takes £0.01 to £10,000,000.00.')
      .waitFor()
    await redeem.getByRole('button', { name: 'Change' }).click()
    expect(await redeem.getByLabel('Amount taken off, GBP').inputValue()).to.equal('10000000.01')
    await redeem.getByRole('button', { name: 'Cancel' }).click()
    expect(await versions('redeem-rates', 'GBP')).to.have.length(1)
  })

  it('says that there is no partner of a number', async () => {
    const page = await connect()
    await page.goto(`${coalition.url}/operator/partners/99`)
    await page.getByText('There is no partner with this number.').waitFor()
  })

  it('looks right on phones and desktops, light and dark, in both languages', async () => {
    const page = await openPartner()
    await showInAllLooks(page, 'operator-partner', () => page.getByRole('table').first().waitFor())
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
