import type { Page } from 'playwright-core'

import { signIn } from '../../support/pages/enter.ts'
import { rest, settle } from '../../support/pages/settle.ts'
import type { TestBrowser } from './browser.ts'
import { fixTime, ZONE } from './fixed-values.ts'
import type { Exhibit } from './gallery.ts'
import type { World } from './gallery-world.ts'

export type Theme = 'light' | 'dark'
export type Language = 'en' | 'fr'

/** The widths of a phone, a tablet and a laptop. */
export const WIDTHS = [390, 768, 1280] as const
export type Width = (typeof WIDTHS)[number]
const HEIGHTS: Readonly<Record<Width, number>> = { 390: 844, 768: 1_024, 1280: 860 }

/** How a visitor sees the pages. */
export interface Look {
  readonly theme: Theme
  readonly language: Language
}

type State = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' }

/** Chooses theme and language as the pages remember them. */
const choose = ({ theme, language }: Look) => `
  try {
    localStorage.setItem('mantine-color-scheme-value', '${theme}')
    localStorage.setItem('entente.language', '${language}')
  } catch { /* a page without a place to remember it */ }`

/** Visits exhibits: a member signs in once for all of them. */
export function makeVisits(browser: TestBrowser, world: () => World) {
  let member: Promise<State> | undefined
  const signInOnce = async (): Promise<State> => {
    const page = await browser.visit()
    await signIn(page, world().server, world().member)
    const state = await page.context().storageState()
    await page.context().close()
    return state
  }
  return {
    /** Opens an exhibit with a clock that stands still, at the width of a laptop. */
    async open(exhibit: Exhibit, look: Look, width: Width = 1280): Promise<Page> {
      const page = await browser.visit({
        viewport: { width, height: HEIGHTS[width] },
        locale: LOCALES[look.language],
        colorScheme: look.theme,
        timezoneId: ZONE,
        serviceWorkers: 'block',
        ...(exhibit.visitor === 'member' ? { storageState: await (member ??= signInOnce()) } : {}),
      })
      await page.addInitScript(choose(look))
      await fixTime(page)
      await exhibit.open(page, world())
      await settle(page)
      return page
    },
  }
}

/** Makes a page as wide as a phone, a tablet or a laptop, and waits until it is at rest. */
export async function resize(page: Page, width: Width): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHTS[width] })
  await rest(page)
}
