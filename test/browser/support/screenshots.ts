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

/** What the pages say in place of what is still on its way. */
const WAITING = /^(?:One moment|Un instant)…$/

/** What is wider than the window, with the beginning of its text: then the page scrolls sideways, which no page of ours may. */
const STICKING_OUT = `document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((it) => it.tagName + ' ' + it.className + ': ' + (it.textContent ?? '').slice(0, 40))
    .concat(['the page'])`
const SETTLED_MS_MAX = 3_000

/** Keeps a picture of the page as it is. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true })
}

/** A page that was made narrower may need a moment. */
async function expectNoOverflow(page: Page, where: string): Promise<void> {
  const look = async () => ({ where, stickingOut: await page.evaluate<string[]>(STICKING_OUT) })
  await waitUntil(look, ({ stickingOut }) => stickingOut.length === 0, SETTLED_MS_MAX)
}

/** Keeps a picture of the page as it is, and one as wide as a phone, where nothing may stick out. */
export async function keepPictures(page: Page, name: string): Promise<void> {
  await keepPicture(page, name)
  const before = page.viewportSize()
  await page.setViewportSize(PHONE)
  await expectNoOverflow(page, `${name} on a phone`)
  await keepPicture(page, `${name}.phone`)
  if (before !== null) await page.setViewportSize(before)
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
    await expectNoOverflow(page, `${name} on ${look}`)
    await keepPicture(page, `${name}.${look}`)
    await expectAccessible(page, `${name} on ${look}`)
  }
  await page.evaluate(`localStorage.setItem('entente.language', 'en')`)
  await page.setViewportSize(PHONE)
  await page.goto('about:blank')
  await page.goto(address)
}
