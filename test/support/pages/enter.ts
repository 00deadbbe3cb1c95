import type { Page } from 'playwright-core'

import type { Brand, PagesServer } from './entente-server.ts'
import { LABELS } from './labels.ts'
import type { Cardholder } from './seed.ts'

/** Signs a member in with the card, on a page of their device. */
export async function signIn(page: Page, server: PagesServer, member: Cardholder): Promise<void> {
  const { wallet } = LABELS
  await page.goto(`${server.url}/wallet`)
  await page.getByRole('textbox', { name: wallet.cardNumber }).fill(member.cardNumber)
  await page.getByLabel(wallet.pin).fill(member.pin)
  const remember = page.getByRole('checkbox', { name: wallet.remember })
  if ((await remember.count()) > 0) await remember.check()
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').getByRole('link', { name: wallet.places.card }).first().waitFor()
}

/** Connects a till of the brand. */
export async function connectTill(page: Page, server: PagesServer, brand: Brand): Promise<void> {
  await page.goto(`${server.url}/till`)
  await page.getByLabel(LABELS.till.key).first().fill(brand.key)
  await page.keyboard.press('Enter')
  await page.getByLabel(LABELS.till.scan).waitFor()
}
