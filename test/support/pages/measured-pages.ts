import type { BrowserContext, Locator, Page } from 'playwright-core'

import { connectTill, signIn } from './enter.ts'
import type { Brand, PagesServer } from './entente-server.ts'
import { LABELS } from './labels.ts'
import type { MeasuredPage } from './measure-page.ts'
import type { Cardholder } from './seed.ts'

const WAIT_MS = 10_000

/** Clicks the first of some things that is there. A page without a script has nothing to do, and is measured all the same. */
const clickFirst =
  (choose: (page: Page) => readonly Locator[]) =>
  async (page: Page): Promise<void> => {
    for (const choice of choose(page)) {
      const shown = choice.filter({ visible: true }).first()
      if ((await shown.count()) === 0) continue
      return shown.click({ timeout: WAIT_MS, noWaitAfter: true })
    }
    throw new Error(`there is nothing to click at ${page.url()}`)
  }

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

/** The pages whose weight and speed are held: the front door, the docs, a member's home and a connected till. */
export function listMeasuredPages({ url }: PagesServer): readonly MeasuredPage[] {
  const { wallet, till, docs } = LABELS
  return [
    { name: 'front door', url: `${url}/`, click: clickFirst((page) => [heading(page)]) },
    {
      name: 'docs',
      url: `${url}/docs`,
      click: clickFirst((page) => [
        page.getByRole('combobox', { name: docs.search }),
        page.getByRole('searchbox'),
        page.getByRole('button', { name: docs.search }),
        page.locator('summary'),
        heading(page),
      ]),
    },
    {
      name: 'wallet home',
      url: `${url}/wallet`,
      click: clickFirst((page) => [page.getByRole('navigation').getByRole('link', { name: wallet.places.card })]),
    },
    {
      name: 'till',
      url: `${url}/till`,
      click: clickFirst((page) => [page.getByRole('button', { name: till.settings }), page.getByLabel(till.scan)]),
    },
  ]
}

/** Has a browser know the member and the till, so that the pages are measured as they are used. */
export async function enterPages(
  context: BrowserContext,
  server: PagesServer,
  { brand, member }: { brand: Brand; member: Cardholder },
): Promise<void> {
  const page = await context.newPage()
  await signIn(page, server, member)
  await connectTill(page, server, brand)
  // A till keeps its key in its tab: the tabs that are measured find it there.
  const kept = await page.evaluate<Record<string, string>>('({ ...sessionStorage })')
  await context.addInitScript(
    `try { for (const [name, value] of Object.entries(${JSON.stringify(kept)})) sessionStorage.setItem(name, value) } catch { /* about:blank has none */ }`,
  )
  await page.close()
}
