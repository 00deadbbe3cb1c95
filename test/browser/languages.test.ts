import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { TEA } from '../support/pages/rewards.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, PHONE, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { buildPseudoPages, type PseudoPages } from './support/pseudo-pages.ts'
import { keepPicture } from './support/screenshots.ts'

const PIN = '2580'
const LANGUAGES = { 'en-XA': 'ltr', 'ar-XB': 'rtl' } as const
type Tag = keyof typeof LANGUAGES

const SIGNED_IN = ['', '/card', '/rewards', '/claims', '/history', '/account']

/** Two words of English in a row: a text that no file can translate, because it stands in the code; or the key of one that is missing. */
const LEFT_IN_ENGLISH = `[...document.querySelectorAll('body *')]
  .filter((it) => it.childElementCount === 0 && it.checkVisibility() && !it.closest('svg, script, style, code, pre, option'))
  .map((it) => it.textContent.trim())
  .filter((text) => (/[a-z]{3,} [a-z]{3,}/.test(text) || /^[a-z]\\w*(?:\\.[a-z]\\w*)+$/i.test(text)) && !/[\\[áçéîñöšûýÅÉÎÖÛ]/.test(text))`

const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe('the pages in a language that is one file', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let pages: PseudoPages
  let card: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    pages = await buildPseudoPages()
    await coalition.offer(TEA)
    card = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: card.memberId }, '4200')
  })
  after(() => {
    pages.remove()
  })

  async function visit(tag: Tag, viewport = PHONE): Promise<Page> {
    const page = await browser.visit({ viewport, locale: tag })
    await pages.serve(page.context())
    return page
  }

  /** The page as it is: in its language and direction, whole, nothing beside the window, nothing left in English. */
  async function look(page: Page, tag: Tag, where: string): Promise<void> {
    await page.locator('h1').first().waitFor()
    await waitUntil(
      () => page.locator('[aria-busy="true"]').count(),
      (busy) => busy === 0,
    )
    const { lang, dir } = await page.evaluate<{ lang: string; dir: string }>(
      '({ lang: document.documentElement.lang, dir: document.documentElement.dir })',
    )
    expect([lang, dir], where).to.deep.equal([tag, LANGUAGES[tag]])
    await waitUntil(
      async () => ({ where, tooWide: await page.evaluate<number>(TOO_WIDE) }),
      ({ tooWide }) => tooWide <= 0,
      3_000,
    )
    expect(await page.evaluate(LEFT_IN_ENGLISH), where).to.deep.equal([])
    await expectAccessible(page, where)
    await keepPicture(page, `language-${tag}-${where.replaceAll('/', '-')}`)
  }

  for (const tag of Object.keys(LANGUAGES) as Tag[]) {
    describe(tag, () => {
      it('is chosen for a browser that wants it, and shown on the way in', async () => {
        for (const viewport of [PHONE, DESKTOP]) {
          const page = await visit(tag, viewport)
          await page.goto(`${coalition.url}/wallet`)
          await look(page, tag, `wallet-sign-in-${String(viewport.width)}`)
        }
      })

      it('is in the list, named in itself, and leads back to English', async () => {
        const page = await visit(tag)
        await page.goto(`${coalition.url}/wallet`)
        const list = page.getByLabel('Language, langue')
        await list.waitFor()
        expect(await list.locator('option').allInnerTexts()).to.have.length(4)
        await list.selectOption('en')
        await page.getByRole('heading', { level: 1, name: 'See your points' }).waitFor()
        expect(await page.evaluate('document.documentElement.dir')).to.equal('ltr')
        await list.selectOption(tag)
        await waitUntil(
          () => page.evaluate<string>('document.documentElement.dir'),
          (dir) => dir === LANGUAGES[tag],
        )
      })

      it('shows a member every page', async () => {
        const page = await visit(tag)
        const { cardNumber } = card
        await page.goto(`${coalition.url}/wallet`)
        await page.getByRole('textbox').first().fill(cardNumber)
        await page.locator('input[type="password"]').fill(PIN)
        const signedIn = page.waitForResponse((answer) => answer.url().endsWith('/v1/sessions'))
        await page.locator('input[type="password"]').press('Enter')
        expect((await signedIn).status()).to.be.within(200, 299)
        for (const path of SIGNED_IN) {
          await page.goto(`${coalition.url}/wallet${path}`)
          await look(page, tag, `wallet${path}`)
        }
        await page.setViewportSize(DESKTOP)
        await page.goto(`${coalition.url}/wallet`)
        await look(page, tag, 'wallet-wide')
      })

      it('shows a cashier the till, and the operator the partners', async () => {
        const page = await visit(tag, DESKTOP)
        for (const [path, key] of [
          ['till', coalition.key],
          ['operator', coalition.operatorKey],
        ] as const) {
          await page.goto(`${coalition.url}/${path}`)
          await look(page, tag, `${path}-way-in`)
          await page.locator('form input').first().fill(key)
          await page.locator('form input').first().press('Enter')
          await page.getByText('Maison Verte').first().waitFor()
          await look(page, tag, path)
        }
      })
    })
  }

  it('never breaks a script', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
