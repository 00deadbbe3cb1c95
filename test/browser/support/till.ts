import type { Page } from 'playwright-core'

import { DESKTOP, type TestBrowser } from './browser.ts'
import type { Coalition } from './coalition.ts'

/** A scanner's pace: a few milliseconds between two keys. */
const SCANNER_MS = 3

/** Opens a till that is connected. `prepare` may change the page before it loads. */
export async function openTillPage(
  browser: TestBrowser,
  coalition: Coalition,
  { prepare, permissions = [] }: { prepare?: (page: Page) => Promise<unknown>; permissions?: string[] } = {},
): Promise<Page> {
  const page = await browser.visit({ viewport: DESKTOP, permissions })
  await prepare?.(page)
  await page.goto(`${coalition.url}/till`)
  await page.getByLabel('Partner’s API key').fill(coalition.key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Maison Verte' }).waitFor()
  return page
}

/** Writes into the field for cards, as a person does, and presses Enter. */
export async function lookFor(page: Page, text: string): Promise<void> {
  await page.getByLabel('Scan or type a card').fill(text)
  await page.keyboard.press('Enter')
}

/**
 * What a keyboard-wedge scanner does to a page, with the times of its keys: the machine of a test is too slow for them. Each key
 * is written into the field that has the cursor unless the page took it, as a browser does.
 */
export async function wedge(page: Page, text: string, end: 'Enter' | 'Tab' | null = 'Enter'): Promise<void> {
  const keys = Array.from(text).concat(end === null ? [] : [end])
  await page.evaluate(`${TYPE_KEYS}(${JSON.stringify(keys)}, ${String(SCANNER_MS)})`)
}

const TYPE_KEYS = `((keys, gapMs) => {
  let at = performance.now()
  for (const key of keys) {
    at += gapMs
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    Object.defineProperty(event, 'timeStamp', { value: at })
    const target = document.activeElement ?? document.body
    const isFree = target.dispatchEvent(event)
    if (isFree && key.length === 1 && target instanceof HTMLInputElement) document.execCommand('insertText', false, key)
  }
})`
