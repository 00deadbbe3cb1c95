import type { Page } from 'playwright-core'

import { connectTill } from '../../support/pages/enter.ts'
import { LABELS } from '../../support/pages/labels.ts'
import { holdPoints, type World } from './gallery-world.ts'

/** Somebody's browser, as the pages find it. */
export type Visitor = 'stranger' | 'member'

/** A page that the instruments look at. */
export interface Exhibit {
  readonly name: string
  readonly visitor: Visitor
  /** Opens it and waits for what it is about. */
  open(page: Page, world: World): Promise<void>
  /** Undoes what opening it did. */
  leave?(page: Page): Promise<void>
}

const { wallet, till, docs } = LABELS

const title = (page: Page) => page.getByRole('heading', { level: 1 }).first().waitFor()

const at = (name: string, path: string, visitor: Visitor = 'stranger'): Exhibit => ({
  name,
  visitor,
  async open(page, { server }) {
    await page.goto(`${server.url}${path}`)
    await title(page)
  },
})

/** Follows a link from a page, because the address behind it differs from run to run. */
const behind = (name: string, path: string, link: RegExp): Exhibit => ({
  name,
  visitor: 'member',
  async open(page, { server }) {
    await page.goto(`${server.url}${path}`)
    await title(page)
    const before = page.url()
    const details = page.getByRole('main').locator('details:not([open]) > summary').filter({ hasText: wallet.details })
    const shown = page.getByRole('main').getByRole('link', { name: link }).filter({ visible: true })
    await shown.or(details).first().waitFor()
    if ((await shown.count()) === 0) await details.first().click()
    await shown.first().click()
    await page.waitForURL((url) => url.href !== before)
    await title(page)
  },
})

/** The page of one call: its own page, or its place in the one page of all calls. */
const call: Exhibit = {
  name: 'docs-call',
  visitor: 'stranger',
  async open(page, { server }) {
    await page.goto(`${server.url}/docs`)
    await title(page)
    const link = page.getByRole('link', { name: docs.recordPurchase }).first()
    const address = await link.getAttribute('href')
    await page.goto(new URL(address ?? '', page.url()).href)
    await page.getByRole('heading', { name: docs.recordPurchase }).first().waitFor()
  },
}

const counter: Exhibit = {
  name: 'till-counter',
  visitor: 'stranger',
  open: (page, { server, brand }) => connectTill(page, server, brand),
}

const redemption: Exhibit = {
  name: 'till-redemption',
  visitor: 'stranger',
  async open(page, world) {
    await connectTill(page, world.server, world.brand)
    await holdPoints(page, world)
  },
  async leave(page) {
    await page.keyboard.press('F10')
    await page.getByLabel(till.pin).waitFor({ state: 'detached' })
  },
}

/** The main pages of all audiences. */
export const GALLERY: readonly Exhibit[] = [
  at('front-door', '/'),
  at('not-found', '/nowhere'),
  at('docs-home', '/docs'),
  call,
  at('sign-in', '/wallet'),
  at('home', '/wallet', 'member'),
  at('card', '/wallet/card', 'member'),
  at('rewards', '/wallet/rewards', 'member'),
  behind('reward', '/wallet/rewards', /tin of tea|boîte de thé/i),
  at('history', '/wallet/history', 'member'),
  behind('receipt', '/wallet/history', wallet.checkReceipt),
  at('account', '/wallet/account', 'member'),
  at('till-connect', '/till'),
  counter,
  redemption,
  at('operator', '/operator'),
]
