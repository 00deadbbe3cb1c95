import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { LANDING_TEXTS } from '../../server/api/pages/landing-texts.ts'
import { askStatus } from '../support/system/ask.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPictures } from './support/screenshots.ts'

describe('the front page', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let memberId: string

  before(async () => {
    coalition = await openCoalition()
    ;({ memberId } = await coalition.enrolCard('2580'))
  })

  async function open(path = '/', options: Parameters<typeof browser.visit>[0] = {}): Promise<Page> {
    const page = await browser.visit({ viewport: DESKTOP, ...options })
    await page.goto(`${coalition.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }

  /** The figure beside a name, as a number. */
  async function figure(page: Page, name: string): Promise<bigint> {
    const shown = page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })
    return BigInt((await shown.locator('dd').innerText()).split('\n')[0]?.replaceAll(',', '') ?? '')
  }

  /** The link of one of the four doors. */
  const door = (page: Page, audience: string, link: string) =>
    page
      .getByRole('region', { name: LANDING_TEXTS.en.doors })
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: audience, exact: true }) })
      .getByRole('link', { name: link, exact: true })

  it('shows what the ledger has, and more after a purchase', async () => {
    // What other tests sold before may still be on its way.
    await waitUntil(
      () => askStatus(coalition),
      ({ entries }) => entries.open === '0',
    )
    const page = await open()
    const issued = await figure(page, 'Points collected')
    await coalition.sell({ kind: 'member', value: memberId }, '12300')
    // The page is read anew after some seconds.
    const later = await waitUntil(
      async () => {
        await page.reload()
        return figure(page, 'Points collected')
      },
      (points) => points >= issued + 123n,
    )
    expect(later).to.equal(issued + 123n)
    await page.reload()
    const { totalSupply } = await askStatus(coalition)
    expect(await figure(page, 'Points ready to spend')).to.equal(BigInt(totalSupply))
    await page.getByRole('region', { name: 'Brands in the coalition' }).getByText('Maison Verte').waitFor()
  })

  for (const [audience, link, heading] of [
    ['Members', 'Open your wallet', 'See your points'],
    ['Shops', 'Open the till', 'Till'],
    ['Partners', 'Read the docs', 'Entente'],
    ['Auditors', 'Read the ledger', 'Audit'],
  ] as const)
    it(`leads ${audience.toLowerCase()} where they want to go`, async () => {
      const page = await open()
      await door(page, audience, link).click()
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`looks right on phones and desktops in ${colorScheme}, in both languages`, async () => {
      for (const language of ['en', 'fr'] as const) {
        const page = await open(`/?lang=${language}`, { colorScheme })
        await page.getByRole('heading', { level: 1, name: LANDING_TEXTS[language].heading }).waitFor()
        await keepPictures(page, `front-${colorScheme}-${language}`)
        await expectAccessible(page, `the front page in ${colorScheme}, ${language}`)
        await page.setViewportSize({ width: 390, height: 844 })
        await expectAccessible(page, `the front page on a phone in ${colorScheme}, ${language}`)
      }
    })

  for (const path of ['/nowhere', '/docs/nowhere', '/till/nowhere'])
    it(`shows a page with a way on at ${path}, and names it in the tab`, async () => {
      for (const language of ['en', 'fr'] as const) {
        const { title } = LANDING_TEXTS[language].problems.notFound
        const page = await open(`${path}?lang=${language}`)
        await page.getByRole('heading', { level: 1, name: title }).waitFor()
        expect(await page.title()).to.equal(`${title} · Entente`)
        await keepPictures(page, `not-found-${language}`)
        await expectAccessible(page, `${path} in ${language}`)
        await page.getByRole('link', { name: LANDING_TEXTS[language].home }).click()
        await page.getByRole('heading', { level: 1, name: LANDING_TEXTS[language].heading }).waitFor()
      }
    })

  it('loads its font from here, and nothing from elsewhere', async () => {
    const page = await browser.visit({ viewport: DESKTOP })
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(coalition.url)
    await page.evaluate('document.fonts.ready')
    expect(await page.evaluate('document.fonts.check("16px \\"Figtree Variable\\"")')).to.equal(true)
    const [font] = asked.filter((url) => url.endsWith('.woff2'))
    expect(font).to.match(/\/assets\/figtree-latin-wght-normal-[^/]+\.woff2$/)
    expect(asked.filter((url) => !url.startsWith(coalition.url) && !url.startsWith('data:'))).to.deep.equal([])
  })

  it('changes the language by a link, without a script', async () => {
    const page = await open('/', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Français' }).click()
    await page.getByRole('heading', { level: 1, name: LANDING_TEXTS.fr.heading }).waitFor()
    expect(await page.getByRole('link', { name: 'Français' }).getAttribute('aria-current')).to.equal('true')
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
