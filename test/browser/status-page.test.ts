import { expect } from 'chai'

import { LANDING_TEXTS } from '../../server/api/pages/landing-texts.ts'
import { askStatus } from '../support/system/ask.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { DESKTOP, useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPictures } from './support/screenshots.ts'

describe('the status page', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
    const { memberId } = await coalition.enrolCard('2580')
    await coalition.sell({ kind: 'member', value: memberId }, '12300')
    await waitUntil(
      () => askStatus(coalition),
      ({ entries, lag }) => entries.open === '0' && lag !== null,
    )
  })

  for (const [colorScheme, language] of [
    ['light', 'en'],
    ['dark', 'fr'],
  ] as const)
    it(`is found from the front page, and says how it stands in ${language} in ${colorScheme}`, async () => {
      const texts = LANDING_TEXTS[language].status
      const page = await browser.visit({ viewport: DESKTOP, colorScheme, javaScriptEnabled: false })
      await page.goto(`${coalition.url}/?lang=${language}`)
      await page.getByRole('contentinfo').getByRole('link', { name: texts.link }).click()
      await page.getByRole('heading', { level: 1, name: texts.fine }).waitFor()
      expect(await page.title()).to.equal(`${texts.title} · Entente`)
      await page.getByText(texts.lagNote).waitFor()
      await keepPictures(page, `status-${colorScheme}-${language}`)
      await page.setViewportSize({ width: 390, height: 844 })
      await page.getByRole('link', { name: texts.again }).click()
      await page.getByRole('heading', { level: 1, name: texts.fine }).waitFor()
    })

  it('has nothing that axe finds fault with', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.visit({ viewport: DESKTOP, colorScheme })
      await page.goto(`${coalition.url}/status`)
      await expectAccessible(page, `the status page in ${colorScheme}`)
      await page.setViewportSize({ width: 390, height: 844 })
      await expectAccessible(page, `the status page on a phone in ${colorScheme}`)
    }
  })

  it('never breaks the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
