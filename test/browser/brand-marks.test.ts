import { expect } from 'chai'
import type { Page } from 'playwright-core'
import sharp from 'sharp'

import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPictures } from './support/screenshots.ts'
import { openTillPage } from './support/till.ts'

const COLOUR = '#1f4d3a'

/** A leaf on a transparent ground. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">
  <path d="M40 216C24 104 104 32 224 32c0 120-72 192-160 168" fill="${COLOUR}"/></svg>`

const LETTER_COLOURS = `(({ backgroundColor, color }) => [backgroundColor, color])(
  getComputedStyle(document.querySelector('span[data-size=large]')))`

describe('the mark of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  async function put(path: string, type: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const headers = { authorization: `Bearer ${coalition.key}`, 'content-type': type }
    const { status } = await fetch(`${coalition.url}${path}`, { method: 'PUT', headers, body })
    expect(status).to.equal(200)
  }

  const openTill = () => openTillPage(browser, coalition)

  const letterOf = (page: Page) => page.getByText('M', { exact: true })
  /** The width in pixels of a picture, once it could be decoded. */
  const widthOf = (page: Page, selector: string) =>
    page.evaluate<number>(
      `(async (picture) => { await picture.decode(); return picture.naturalWidth })(document.querySelector('${selector}'))`,
    )

  it('is the first letter of its name, then on its colours', async () => {
    await letterOf(await openTill()).waitFor()
    await put('/v1/partner/colours', 'application/json', JSON.stringify({ colour: COLOUR, textColour: '#ffffff' }))
    const page = await openTill()
    await letterOf(page).waitFor()
    expect(await page.evaluate(LETTER_COLOURS)).to.deep.equal(['rgb(31, 77, 58)', 'rgb(255, 255, 255)'])
    await keepPictures(page, 'till-brand-letter')
    await expectAccessible(page, 'till with a letter for a logo')
  })

  it('is its logo as soon as it has one, on the till and on the front page', async () => {
    await put('/v1/partner/logo', 'image/png', new Uint8Array(await sharp(Buffer.from(LOGO)).png().toBuffer()))
    const page = await openTill()
    expect(await widthOf(page, 'img[data-size=large]')).to.equal(96)
    expect(await letterOf(page).count()).to.equal(0)
    await keepPictures(page, 'till-brand-logo')
    await expectAccessible(page, 'till with a logo')
    await page.goto(coalition.url)
    await page.getByRole('region', { name: 'Brands in the coalition' }).getByText('Maison Verte').waitFor()
    expect(await widthOf(page, '.brands img')).to.equal(256)
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
