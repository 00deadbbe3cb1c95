import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { LABELS } from '../support/pages/labels.ts'
import { enrolCardholder, sell } from '../support/pages/seed.ts'
import { settle } from '../support/pages/settle.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { GALLERY } from './support/gallery.ts'
import { makeVisits } from './support/gallery-visit.ts'
import { openWorld, type World } from './support/gallery-world.ts'
import { Keys } from './support/keys.ts'

const NEW_PIN = '7391'

describe('the pages without a mouse', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  const { wallet, till, operator } = LABELS
  let world: World
  const visits = makeVisits(browser, () => world)

  before(async () => {
    world = await openWorld()
  })

  async function open(path: string): Promise<Keys> {
    const page = await browser.visit({ viewport: DESKTOP })
    await page.goto(`${world.server.url}${path}`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await settle(page)
    return new Keys(page)
  }

  const main = (page: Page) => page.getByRole('main')
  const place = (page: Page, name: keyof typeof wallet.places) =>
    page.getByRole('navigation').getByRole('link', { name: wallet.places[name] })

  describe('in the wallet', () => {
    let keys: Keys
    let pin: string

    before(async () => {
      const { server, brand } = world
      const member = await enrolCardholder(server, brand)
      pin = member.pin
      await sell(server, brand, { memberId: member.memberId, amountMinor: '90000', isFinal: true })
      keys = await open('/wallet')
      await keys.type(keys.page.getByRole('textbox', { name: wallet.cardNumber }), member.cardNumber)
      await keys.type(keys.page.getByLabel(wallet.pin), pin)
      await keys.press(keys.page.getByRole('button', { name: wallet.signIn }))
      await place(keys.page, 'home').waitFor()
      await settle(keys.page)
    })

    it('signs a member in', async () => {
      await main(keys.page).getByText(/900/).first().waitFor()
    })

    it('claims a reward', async () => {
      const { page } = keys
      await keys.press(place(page, 'rewards'))
      await keys.press(main(page).getByRole('link', { name: 'A tin of tea' }))
      await keys.press(main(page).getByRole('button', { name: wallet.claim }))
      await keys.type(page.getByLabel(wallet.pin), pin)
      await keys.press(page.getByRole('button', { name: wallet.confirmClaim }))
      const voucher = page.getByText(wallet.voucher)
      const show = page.getByText(wallet.showVoucher)
      await voucher.or(show).filter({ visible: true }).first().waitFor()
      if (!(await voucher.first().isVisible())) await keys.press(show)
      await voucher.filter({ visible: true }).first().waitFor()
    })

    it('checks a receipt', async () => {
      const { page } = keys
      await keys.press(place(page, 'history'))
      const purchase = main(page).getByRole('listitem').filter({ hasText: wallet.purchase })
      const details = purchase.locator('summary').filter({ hasText: wallet.details })
      const link = purchase.getByRole('link', { name: wallet.checkReceipt }).filter({ visible: true })
      await link.or(details).first().waitFor()
      if ((await link.count()) === 0) await keys.press(details)
      await keys.press(link)
      const now = main(page).getByRole('button', { name: wallet.checkNow })
      const genuine = main(page).getByText(wallet.genuine)
      await now.or(genuine).first().waitFor()
      if (!(await genuine.first().isVisible())) await keys.press(now)
      await genuine.first().waitFor()
    })

    it('changes the PIN', async () => {
      const { page } = keys
      await keys.press(place(page, 'account'))
      const current = page.getByLabel(wallet.currentPin)
      const change = main(page).getByRole('button', { name: wallet.changePin })
      await current.or(change).first().waitFor()
      if (!(await current.isVisible())) await keys.press(change)
      await keys.type(current, pin)
      await keys.type(page.getByLabel(wallet.newPin), NEW_PIN)
      await keys.press(change)
      await page.getByText(wallet.pinChanged).first().waitFor()
    })
  })

  describe('at the till', () => {
    let keys: Keys
    let cardNumber: string
    let pin: string
    const slip = (title: RegExp) => keys.page.getByRole('status').filter({ hasText: title }).first().waitFor()

    before(async () => {
      const { server, brand } = world
      const member = await enrolCardholder(server, brand)
      ;({ cardNumber, pin } = member)
      await sell(server, brand, { memberId: member.memberId, amountMinor: '90000' })
      keys = await open('/till')
      await keys.type(keys.page.getByLabel(till.key), brand.key)
      await keys.page.keyboard.press('Enter')
      keys.startOver()
    })

    /** The next customer, from wherever the till is. */
    async function scan(): Promise<void> {
      const { page } = keys
      const next = page.getByRole('button', { name: till.nextCustomer })
      if (await next.isVisible()) await keys.press(next)
      await keys.type(page.getByLabel(till.scan), cardNumber)
      await page.keyboard.press('Enter')
      await next.waitFor()
      keys.startOver()
    }

    it('records a purchase', async () => {
      await scan()
      await keys.type(keys.page.getByLabel(till.amount), '42.50')
      await keys.page.keyboard.press('Enter')
      await slip(till.purchaseDone)
    })

    it('takes a part of it back', async () => {
      await scan()
      await keys.page.keyboard.press('F8')
      await keys.type(keys.page.getByLabel(till.refund), '5')
      await keys.page.keyboard.press('Enter')
      await slip(till.returnDone)
    })

    it('redeems points', async () => {
      await scan()
      await keys.page.keyboard.press('F4')
      await keys.type(keys.page.getByLabel(till.points), '100')
      await keys.page.getByText(till.available).first().waitFor()
      await keys.page.keyboard.press('Enter')
      keys.startOver()
      await keys.type(keys.page.getByLabel(till.pin), pin)
      await keys.page.keyboard.press('Enter')
      await slip(till.redeemed)
    })
  })

  it('shows an operator the partners, and opens one', async () => {
    const keys = await open('/operator')
    await keys.type(keys.page.getByLabel(operator.key), world.server.operatorKey)
    await keys.page.keyboard.press('Enter')
    keys.startOver()
    await keys.press(main(keys.page).getByRole('link', { name: /Maison Verte/ }))
    await keys.page.getByRole('heading', { level: 1, name: /Maison Verte|partner/i }).waitFor()
  })

  for (const exhibit of GALLERY)
    it(`leads through all of ${exhibit.name} and out of it, with the focus to be seen at each stop`, async () => {
      const page = await visits.open(exhibit, { theme: 'light', language: 'en' })
      const stops = await new Keys(page).walk()
      expect(stops).to.have.length.greaterThan(0)
      await exhibit.leave?.(page)
      await page.context().close()
    })

  describe('as a test', () => {
    const signInPage = GALLERY.find(({ name }) => name === 'sign-in')!
    async function walkWith(style: string, script = ''): Promise<string | null> {
      const page = await visits.open(signInPage, { theme: 'light', language: 'en' })
      await page.evaluate(`(() => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(${JSON.stringify(style)})
        document.adoptedStyleSheets.push(sheet)
        ${script}
      })()`)
      const walked = new Keys(page).walk()
      return walked.then(
        () => null,
        (error: unknown) => String(error),
      )
    }

    it('fails where the focus cannot be seen', async () => {
      const hidden = '*, *::before, *::after { outline: none !important; box-shadow: none !important; }'
      const same = 'input, a, button { border-color: red !important; background: white !important; }'
      expect(await walkWith(hidden + same)).to.include('shows the focus')
    })

    it('fails where a stop holds the focus', async () => {
      const held = `document.querySelector('input').addEventListener('keydown', (event) => event.key === 'Tab' && event.preventDefault())`
      expect(await walkWith('', held)).to.not.equal(null)
    })

    it('fails where the order is not that of the page', async () => {
      expect(await walkWith('', `document.querySelector('button[type=submit]').tabIndex = 1`)).to.include('order')
    })
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
