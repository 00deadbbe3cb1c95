import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { seededRandom } from '../simulation/random.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { type CutNetwork, openNetwork } from './support/cut-network.ts'
import { aMortalBrowser, type MortalBrowser } from './support/mortal-browser.ts'

/** The proof of issue 17 is 200; a tenth of the kills and a fifth of the purchases find the same faults in each run of CI. */
const PURCHASES = Number(process.env['TILL_OFFLINE_PURCHASES'] ?? 40)
const SEED = Number(process.env['TILL_OFFLINE_SEED'] ?? Date.now() % 1_000_000)
/** One kill for so many purchases, in the mean. */
const PURCHASES_PER_KILL = 12
/** Kills while the till sends what waits. */
const SYNC_KILLS = Math.max(3, Math.round(PURCHASES / 20))
/** Every so many, nobody shows a card. */
const SLIP_EVERY = 5
const AMOUNT_FIRST = 1_000

interface Kept {
  readonly orderRef: string
  readonly amountMinor: string
  readonly state: string
  readonly slip: { readonly code: string } | null
}

const READ_KEPT = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('entente-till')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const reading = opening.result.transaction('purchases').objectStore('purchases').getAll()
    reading.onsuccess = () => {
      opening.result.close()
      resolve(reading.result)
    }
  }
})`

/** What a till has on its disk. */
const readKept = (page: Page): Promise<Kept[]> => page.evaluate<Kept[]>(READ_KEPT)

describe(`a till without network, seed ${String(SEED)}`, function () {
  this.timeout(900_000)
  const random = seededRandom(SEED)
  let coalition: Coalition
  let network: CutNetwork
  let browser: MortalBrowser
  let page: Page
  let cards: string[]
  /** The reference of each purchase that was seen as saved, by its amount. */
  const seen = new Map<string, string>()

  before(async () => {
    coalition = await openCoalition()
    network = await openNetwork(coalition.url)
    browser = await aMortalBrowser()
    cards = []
    for (let made = 0; made < 4; made += 1) cards.push((await coalition.enrolCard('2580')).cardNumber)
  })

  after(async () => {
    await browser.close()
    await network.close()
  })

  const saved = () => page.getByRole('status').filter({ hasText: 'Saved on this device' })
  const ready = () => page.getByLabel('Customer’s card').waitFor()

  async function openTill(): Promise<void> {
    page = await browser.start()
    await page.goto(`${network.url}/till`)
    await ready()
  }

  async function killAndOpen(): Promise<void> {
    await browser.kill()
    await openTill()
  }

  /** Rings up one purchase by keys, and reads the reference off its slip. */
  async function ringUp(amountMinor: string, card: string): Promise<string> {
    await page.getByLabel('Customer’s card').fill(card)
    await page.getByLabel('Amount of the purchase, GBP').fill((Number(amountMinor) / 100).toFixed(2))
    await page.keyboard.press('Enter')
    const shown = (Number(amountMinor) / 100).toFixed(2)
    await saved().filter({ hasText: shown }).waitFor()
    return /T-\d{8}-\d{6}-[0-9a-f]{8}/.exec((await saved().textContent()) ?? '')?.[0] ?? ''
  }

  it('is set up once, with a name, while there is network', async () => {
    page = await browser.start()
    await page.goto(`${network.url}/till`)
    await page.getByLabel('Partner’s API key').fill(coalition.key)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Waiting (0)' }).click()
    await page.getByLabel('Name of this till').fill('Front till')
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByText('“Front till” is set up').waitFor()
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    const { body } = await coalition.till('/v1/tills')
    expect(body.data.map(({ name }: { name: string }) => name)).to.deep.equal(['Front till'])
  })

  it(`opens without network, and saves ${String(PURCHASES)} purchases though it is killed again and again`, async () => {
    await network.cut()
    await killAndOpen()
    let kills = 0
    for (let at = 0; at < PURCHASES; at += 1) {
      const amountMinor = String(AMOUNT_FIRST + at)
      const card = at % SLIP_EVERY === 0 ? '' : (cards[at % cards.length] ?? '')
      if (random.happens(1 / PURCHASES_PER_KILL)) {
        kills += 1
        const ringing = ringUp(amountMinor, card).catch(() => '')
        await new Promise((resolve) => setTimeout(resolve, random.whole(0, 150)))
        await killAndOpen()
        const told = await ringing
        if (told !== '') seen.set(amountMinor, told)
        // A cashier looks at the list before ringing it up again.
        const kept = (await readKept(page)).find((one) => one.amountMinor === amountMinor)
        if (told !== '') expect(kept?.orderRef, `${amountMinor} was seen as saved`).to.equal(told)
        if (kept !== undefined) {
          seen.set(amountMinor, kept.orderRef)
          continue
        }
      }
      seen.set(amountMinor, await ringUp(amountMinor, card))
    }
    const kept = await readKept(page)
    expect(kept).to.have.length(PURCHASES)
    expect(kept.every(({ state }) => state === 'waiting')).to.equal(true)
    expect(new Map(kept.map((one) => [one.amountMinor, one.orderRef]))).to.deep.equal(seen)
    await page.getByRole('button', { name: `No network · waiting (${String(PURCHASES)})` }).waitFor()
    console.log(`      ${String(PURCHASES)} saved, killed ${String(kills)} times`)
  })

  it('sends each once when the network is back, though it is killed and cut off while it sends', async () => {
    for (let kill = 0; kill < SYNC_KILLS; kill += 1) {
      await network.open()
      await new Promise((resolve) => setTimeout(resolve, random.whole(0, 400)))
      if (random.happens(0.5)) network.drop()
      await browser.kill()
      if (random.happens(0.3)) await network.cut()
      page = await browser.start()
      await page.goto(`${network.url}/till`)
    }
    await network.open()
    await waitUntil(
      () => readKept(page),
      (kept) => kept.every(({ state }) => state === 'recorded'),
      120_000,
    )
    await page.getByRole('button', { name: 'Waiting (0)' }).waitFor()
  })

  it('has recorded each purchase exactly once, and filed each slip once', async () => {
    const recorded: { orderRef: string; amountMinor: string }[] = []
    let cursor: string | null = null
    do {
      const asked: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`
      const { body } = await coalition.till(`/v1/purchases${asked}`)
      recorded.push(...(body.data as typeof recorded))
      cursor = body.nextCursor as string | null
    } while (cursor !== null)
    const mine = recorded.filter(({ orderRef }) => [...seen.values()].includes(orderRef))
    const slips = (await readKept(page)).filter(({ slip }) => slip !== null)
    const amounts = [...mine, ...slips].map(({ amountMinor }) => amountMinor).toSorted()
    expect(amounts).to.deep.equal([...seen.keys()].toSorted())
    for (const { slip, orderRef } of slips) {
      const { body } = await coalition.till('/v1/slips/search', { code: slip?.code })
      expect(body).to.include({ orderRef, state: 'open' })
    }
    // Nothing else was recorded under any of these amounts: not a second time under another reference either.
    const known = new Set(seen.keys())
    const atTill = recorded.filter(({ amountMinor, orderRef }) => known.has(amountMinor) && orderRef.startsWith('T-'))
    expect(atTill).to.have.length(mine.length)
  })

  it('gives the points of a slip to a customer who comes back, once', async () => {
    const [first] = (await readKept(page)).filter(({ slip }) => slip !== null)
    await page.getByRole('button', { name: 'Waiting (0)' }).click()
    await page.getByLabel('Code on the slip').fill(first?.slip?.code ?? '')
    await page.getByRole('button', { name: 'Find', exact: true }).last().click()
    await page.getByLabel('Customer’s card for the points').fill(cards[0] ?? '')
    await page.getByRole('button', { name: 'Give the points' }).click()
    await page.getByText('10 points given.').waitFor()
    const again = await coalition.till('/v1/slips/collect', {
      slip: first?.slip?.code,
      member: { kind: 'card', value: cards[1] },
    })
    expect(again.body.code).to.equal('slip_collected')
  })
})
