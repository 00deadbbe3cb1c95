import type { Page } from 'playwright-core'
import sharp from 'sharp'

import { type Brand, type PagesServer, startPagesServer } from '../../support/pages/entente-server.ts'
import { OFFERS } from '../../support/pages/rewards.ts'
import { type Cardholder, enrolCardholder, sell } from '../../support/pages/seed.ts'
import { LABELS } from '../../support/pages/labels.ts'

const DAY_MS = 86_400_000
/** Card numbers of the gallery: always the same. */
const SEQUENCE = 77_000_001n

/** What the gallery's pages show: the same in every run. */
export interface World {
  readonly server: PagesServer
  readonly brand: Brand
  readonly member: Cardholder
}

let opened: Promise<World> | undefined

// Outside of any suite: the hook stands around all suites of the process, which share one server.
after(async function () {
  this.timeout(60_000)
  await (await opened)?.server.stop()
})

/**
 * The server that the suites of the pages share, with what they show. It is started for the first that asks. Pictures are
 * taken of a world in which nobody has done anything yet: their suite asks first, by the order of the files' names.
 */
export function openWorld({ isUntouched = false } = {}): Promise<World> {
  if (isUntouched && opened !== undefined) throw new Error('another suite was in the world before')
  opened ??= makeWorld()
  return opened
}

async function makeWorld(): Promise<World> {
  const server = await startPagesServer()
  const brand = await server.addBrand('Maison Verte')
  const { tea, ...others } = OFFERS
  const { rewardId } = await server.done('/v1/rewards', { key: brand.key, body: tea })
  await givePicture(server, brand, rewardId as string)
  for (const body of Object.values(others)) await server.done('/v1/rewards', { key: brand.key, body })
  const member = await enrolCardholder(server, brand, { sequence: SEQUENCE })
  const { memberId } = member
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
  const first = { orderRef: 'MV-1001', amountMinor: '125000', occurredAt: ago(3), isFinal: false }
  await sell(server, brand, { memberId, ...first })
  await sell(server, brand, { memberId, orderRef: 'MV-1002', amountMinor: '4250', occurredAt: ago(1), isFinal: true })
  return { server, brand, member }
}

/** A picture that is drawn here: a disc on a ground. */
async function givePicture(server: PagesServer, { key }: Brand, rewardId: string): Promise<void> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
    <rect width="800" height="600" fill="#e8e0d0"/><circle cx="400" cy="300" r="180" fill="#2b7a5e"/></svg>`
  const body = await sharp(Buffer.from(drawing)).png().toBuffer()
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'image/png' }
  const url = `${server.url}/v1/rewards/${rewardId}/picture`
  const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
}

/** Holds points of the member at a connected till, which then waits for the PIN. */
export async function holdPoints(page: Page, { member }: World): Promise<void> {
  const { till } = LABELS
  await page.getByLabel(till.scan).fill(member.cardNumber)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: till.nextCustomer }).waitFor()
  await page.keyboard.press('F4')
  await page.getByLabel(till.points).fill('300')
  await page.getByText(till.available).waitFor()
  await page.keyboard.press('Enter')
  await page.getByLabel(till.pin).waitFor()
}
