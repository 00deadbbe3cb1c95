import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { waitUntil } from '../support/system/wait-until.ts'
import { listFindings } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture } from './support/screenshots.ts'

const WIDTHS = [390, 768, 1280]
/** One of each kind. */
const PAGES = {
  welcome: '/docs',
  guide: '/docs/guides/till',
  reference: '/docs/api/purchases',
  events: '/docs/events',
  errors: '/docs/errors',
  search: '/docs/search?q=redemption',
}
const PIN = '2580'

describe('the docs in a browser', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let card: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    card = await coalition.enrolCard(PIN)
  })

  async function open(path: string, options: Parameters<typeof browser.visit>[0] = {}): Promise<Page> {
    const page = await browser.visit({ viewport: { width: 1280, height: 860 }, ...options })
    await page.goto(`${coalition.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }

  /** What axe finds, but for the contrast of level AAA: ours is AA. */
  const findings = async (page: Page) =>
    (await listFindings(page)).filter((finding) => !finding.includes('color-contrast-enhanced'))

  const operation = (page: Page, id: string) => page.locator(`section#${id}`)

  for (const colorScheme of ['light', 'dark'] as const)
    for (const [name, path] of Object.entries(PAGES))
      it(`have a ${name} page without any finding, on every width, in ${colorScheme}`, async () => {
        const page = await open(path, { colorScheme })
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 860 })
          const sideways = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          )
          expect(sideways, `${path} scrolls sideways at ${width}`).to.equal(0)
          await keepPicture(page, `docs-${name}-${colorScheme}-${width}`)
          expect(await findings(page), `${path} at ${width} in ${colorScheme}`).to.deep.equal([])
        }
      })

  it('can be read and searched without a script', async () => {
    const page = await open('/docs', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    await page.getByText('Menu', { exact: true }).click()
    await page.getByRole('link', { name: 'Purchases', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Purchases' }).waitFor()
    const both = operation(page, 'recordPurchase').locator('figure')
    expect(await both.filter({ hasText: 'curl "$ENTENTE/v1/purchases"' }).isVisible()).to.equal(true)
    expect(await both.filter({ hasText: "entente.POST('/v1/purchases'" }).isVisible()).to.equal(true)
    await page.getByRole('searchbox').fill('void a redemption')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Results for' }).waitFor()
    await page.getByRole('main').getByRole('link', { name: /^Void/ }).first().click()
    expect(new URL(page.url()).hash).to.equal('#voidRedemption')
  })

  it('are searched from the keyboard alone: slash, a word, arrows, Enter', async () => {
    const page = await open('/docs')
    await page.keyboard.press('/')
    const field = page.getByRole('combobox')
    expect(await field.evaluate('document.activeElement?.id')).to.equal('search')
    await page.keyboard.type('hold points')
    await page
      .getByRole('option', { name: /Hold points/ })
      .first()
      .waitFor()
    expect(await findings(page), 'with suggestions').to.deep.equal([])
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('option', { selected: true }).count()).to.equal(1)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('listbox').isVisible()).to.equal(false)
    await page.keyboard.type(' for')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('ArrowDown')
    const chosen = await page.getByRole('option', { selected: true }).innerText()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/docs\/(?!search).+/)
    expect(chosen).to.not.equal('')
  })

  it('show one language in all samples, and remember which', async () => {
    const page = await open('/docs/api/purchases')
    const first = operation(page, 'recordPurchase')
    await first.getByRole('tab', { name: 'curl' }).focus()
    await page.keyboard.press('ArrowRight')
    await first.getByRole('tabpanel', { name: 'TypeScript' }).waitFor()
    expect(await operation(page, 'readPurchase').getByRole('tabpanel', { name: 'TypeScript' }).isVisible()).to.equal(
      true,
    )
    await page.goto(`${coalition.url}/docs/api/returns`)
    await operation(page, 'recordReturn').getByRole('tabpanel', { name: 'TypeScript' }).waitFor()
  })

  it('copy what is shown', async () => {
    const page = await open('/docs/api/purchases', { permissions: ['clipboard-read', 'clipboard-write'] })
    await operation(page, 'recordPurchase').getByRole('button', { name: 'Copy: the request' }).click()
    await operation(page, 'recordPurchase').getByText('Copied').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).to.match(/^curl "\$ENTENTE\/v1\/purchases" /)
  })

  it('send a request that reads at once, and one that changes something only when the reader says so', async () => {
    const page = await open('/docs/api/members')
    const sent: string[] = []
    page.on(
      'request',
      (request) =>
        request.url().includes('/v1/') && sent.push(`${request.method()} ${new URL(request.url()).pathname}`),
    )
    const enrol = operation(page, 'enrolMember')
    await enrol.getByText('Try it').click()
    await enrol.getByLabel('API key of a partner').fill(coalition.key)
    await enrol.getByLabel('Body').fill('{"kind":"card"}')
    await enrol.getByRole('button', { name: 'Send …' }).click()
    await enrol.getByText(`This changes data on ${new URL(coalition.url).host}`).waitFor()
    expect(sent).to.deep.equal([])
    await enrol.getByRole('button', { name: 'Cancel' }).click()
    await enrol.getByRole('button', { name: 'Send …' }).click()
    await enrol.getByRole('button', { name: 'Send it' }).click()
    await enrol.getByText('Answered 201').waitFor()
    expect(sent).to.deep.equal(['POST /v1/members'])
    expect(await findings(page), 'with an answer').to.deep.equal([])
    await keepPicture(page, 'docs-try')
    const wider = '(panel) => panel.scrollWidth - panel.clientWidth'
    expect(
      await enrol.locator('.samples').evaluate(`(${wider})(document.querySelector("#enrolMember .samples"))`),
    ).to.equal(0)
    // The key and the member are known to the next request, which only reads.
    const read = operation(page, 'readMember')
    await read.getByText('Try it').click()
    await read.getByRole('button', { name: 'Send', exact: true }).click()
    await read.getByText('Answered 200').waitFor()
    expect(sent[1]).to.match(/^GET \/v1\/members\/[0-9a-f-]{36}$/)
  })

  it('take the demo key where the server shows one, with a card of its own, and forget both', async () => {
    const page = await open('/docs/api/redemptions')
    const till = { partnerName: 'Maison Verte', key: coalition.key, cardNumber: card.cardNumber, pin: PIN }
    await page.route('**/docs/demo-till', (route) => route.fulfill({ json: till }))
    const quote = operation(page, 'quoteRedemption')
    await quote.getByText('Try it').click()
    await quote.getByRole('button', { name: 'Use the demo key of Maison Verte' }).click()
    expect(await quote.getByLabel('Body').inputValue()).to.include(card.cardNumber)
    await quote.getByRole('button', { name: 'Send', exact: true }).click()
    await quote.getByText('Answered 200').waitFor()
    await quote.getByRole('button', { name: 'Forget keys' }).click()
    expect(await quote.getByLabel('API key of a partner').inputValue()).to.equal('')
    expect(await page.evaluate('sessionStorage.getItem("entente.docs.try")')).to.not.include(coalition.key)
  })

  it('offer no key where the server shows none, and show a refusal in red with its code', async () => {
    const page = await open('/docs/api/partner')
    const read = operation(page, 'readPartner')
    await read.getByText('Try it').click()
    await read.getByLabel('API key of a partner').fill('ent_wrong')
    await read.getByRole('button', { name: 'Send', exact: true }).click()
    await read.getByText('Refused 401').waitFor()
    expect(await read.locator('.try pre').innerText()).to.include('"code": "unauthenticated"')
    expect(await read.getByRole('button', { name: /demo key/ }).count()).to.equal(0)
  })

  it('never act as a member who is signed in: no cookie is sent, and their requests are not offered', async () => {
    const page = await open('/docs/api/status')
    await page.context().addCookies([{ name: 'entente_session', value: 'secret', url: coalition.url }])
    const asked = page.waitForRequest('**/v1/status')
    await operation(page, 'readStatus').getByText('Try it').click()
    await operation(page, 'readStatus').getByRole('button', { name: 'Send', exact: true }).click()
    expect((await (await asked).allHeaders())['cookie']).to.equal(undefined)
    await page.goto(`${coalition.url}/docs/api/me-safety`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByText('Try it').count()).to.equal(0)
  })

  it('lead from an anchor of the old page to the request', async () => {
    const page = await open('/docs#recordPurchase')
    await waitUntil(
      () => page.locator('#recordPurchase').evaluate('document.querySelector(":target")?.id'),
      (id) => id === 'recordPurchase',
    )
    await page.locator('#recordPurchase').getByRole('link').click()
    await page.waitForURL(/\/docs\/api\/purchases#recordPurchase$/)
  })

  it('never break a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
