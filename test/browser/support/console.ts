import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { waitUntil } from '../../support/system/wait-until.ts'
import { listFindings } from './accessibility.ts'
import { DESKTOP, type TestBrowser } from './browser.ts'
import type { Coalition } from './coalition.ts'
import { keepPicture } from './screenshots.ts'

const LOOKS = [
  { name: 'desktop-light-en', viewport: DESKTOP, theme: 'light', language: 'en' },
  { name: 'tablet-dark-fr', viewport: { width: 820, height: 1180 }, theme: 'dark', language: 'fr' },
] as const

const PHONE_LOOK = {
  name: 'phone-light-fr',
  viewport: { width: 390, height: 844 },
  theme: 'light',
  language: 'fr',
} as const

/** What the consoles say in place of what is still on its way. */
const WAITING = /^(?:One moment|Un instant|Looking at everything|Vérification en cours)…$/

/** Invites somebody of the brand, and returns the address. */
export async function invite(coalition: Coalition, name: string, role: string): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@verte.example`
  const { status, body } = await coalition.operate('/v1/partners/1/people', { email, name, role })
  expect(status, JSON.stringify(body)).to.equal(201)
  return email
}

/** The code of the newest message to an address. */
async function codeFor(coalition: Coalition, email: string): Promise<string> {
  const read = async () => {
    const messages = await coalition.messages(10)
    const found = messages.find(({ to, text }) => to === email && /\b[0-9]{8}\b/.test(text))
    return /\b[0-9]{8}\b/.exec(found?.text ?? '')?.[0] ?? null
  }
  return (await waitUntil(read, (code) => code !== null)) ?? ''
}

/** Signs somebody in to the console of a server with the code that comes, in a browser of their own. */
export async function enterAsPerson(
  browser: TestBrowser,
  { url, codeFor: read }: { url: string; codeFor(email: string): Promise<string> },
  { email, path = '/partner' }: { email: string; path?: string },
): Promise<Page> {
  const page = await browser.visit({ viewport: DESKTOP })
  await page.goto(`${url}${path}`)
  await page.getByLabel('E-mail address').fill(email)
  await page.keyboard.press('Enter')
  await page.getByLabel('Code', { exact: true }).waitFor()
  await page.getByLabel('Code', { exact: true }).fill(await read(email))
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Console' }).waitFor()
  return page
}

/** The same at the server that suites share. */
export function signInToConsole(
  { browser, coalition }: { browser: TestBrowser; coalition: Coalition },
  email: string,
  path = '/partner',
): Promise<Page> {
  const server = { url: coalition.url, codeFor: (of: string) => codeFor(coalition, of) }
  return enterAsPerson(browser, server, { email, path })
}

/** Enters the console of operators with the key of a server. */
export async function enterAsOperator(
  browser: TestBrowser,
  { url, operatorKey }: Pick<Coalition, 'url' | 'operatorKey'>,
  path = '',
): Promise<Page> {
  const page = await browser.visit({ viewport: DESKTOP })
  await page.goto(`${url}/operator${path}`)
  await page.getByLabel('Operator’s API key').fill(operatorKey)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Console' }).waitFor()
  return page
}

interface Shown {
  /** Brings back what a reload closes. */
  readonly open?: (page: Page) => Promise<unknown>
  /** On a phone as well. */
  readonly onPhone?: boolean
}

/** Shows a page on a laptop by day and on a tablet by night, in both languages, without a finding of axe. */
export async function showConsole(page: Page, name: string, { open, onPhone = false }: Shown = {}): Promise<void> {
  const address = page.url()
  const isInside = (await page.getByRole('navigation').count()) > 0
  const load = async () => {
    await page.goto('about:blank')
    await page.goto(address)
    // The key that a tab keeps is tried first, under a title of its own.
    if (isInside) await page.getByRole('navigation').first().waitFor()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  for (const { name: look, viewport, theme, language } of [...LOOKS, ...(onPhone ? [PHONE_LOOK] : [])]) {
    await page.setViewportSize(viewport)
    await page.evaluate(
      `localStorage.setItem('mantine-color-scheme-value', '${theme}'); localStorage.setItem('entente.language', '${language}')`,
    )
    await load()
    await waitUntil(
      () => page.getByRole('status').filter({ hasText: WAITING }).count(),
      (shown) => shown === 0,
    )
    await open?.(page)
    const width = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate<number>(width), `${name} on ${look} scrolls sideways`).to.be.at.most(0)
    await keepPicture(page, `console-${name}.${look}`)
    expect(await listFindings(page), `${name} on ${look}`).to.deep.equal([])
  }
  await page.evaluate(`localStorage.setItem('entente.language', 'en')`)
  await page.setViewportSize(DESKTOP)
  await load()
}
