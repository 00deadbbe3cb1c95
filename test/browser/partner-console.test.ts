import { readFile } from 'node:fs/promises'

import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { EXAMPLES } from '../../server/api/examples.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible, listFindings } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture } from './support/screenshots.ts'

const TABLET = { width: 820, height: 1180 }

const LOOKS = [
  { name: 'desktop-light-en', viewport: DESKTOP, theme: 'light', language: 'en' },
  { name: 'tablet-dark-fr', viewport: TABLET, theme: 'dark', language: 'fr' },
] as const

describe('the console of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  async function invite(name: string, role: string): Promise<string> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@verte.example`
    const { status, body } = await coalition.operate('/v1/partners/1/people', { email, name, role })
    expect(status, JSON.stringify(body)).to.equal(201)
    return email
  }

  /** The code of the newest message to an address. */
  async function codeFor(email: string): Promise<string> {
    const read = async () => {
      const messages = await coalition.messages(10)
      const found = messages.find(({ to, text }) => to === email && /\b[0-9]{8}\b/.test(text))
      return /\b[0-9]{8}\b/.exec(found?.text ?? '')?.[0] ?? null
    }
    return (await waitUntil(read, (code) => code !== null)) ?? ''
  }

  async function signIn(email: string, path = '/partner'): Promise<Page> {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${coalition.url}${path}`)
    await page.getByLabel('E-mail address').fill(email)
    await page.keyboard.press('Enter')
    await page.getByLabel('Code', { exact: true }).waitFor()
    await page.getByLabel('Code', { exact: true }).fill(await codeFor(email))
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Console' }).waitFor()
    return page
  }

  /** Shows a page on a laptop by day and on a tablet by night, in both languages, without a finding of axe. */
  async function show(page: Page, name: string): Promise<void> {
    const address = page.url()
    for (const { name: look, viewport, theme, language } of LOOKS) {
      await page.setViewportSize(viewport)
      await page.evaluate(
        `localStorage.setItem('mantine-color-scheme-value', '${theme}'); localStorage.setItem('entente.language', '${language}')`,
      )
      await page.goto('about:blank')
      await page.goto(address)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await waitUntil(
        () =>
          page
            .getByRole('status')
            .filter({ hasText: /^(?:One moment|Un instant)…$/ })
            .count(),
        (shown) => shown === 0,
      )
      const width = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate<number>(width), `${name} on ${look} scrolls sideways`).to.be.at.most(0)
      await keepPicture(page, `console-${name}.${look}`)
      await expectAccessible(page, `${name} on ${look}`)
      expect(await listFindings(page), `${name} on ${look}`).to.deep.equal([])
    }
    await page.evaluate(`localStorage.setItem('entente.language', 'en')`)
    await page.setViewportSize(DESKTOP)
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }

  it('asks for an address and a code, by the keyboard, and says the same of an address that nobody has', async () => {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${coalition.url}/partner`)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await show(page, 'sign-in')
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
    await show(page, 'overview')
  })

  it('finds a purchase, and hands a month out as a table', async () => {
    const page = await signIn(await invite('Paul Roux', 'finance'), '/partner/records')
    await page.getByRole('link', { name: 'Records' }).click()
    await page.getByRole('row', { name: /SALE-/ }).first().waitFor()
    await show(page, 'records')
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

  it('says that there is no statement yet', async () => {
    const page = await signIn(await invite('Ines Petit', 'finance'), '/partner/statements')
    await page.getByText('There is no statement yet').waitFor()
    await show(page, 'statements')
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
    await show(page, 'statements-list')
    const pdf = page.getByRole('link', { name: /^Download ENT-\d+-\d{4}-\d{2} as PDF$/ })
    expect(await pdf.getAttribute('href')).to.match(/^\/v1\/statements\/\d{4}-\d{2}\?format=pdf$/)
    await page.getByRole('listitem').getByRole('link', { name: /ENT-/ }).first().click()
    await page.getByRole('table', { name: 'To pay' }).waitFor()
    await show(page, 'statement')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'Console' }).isVisible()).to.equal(false)
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).to.equal(false)
    // All of the paper is used, and nothing is printed on black.
    expect(await page.evaluate('document.querySelector("article").clientWidth')).to.be.above(1_000)
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).to.equal('light')
    await keepPicture(page, 'console-statement.print')
  })

  it('issues a key, shows it once, and revokes it', async () => {
    const page = await signIn(await invite('Lou Martin', 'owner'), '/partner/keys')
    await page.getByLabel('Name').fill('till 9')
    await page.getByRole('button', { name: 'Issue the key' }).click()
    await page.getByText(/^ent_[0-9a-f]{16}_[0-9a-f]{64}$/).waitFor()
    await keepPicture(page, 'console-key-once')
    await show(page, 'keys')
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
    await show(page, 'people')
    const other = await signIn('tom.noir@verte.example', '/partner/account')
    await show(other, 'account')
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
