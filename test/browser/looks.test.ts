import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { listFindings } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Exhibit, GALLERY } from './support/gallery.ts'
import { type Look, makeVisits, resize, type Width, WIDTHS } from './support/gallery-visit.ts'
import { openWorld, type World } from './support/gallery-world.ts'
import {
  comparePictures,
  findFault,
  isSame,
  listReferences,
  REFERENCE_BYTES_MAX,
  REFERENCES_BYTES_MAX,
  takePicture,
  toReference,
} from './support/pictures.ts'

interface Viewing extends Look {
  /** Widths of which a picture is kept; axe looks at all three. */
  readonly pictured: readonly Width[]
}

/**
 * Every page is pictured at all three widths, in both themes and in both languages, in four pictures; a page and the next
 * share out the other combinations. All twelve of each page would be three times the size, and show no more.
 */
const EVEN: readonly [Viewing, Viewing] = [
  { theme: 'light', language: 'en', pictured: [390, 1280] },
  { theme: 'dark', language: 'fr', pictured: [390, 768] },
]
const ODD: readonly [Viewing, Viewing] = [
  { theme: 'light', language: 'fr', pictured: [390, 768] },
  { theme: 'dark', language: 'en', pictured: [390, 1280] },
]

const viewingsOf = (at: number) => (at % 2 === 0 ? EVEN : ODD)

const nameOf = ({ name }: Exhibit, { theme, language }: Look, width: Width) => `${name}-${width}-${theme}-${language}`

describe('the looks of the pages', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let world: World
  const visits = makeVisits(browser, () => world)

  before(async () => {
    world = await openWorld({ isUntouched: true })
  })

  /** Visits an exhibit in one theme and language, at all widths. */
  async function listFaults(exhibit: Exhibit, { pictured, ...look }: Viewing): Promise<string[]> {
    const faults: string[] = []
    const page = await visits.open(exhibit, look)
    for (const width of WIDTHS.toReversed()) {
      await resize(page, width)
      const name = nameOf(exhibit, look, width)
      faults.push(...(await listFindings(page)).map((finding) => `${name}: ${finding}`))
      const fault = pictured.includes(width) ? await findFault(name, await takePicture(page)) : null
      if (fault !== null) faults.push(fault)
    }
    await exhibit.leave?.(page)
    await page.context().close()
    return faults
  }

  for (const [at, exhibit] of GALLERY.entries())
    it(`shows ${exhibit.name} as its references do, and axe finds nothing`, async () => {
      const [one, other] = viewingsOf(at)
      const first = listFaults(exhibit, one)
      // What is done on the server on the way is done once at a time.
      if (exhibit.leave !== undefined) await first
      const faults = (await Promise.all([first, listFaults(exhibit, other)])).flat()
      expect(faults, faults.join('\n')).to.deep.equal([])
    })

  it('has references of these pages only, and small ones', () => {
    const names = GALLERY.flatMap((exhibit, at) =>
      viewingsOf(at).flatMap((look) => look.pictured.map((width) => nameOf(exhibit, look, width))),
    )
    const kept = listReferences()
    expect(kept.filter(({ name }) => !names.includes(name))).to.deep.equal([])
    expect(kept.filter(({ bytes }) => bytes > REFERENCE_BYTES_MAX)).to.deep.equal([])
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).to.be.at.most(REFERENCES_BYTES_MAX)
  })

  describe('as a test', () => {
    const signInPage = GALLERY.find(({ name }) => name === 'sign-in')!
    let page: Page
    let reference: Buffer
    const look = async () => comparePictures(reference, await takePicture(page))
    /** Breaks the layout, looks, and mends it. */
    async function lookWith(style: string) {
      await page.evaluate(`(() => {
        const broken = new CSSStyleSheet()
        broken.replaceSync(${JSON.stringify(style)})
        document.adoptedStyleSheets.push(broken)
      })()`)
      const seen = await look()
      await page.evaluate('void document.adoptedStyleSheets.pop()')
      return seen
    }

    before(async () => {
      page = await visits.open(signInPage, { theme: 'light', language: 'en' }, 390)
      reference = await toReference(await takePicture(page))
    })

    it('passes where nothing changed', async () => {
      expect(await look()).to.deep.include({ pixels: 0 })
      expect(isSame(await look())).to.equal(true)
    })

    it('passes after the page is opened once more', async () => {
      const again = await visits.open(signInPage, { theme: 'light', language: 'en' }, 390)
      const seen = await comparePictures(reference, await takePicture(again))
      expect(seen.pixels).to.equal(0)
    })

    it('fails where a panel is 24 pixels off', async () => {
      expect(isSame(await lookWith('form { transform: translateX(24px) }'))).to.equal(false)
    })

    it('fails where a button is hidden', async () => {
      expect(isSame(await lookWith('button[type=submit] { visibility: hidden }'))).to.equal(false)
    })

    it('fails where the page is longer', async () => {
      const seen = await lookWith('main { padding-bottom: 400px !important }')
      expect(seen.diff === null || !isSame(seen)).to.equal(true)
    })

    it('fails where a colour is another', async () => {
      expect(isSame(await lookWith('h1 { color: rgb(200 30 30) }'))).to.equal(false)
    })
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
