import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'
import type { Page } from 'playwright-core'
import sharp from 'sharp'

import { openCoalition } from '../../server/api/pages/coalition.ts'
import { aPartner } from '../server/api/support/coalition.ts'
import { type RunningApi, startApi } from '../server/api/support/running-api.ts'
import { sharedTestDatabase } from '../support/database.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, PHONE, useBrowser } from './support/browser.ts'
import { keepPicture } from './support/screenshots.ts'

const WEB_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url))

const THEMES = [
  { name: 'Lumière', colour: '#7a1fa2', shown: 'rgb(122, 31, 162)' },
  { name: 'Harbour & Co', colour: '#0b5cad', shown: 'rgb(11, 92, 173)' },
] as const

const PAGES = [
  ['/', '.button'],
  ['/nowhere', '.button'],
  ['/wallet', 'button[type=submit]'],
  ['/till', 'button[type=submit]'],
  ['/operator', 'button[type=submit]'],
] as const

describe('the theme of a coalition', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let folder: string
  let api: RunningApi | undefined

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-themes-'))
  })

  afterEach(async () => {
    await api?.close()
    api = undefined
  })

  after(() => {
    rmSync(folder, { recursive: true })
  })

  /** Serves the pages of a coalition with a colour of its own, and a logo in it. */
  async function serve({ name, colour }: (typeof THEMES)[number]): Promise<string> {
    const logoFile = join(folder, 'logo.png')
    await sharp({ create: { width: 256, height: 256, channels: 3, background: colour } }).toFile(logoFile)
    const coalition = await openCoalition({ name, colour, logoFile })
    api = await startApi(await sharedTestDatabase(), { coalition, webFolder: WEB_FOLDER })
    await aPartner(api.deps, 'Maison Verte')
    return `http://localhost:${String(api.port)}`
  }

  const groundOf = (page: Page, selector: string) =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`)

  for (const theme of THEMES)
    for (const colorScheme of ['light', 'dark'] as const)
      it(`${theme.colour} is that of every page by ${colorScheme}, and can be read everywhere`, async () => {
        const home = await serve(theme)
        const page = await browser.visit({ viewport: DESKTOP, colorScheme })
        for (const [path, button] of PAGES) {
          await page.goto(`${home}${path}`)
          await page.locator(button).first().waitFor()
          expect(await groundOf(page, button), path).to.equal(theme.shown)
          expect(await page.title(), path).to.include(theme.name)
          const name = `theme-${theme.colour.slice(1)}-${colorScheme}${path.replaceAll('/', '-')}`
          await keepPicture(page, name)
          await expectAccessible(page, name)
        }
        await page.setViewportSize(PHONE)
        await expectAccessible(page, `${theme.name} on a phone`)
      })

  for (const locale of ['en-GB', 'fr-FR'])
    it(`the name of the coalition is in the texts of ${locale}, and no other`, async () => {
      const home = await serve(THEMES[0])
      const page = await browser.visit({ locale })
      await page.goto(`${home}/wallet`)
      await page.getByText(/(?:all brands of|enseignes) Lumière\./).waitFor()
      for (const path of ['/wallet', '/wallet/verify', '/till', '/till/customer']) {
        await page.goto(`${home}${path}`)
        await page.locator('main').waitFor()
        expect(await page.content(), path).to.not.match(/[>"][^<>"]*\bEntente\b/)
        expect(await page.title(), path).to.include('Lumière')
      }
    })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
