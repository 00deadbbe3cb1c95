import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { settle } from '../support/pages/settle.ts'
import { useBrowser } from './support/browser.ts'
import { GALLERY } from './support/gallery.ts'
import { makeVisits, resize } from './support/gallery-visit.ts'
import { openWorld, type World } from './support/gallery-world.ts'
import { listOverlaps } from './support/overlaps.ts'

const LOOK = { theme: 'light', language: 'en' } as const

describe('the pages from right to left', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let world: World
  const visits = makeVisits(browser, () => world)

  before(async () => {
    world = await openWorld()
  })

  async function turn(page: Page): Promise<void> {
    await page.evaluate(`document.documentElement.dir = 'rtl'`)
    await settle(page)
  }

  for (const exhibit of GALLERY)
    it(`fit ${exhibit.name} into the window, with no text over another`, async () => {
      const page = await visits.open(exhibit, LOOK)
      await turn(page)
      const faults: string[] = []
      for (const width of [1280, 390] as const) {
        await resize(page, width)
        faults.push(...(await listOverlaps(page)).map((fault) => `${width}: ${fault}`))
      }
      await exhibit.leave?.(page)
      await page.context().close()
      expect(faults).to.deep.equal([])
    })

  it('is a test that fails where texts lie over each other, or something sticks out', async () => {
    const page = await visits.open(GALLERY[0]!, LOOK, 390)
    await turn(page)
    const break_ = (text: string) =>
      page.evaluate(`document.querySelector('h1').style.cssText = ${JSON.stringify(text)}`)
    await break_('margin-bottom: -60px')
    expect(await listOverlaps(page)).to.not.deep.equal([])
    await break_('width: 600px')
    expect((await listOverlaps(page)).join()).to.include('sideways')
    await break_('')
    expect(await listOverlaps(page)).to.deep.equal([])
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
