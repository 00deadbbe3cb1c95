import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'

import { waitUntil } from '../../support/system/wait-until.ts'
import { expectAccessible } from './accessibility.ts'
import { DESKTOP, PHONE } from './browser.ts'

const FOLDER = fileURLToPath(new URL('../screenshots', import.meta.url))

const LOOKS = [
  { name: 'phone-light-en', viewport: PHONE, theme: 'light', language: 'en' },
  { name: 'phone-dark-fr', viewport: PHONE, theme: 'dark', language: 'fr' },
  { name: 'desktop-light-fr', viewport: DESKTOP, theme: 'light', language: 'fr' },
  { name: 'desktop-dark-en', viewport: DESKTOP, theme: 'dark', language: 'en' },
] as const

/** Whether anything is wider than the window: then the page scrolls sideways, which no page of ours may. */
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

/** What the pages say in place of what is still on its way. */
const WAITING = /^(?:One moment|Un instant)…$/

/** Keeps a picture of the page as it is. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true })
}

/**
 * Shows a page in its looks: on a phone and a desktop, light and dark, in both languages; keeps a picture of each and
 * expects that axe finds nothing grave and that nothing sticks out. `ready` waits for what the page must show.
 */
export async function showInAllLooks(page: Page, name: string, ready: () => Promise<unknown>): Promise<void> {
  const address = page.url()
  for (const { name: look, viewport, theme, language } of LOOKS) {
    await page.setViewportSize(viewport)
    await page.evaluate(
      `localStorage.setItem('mantine-color-scheme-value', '${theme}'); localStorage.setItem('entente.language', '${language}')`,
    )
    await page.goto('about:blank')
    await page.goto(address)
    await ready()
    await waitUntil(
      () => page.getByText(WAITING).count(),
      (shown) => shown === 0,
    )
    const sideways = await page.evaluate<number>(OVERFLOW)
    if (sideways > 0) throw new Error(`${name} on ${look} is ${String(sideways)} pixels too wide`)
    await keepPicture(page, `${name}.${look}`)
    await expectAccessible(page, `${name} on ${look}`)
  }
  await page.evaluate(`localStorage.setItem('entente.language', 'en')`)
  await page.setViewportSize(PHONE)
  await page.goto('about:blank')
  await page.goto(address)
}
