import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { waitUntil } from '../support/system/wait-until.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture } from './support/screenshots.ts'
import { lookFor, openTillPage } from './support/till.ts'

const PIN = '2580'

/** Keeps the slip that would have been printed: the dialog of a browser cannot be seen from a test. */
const KEEP_SLIP = `window.print = () => {
  const slip = document.querySelector('[data-receipt]:not([data-kept])')
  document.querySelector('[data-kept]')?.remove()
  const kept = slip.cloneNode(true)
  kept.setAttribute('data-kept', '')
  document.body.append(kept)
}`

/** A serial port with a printer behind it. It says what it was opened with, and what came. */
const FAKE_SERIAL = `(() => {
  const log = window.printer = { opened: [], bytes: [], closed: 0, chosen: 0, jams: false }
  const makePort = () => {
    const port = {
      writable: null,
      open: async ({ baudRate }) => {
        if (port.writable !== null) throw new DOMException('already open', 'InvalidStateError')
        log.opened.push(baudRate)
        port.writable = new WritableStream({ write: (chunk) => {
          if (log.jams) throw new DOMException('device lost', 'NetworkError')
          log.bytes.push(...chunk)
        } })
      },
      close: async () => { if (port.writable.locked) throw new TypeError('locked'); port.writable = null; log.closed += 1 },
      forget: async () => undefined,
    }
    return port
  }
  const serial = { getPorts: async () => [], requestPort: async () => { log.chosen += 1; return makePort() } }
  Object.defineProperty(navigator, 'serial', { configurable: true, value: serial })
})()`

/** What the printer noted, once it has noted enough; the page's own policy allows no script that waits in it. */
function printer(page: Page, isEnough: (log: PrinterLog) => boolean): Promise<PrinterLog> {
  return waitUntil(() => page.evaluate<PrinterLog>('window.printer'), isEnough)
}

interface PrinterLog {
  opened: number[]
  bytes: number[]
  closed: number
}

describe('receipts of the till', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let card: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    card = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: card.memberId }, '60000')
  })

  async function sell(script: string): Promise<Page> {
    const page = await openTillPage(browser, coalition, { prepare: (fresh) => fresh.addInitScript(script) })
    await lookFor(page, card.cardNumber)
    await page.getByLabel('Amount of the purchase, GBP').fill('42.50')
    await page.getByText('Earns 42 points').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Purchase recorded').waitFor()
    await page.getByText('on the way.').waitFor()
    return page
  }

  const slipOf = (page: Page) => page.locator('[data-kept]')

  it('are printed on paper of 80 mm, with nothing else of the page', async () => {
    const page = await sell(KEEP_SLIP)
    await page.keyboard.press('F6')
    await slipOf(page).waitFor({ state: 'attached' })
    await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' })
    const { width = 0 } = (await slipOf(page).boundingBox()) ?? {}
    // 72 mm at 96 dots an inch.
    expect(Math.round(width)).to.equal(272)
    expect(await page.locator('#root').isVisible()).to.equal(false)
    await keepPicture(page, 'till-paper-slip')
    const text = await slipOf(page).innerText()
    for (const part of [
      'Maison Verte',
      'Purchase recorded',
      '£42.50',
      '42 points',
      'Points now',
      'On the way',
      'Reference',
    ])
      expect(text).to.include(part)
    expect(text).to.match(/T-\d{8}-\d{6}-[0-9a-f]{8}/)
    // The time of the shop, with the name of its zone.
    expect(text).to.match(/\d{1,2} \w+ \d{4}, \d{2}:\d{2} (?:UTC|GMT|BST)/)
    await page.emulateMedia({ media: 'screen' })
  })

  it('are printed for a return and for points that were used, and not for what was not', async () => {
    const page = await sell(KEEP_SLIP)
    await page.keyboard.press('F8')
    await page.getByLabel('Amount refunded, GBP').fill('5')
    await page.keyboard.press('Enter')
    await page.getByText('Return recorded').waitFor()
    await page.getByRole('button', { name: 'Print a receipt' }).click()
    await slipOf(page).waitFor({ state: 'attached' })
    expect(await slipOf(page).textContent())
      .to.include('Points taken back')
      .and.include('£5.00')
    await page.keyboard.press('F4')
    for (const [isTaken, key] of [
      [false, 'F10'],
      [true, 'Enter'],
    ] as const) {
      await page.getByLabel('Points to redeem').fill('100')
      await page.getByText(/points available$/).waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('Points held for another').waitFor()
      if (isTaken) await page.keyboard.type(PIN)
      await page.keyboard.press(key)
      await page.getByText(isTaken ? 'Redeemed: hand over the goods' : 'Not redeemed').waitFor()
      expect(await page.getByRole('button', { name: 'Print a receipt' }).count()).to.equal(isTaken ? 1 : 0)
    }
    await page.getByRole('button', { name: 'Print a receipt' }).click()
    const slip = slipOf(page).filter({ hasText: 'Points redeemed' })
    await slip.waitFor({ state: 'attached' })
    const text = await slip.textContent()
    expect(text).to.include('100 points')
    expect(text).to.include('£1.00')
  })

  it('go to a receipt printer that the cashier chose, byte by byte, and the port is closed again', async () => {
    const page = await sell(FAKE_SERIAL)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Connect a receipt printer' }).click()
    await page.getByText('Receipts go straight to the receipt printer.').waitFor()
    await page.getByLabel('Speed of the line').selectOption('115200')
    await page.keyboard.press('Escape')
    for (const count of [1, 2]) {
      await page.getByRole('button', { name: 'Print a receipt' }).click()
      await printer(page, ({ closed }) => closed === count)
    }
    const { opened, bytes } = await printer(page, () => true)
    expect(opened).to.deep.equal([115_200, 115_200])
    expect(bytes.slice(0, 2)).to.deep.equal([0x1b, 0x40])
    const cuts = bytes.filter((byte, at) => byte === 0x1d && bytes[at + 1] === 0x56)
    expect(cuts).to.have.length(2)
    const text = String.fromCharCode(...bytes)
    for (const part of ['Maison Verte', 'Purchase recorded', '42.50', '42 points']) expect(text).to.include(part)
  })

  it('say when the printer does not answer, and can be printed again', async () => {
    const page = await sell(FAKE_SERIAL)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Connect a receipt printer' }).click()
    await page.getByText('Receipts go straight to the receipt printer.').waitFor()
    await page.keyboard.press('Escape')
    await page.evaluate('window.printer.jams = true')
    await page.getByRole('button', { name: 'Print a receipt' }).click()
    await page.getByRole('alert').getByText('The printer does not answer.').waitFor()
    await page.evaluate('window.printer.jams = false')
    await page.getByRole('button', { name: 'Print a receipt' }).click()
    await printer(page, ({ bytes }) => bytes.length > 0)
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
