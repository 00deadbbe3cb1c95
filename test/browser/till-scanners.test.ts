import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { filmCode } from './support/code-film.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { lookFor, openTillPage, wedge } from './support/till.ts'

const PIN = '2580'
const BANK = '%B4111111111111111^LOVELACE/ADA^29121010000000000?;4111111111111111=29121010000000000?'

describe('scanners and card readers at the till', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let card: { memberId: string; cardNumber: string }
  let other: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    card = await coalition.enrolCard(PIN)
    other = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: card.memberId }, '12300')
  })

  const openTill = () => openTillPage(browser, coalition)

  for (const end of ['Enter', 'Tab', null] as const)
    it(`takes a card from anywhere on the page, with ${end ?? 'nothing'} at the end`, async () => {
      const page = await openTill()
      await page.getByRole('button', { name: 'Disconnect' }).focus()
      await wedge(page, card.cardNumber, end)
      await page.getByRole('heading', { level: 2, name: '123 points' }).waitFor()
    })

  it('takes a card in the field for cards, and leaves the field empty', async () => {
    const page = await openTill()
    await page.getByLabel('Scan or type a card').focus()
    await wedge(page, '5000159484695')
    await page.getByRole('alert').getByText('That is the bar code of a product.').waitFor()
    expect(await page.getByLabel('Scan or type a card').inputValue()).to.equal('')
    await wedge(page, card.cardNumber, null)
    await page.getByRole('heading', { level: 2, name: '123 points' }).waitFor()
  })

  it('goes on with the next card while an amount is being typed, and the amount is as it was', async () => {
    const page = await openTill()
    await lookFor(page, card.cardNumber)
    const amount = page.getByLabel('Amount of the purchase, GBP')
    await amount.fill('12.5')
    await amount.focus()
    await wedge(page, '5000159484695')
    await page.getByRole('alert').getByText('That is the bar code of a product.').waitFor()
    expect(await amount.inputValue()).to.equal('12.5')
    await wedge(page, other.cardNumber)
    await page.getByRole('heading', { level: 2, name: '0 points' }).waitFor()
  })

  it('reads our card off a magnetic stripe', async () => {
    const page = await openTill()
    await wedge(page, `%B${card.cardNumber}^LOVELACE/ADA^2912101?;${card.cardNumber}=2912101?`)
    await page.getByRole('heading', { level: 2, name: '123 points' }).waitFor()
  })

  it('refuses the stripe of a bank card, and nothing of it is on the page, kept or sent', async () => {
    const page = await openTill()
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    for (const end of ['Enter', null] as const) {
      await page.getByLabel('Scan or type a card').focus()
      await wedge(page, BANK, end)
      await page.getByRole('alert').getByText('That is a bank card.').waitFor()
      // One without a suffix ends with a silence.
      await page.waitForTimeout(900)
    }
    await lookFor(page, card.cardNumber)
    const amount = page.getByLabel('Amount of the purchase, GBP')
    await amount.fill('7')
    await wedge(page, BANK)
    await page.getByRole('alert').getByText('That is a bank card.').waitFor()
    expect(await amount.inputValue()).to.equal('7')
    const seen = [await page.content(), await page.evaluate('JSON.stringify([localStorage, sessionStorage])'), ...sent]
    expect(seen.join()).to.not.match(/411111|LOVELACE/)
  })

  it('keeps the customer whose points are held when the next card is scanned too early', async () => {
    const page = await openTill()
    await lookFor(page, card.cardNumber)
    await page.getByRole('button', { name: 'Next customer' }).waitFor()
    await page.keyboard.press('F4')
    await page.getByLabel('Points to redeem').fill('10')
    await page.getByText(/points available$/).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Points held for another').waitFor()
    await wedge(page, other.cardNumber)
    await page.getByRole('alert').getByText('Points of this customer are held.').waitFor()
    expect(await page.getByLabel('Customer’s PIN').inputValue()).to.equal('')
    await page.keyboard.press('F10')
    await page.getByText('Not redeemed').waitFor()
    await wedge(page, other.cardNumber)
    await page.getByRole('heading', { level: 2, name: '0 points' }).waitFor()
  })

  it('never shows again who has left: an answer that comes late is dropped', async () => {
    const page = await openTill()
    const released = Promise.withResolvers<null>()
    let isLate = true
    await page.route('**/v1/members/search', async (route) => {
      if (isLate) await released.promise
      await route.continue()
    })
    await wedge(page, card.cardNumber)
    await page.getByRole('button', { name: 'Find' }).and(page.locator('[data-loading]')).waitFor()
    isLate = false
    await wedge(page, other.cardNumber)
    await page.getByRole('heading', { level: 2, name: '0 points' }).waitFor()
    released.resolve(null)
    await page.waitForTimeout(1_000)
    await page.getByRole('heading', { level: 2, name: '0 points' }).waitFor()
    // The look after a sale is late, and the customer goes.
    const again = Promise.withResolvers<null>()
    await page.unroute('**/v1/members/search')
    await page.route('**/v1/members/search', async (route) => {
      await again.promise
      await route.continue()
    })
    await page.getByLabel('Amount of the purchase, GBP').fill('1')
    await page.getByText('Earns 1 point').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Purchase recorded').waitFor()
    await page.keyboard.press('Escape')
    again.resolve(null)
    await page.waitForTimeout(1_000)
    await page.getByLabel('Scan or type a card').waitFor()
  })

  it('leaves to a person what a person types', async () => {
    const page = await openTill()
    const field = page.getByLabel('Scan or type a card')
    await field.focus()
    await page.keyboard.type('%', { delay: 90 })
    await page.waitForTimeout(400)
    await page.keyboard.type('ada@example.com', { delay: 90 })
    expect(await field.inputValue()).to.equal('%ada@example.com')
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})

for (const kind of ['code128', 'qrcode'] as const)
  describe(`the camera of the till, in front of a card with a ${kind}`, function () {
    this.timeout(240_000)
    let coalition: Coalition
    let folder: string
    let film: string

    before(async () => {
      coalition = await openCoalition()
      const card = await coalition.enrolCard(PIN)
      await coalition.sell({ kind: 'member', value: card.memberId }, '4500')
      folder = mkdtempSync(join(tmpdir(), 'entente-film-'))
      film = join(folder, 'card.y4m')
      await filmCode(film, kind, card.cardNumber)
    })
    const browser = useBrowser(() => [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ])
    after(() => {
      rmSync(folder, { recursive: true, force: true })
    })

    it('reads it with what comes from our own origin, and loads that only when the camera is opened', async () => {
      const asked: string[] = []
      const page = await openTillPage(browser, coalition, {
        permissions: ['camera'],
        prepare: async (fresh) => {
          fresh.on('request', (request) => asked.push(request.url()))
          // As in the browsers that have no reader of their own.
          await fresh.addInitScript('delete globalThis.BarcodeDetector')
        },
      })
      await page.getByLabel('Scan or type a card').waitFor()
      expect(asked.filter((url) => url.endsWith('.wasm'))).to.deep.equal([])
      await page.getByRole('button', { name: 'Camera', exact: true }).click()
      await page.getByText('Hold the card’s code in front of the camera.').waitFor()
      await page.getByRole('heading', { level: 2, name: '45 points' }).waitFor({ timeout: 60_000 })
      expect(asked.filter((url) => /\/assets\/zxing_reader-[\w-]{6,}\.wasm$/.test(url))).to.have.length(1)
      expect(asked.filter((url) => /^https?:/.test(url) && !url.startsWith(coalition.url))).to.deep.equal([])
      await expectAccessible(page, 'till after the camera')
    })

    it('never breaks a script or the policy', () => {
      expect(browser.errors).to.deep.equal([])
    })
  })
