import { expect } from 'chai'
import type { BrowserContext } from 'playwright-core'

import { measurePage } from '../support/pages/measure-page.ts'
import { enterPages, listMeasuredPages } from '../support/pages/measured-pages.ts'
import { useBrowser } from './support/browser.ts'
import { openWorld, type World } from './support/gallery-world.ts'

/** What a page may have come over the network at a first visit, as it is compressed: a tenth more than it has today. */
const BYTES_MAX: Readonly<Record<string, number>> = {
  'front door': 120_000,
  docs: 150_000,
  'wallet home': 365_000,
  till: 330_000,
}
/** What browsers call good. */
const CLS_MAX = 0.1

describe('the limits of the pages', function () {
  this.timeout(120_000)
  const browser = useBrowser()
  let world: World
  let context: BrowserContext

  before(async () => {
    world = await openWorld()
    const page = await browser.visit({ viewport: { width: 390, height: 844 } })
    context = page.context()
    await enterPages(context, world.server, world)
  })

  for (const [name, bytesMax] of Object.entries(BYTES_MAX))
    it(`are kept by ${name}: weight, and no shift of the layout`, async () => {
      const page = listMeasuredPages(world.server).find((one) => one.name === name)!
      const { bytes, cls } = await measurePage(context, page, false)
      expect(bytes, 'bytes').to.be.within(bytesMax / 10, bytesMax)
      expect(cls, 'layout shift').to.be.at.most(CLS_MAX)
    })

  it('would fail where the layout shifts', async () => {
    const shifting = await browser.visit({ viewport: { width: 390, height: 844 } })
    const shifts = { name: 'shifts', url: `${world.server.url}/`, click: async () => undefined }
    await shifting.context().route('**/', async (each) => {
      const body = `<!doctype html><title>shifts</title><h1 style="height:300px">here</h1><script>setTimeout(() => {
        const pushed = document.createElement('div'); pushed.style.height = '300px'; document.body.prepend(pushed) }, 300)</script>`
      await each.fulfill({ contentType: 'text/html', body })
    })
    expect((await measurePage(shifting.context(), shifts, false)).cls).to.be.greaterThan(CLS_MAX)
  })
})
