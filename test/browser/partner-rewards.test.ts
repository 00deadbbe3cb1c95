import { expect } from 'chai'
import type { Page } from 'playwright-core'
import sharp from 'sharp'

import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { invite, showConsole, signInToConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

const TITLE = 'A pot of honey'

/** A picture as somebody chooses it from a disk. */
async function aPicture(name: string, background: string) {
  const buffer = await sharp({ create: { width: 960, height: 600, channels: 3, background } })
    .png()
    .toBuffer()
  return { name, mimeType: 'image/png', buffer }
}

describe('the rewards in the console of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let page: Page

  before(async () => {
    coalition = await openCoalition()
    page = await signIn('Maya Lind', 'marketing')
  })

  const signIn = async (name: string, role: string) =>
    signInToConsole({ browser, coalition }, await invite(coalition, name, role), '/partner/rewards')
  const own = async () => (await coalition.till('/v1/partner/rewards')).body.data as Record<string, unknown>[]
  const titled = async (title: string) =>
    (await own()).filter(({ texts }) => (texts as Record<string, { title: string }>)['en']?.title === title)
  const preview = () => page.getByRole('region', { name: 'What members see' })
  const dialog = () => page.getByRole('dialog')
  const chooseFile = async (button: string, file: Awaited<ReturnType<typeof aPicture>>) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: button }).click(),
    ])
    await chooser.setFiles(file)
  }

  it('adds a reward that members see as the preview showed it, with its picture', async () => {
    await page.getByRole('link', { name: 'Add a reward' }).click()
    await page.getByText(/^Still to fill in or to mend: /).waitFor()
    expect(await page.getByRole('button', { name: 'Review' }).isDisabled()).to.equal(true)
    await page.getByLabel('Price in points').fill('0')
    await page.getByText('A whole number from 1 on').waitFor()
    await page.getByLabel('Price in points').fill('400')
    await page.getByLabel('Title in English').fill(TITLE)
    await page.getByLabel('Description in English').fill('From the hives on our roof.')
    await page.getByLabel('Title in French').fill('Un pot de miel')
    await page.getByLabel('Description in French').fill('Des ruches de notre toit.')
    await page.getByLabel('How many there are').fill('20')
    await page.getByLabel('Limit per member').fill('2')
    await preview().getByText('400 points').first().waitFor()
    await preview().getByText('Limit: 2 per member').waitFor()
    await preview().getByText('French', { exact: true }).click()
    await preview().getByText('Un pot de miel').waitFor()
    await preview().getByText('English', { exact: true }).click()
    await chooseFile('Choose a picture', { ...(await aPicture('notes.txt', '#fff')), mimeType: 'text/plain' })
    await page.getByRole('alert').getByText('That is no PNG, JPEG or WebP picture.').waitFor()
    await chooseFile('Choose a picture', await aPicture('honey.png', '#c98a12'))
    await preview().locator('img[src^="data:image/png"]').waitFor()
    await keepPicture(page, 'console-rewards-form')
    await expectAccessible(page, 'the form of a reward')
    await page.getByRole('button', { name: 'Review' }).click()
    await dialog().getByText(`Members can get “${TITLE}” for 400 points, from: now.`).waitFor()
    await keepPicture(page, 'console-rewards-dialog')
    await expectAccessible(page, 'what offering a reward does')
    await dialog().getByRole('button', { name: 'Offer it' }).click()
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    await page.getByText('20 of 20 left').waitFor()
    const [reward] = await titled(TITLE)
    expect(reward).to.deep.include({ points: '400', stock: '20', perMemberMax: 2, state: 'offered' })
    expect(reward?.['picture']).to.not.equal(null)
    await showConsole(page, 'reward', { onPhone: true })
  })

  it('shows another picture', async () => {
    const before = (await titled(TITLE))[0]?.['picture']
    await chooseFile('Choose another picture', await aPicture('comb.png', '#7a4d06'))
    await page.getByRole('button', { name: 'Show this picture' }).click()
    await page.getByText('Members see this picture now.').waitFor()
    expect((await titled(TITLE))[0]?.['picture']).to.not.deep.equal(before)
  })

  it('offers it with other terms, withdraws the one before, and goes on where a step failed', async () => {
    await page.getByRole('link', { name: 'Change the terms' }).click()
    await page.getByRole('heading', { level: 1, name: 'Offer it with other terms' }).waitFor()
    expect(await page.getByLabel('Title in French').inputValue()).to.equal('Un pot de miel')
    await page.getByLabel('Price in points').fill('350')
    await showConsole(page, 'reward-replace', { onPhone: true })
    await page.getByLabel('Price in points').fill('350')
    await page.getByRole('button', { name: 'Review' }).click()
    await page.route(/\/withdraw$/, (route) => route.abort())
    await dialog().getByRole('button', { name: 'Offer the new one' }).click()
    await dialog().getByRole('alert').waitFor()
    await dialog().getByText('The new reward is there, and not all is done.').waitFor()
    await keepPicture(page, 'console-rewards-half-way')
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Two versions are in the catalogue').waitFor()
    expect((await titled(TITLE)).map(({ state }) => state)).to.deep.equal(['offered', 'offered'])
    await keepPicture(page, 'console-rewards-both')
    await page.unroute(/\/withdraw$/)
    await page.getByRole('button', { name: 'Withdraw the earlier one' }).click()
    await dialog().getByRole('button', { name: 'Withdraw it' }).click()
    await page.getByText('Two versions are in the catalogue').waitFor({ state: 'detached' })
    const [second, first] = await titled(TITLE)
    expect([second?.['state'], first?.['state']]).to.deep.equal(['offered', 'withdrawn'])
    expect(second?.['replacesId']).to.equal(first?.['rewardId'])
    expect(second?.['picture']).to.deep.equal(first?.['picture'])
    const versions = page.getByRole('region', { name: 'Versions' })
    await versions.getByText('Changed: price').waitFor()
    await versions.getByRole('link', { name: 'Version 1' }).click()
    await versions.getByText('Version 1, shown here').waitFor()
    expect(await page.getByRole('link', { name: /terms|again/ }).count()).to.equal(0)
  })

  it('does both at once where nothing fails', async () => {
    await page.getByRole('link', { name: 'Version 2' }).click()
    await page.getByText('Version 2, shown here').waitFor()
    await page.getByRole('link', { name: 'Change the terms' }).click()
    await page.getByLabel('Price in points').fill('300')
    await page.getByRole('button', { name: 'Review' }).click()
    await dialog().getByRole('button', { name: 'Offer the new one' }).click()
    await page.getByText('Version 3, shown here').waitFor()
    expect((await titled(TITLE)).map(({ state }) => state)).to.deep.equal(['offered', 'withdrawn', 'withdrawn'])
  })

  it('counts pasted codes, names the lines that are none, and adds the others', async () => {
    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Rewards' }).click()
    await page.getByRole('link', { name: 'Add a reward' }).click()
    await page.getByLabel('Kind').selectOption('gift_code')
    expect(await page.getByLabel('How many there are').count()).to.equal(0)
    await page.getByLabel('Price in points').fill('900')
    await page.getByLabel('Title in English').fill('A month of music')
    await page.getByLabel('Description in English').fill('A code for a month without advertisements.')
    await page.getByRole('button', { name: 'Review' }).click()
    await dialog().getByRole('button', { name: 'Offer it' }).click()
    await page.getByText('Out of stock').waitFor()
    await page.getByLabel('Codes', { exact: true }).fill(`MUSIC-1\nMUSIC-2\n\nMUSIC-1\n${'X'.repeat(65)}\n`)
    await page.getByText('Codes to add: 2').waitFor()
    await page.getByText('Line 4: “MUSIC-1” stands there twice.').waitFor()
    await page.getByText(/^Line 5: .* has more than 64 characters\.$/).waitFor()
    await keepPicture(page, 'console-rewards-codes')
    await expectAccessible(page, 'codes')
    await page.getByRole('button', { name: 'Add the codes' }).click()
    await dialog().getByRole('button', { name: 'Add 2 codes' }).click()
    await page.getByText('Added: 2. There already: 0. To be had now: 2.').waitFor()
    await page.getByText('2 codes left').waitFor()
  })

  it('withdraws a reward after saying what that does, by keyboard as well', async () => {
    await page.getByRole('button', { name: 'Withdraw' }).focus()
    await page.keyboard.press('Enter')
    await dialog().getByText('Codes that are left in the pool are given to nobody.').waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect((await titled('A month of music'))[0]?.['state']).to.equal('offered')
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await dialog().getByRole('button', { name: 'Withdraw it' }).click()
    await page.getByText('Withdrawn', { exact: true }).first().waitFor()
    expect((await titled('A month of music'))[0]?.['state']).to.equal('withdrawn')
    await page.getByRole('link', { name: 'Offer it again' }).waitFor()
    await page.getByRole('link', { name: 'Back to rewards' }).click()
    await page.getByRole('list', { name: 'Rewards' }).waitFor()
    await showConsole(page, 'rewards', { onPhone: true })
  })

  it('shows others the rewards, without a way to change them', async () => {
    const other = await signIn('Finn Rask', 'finance')
    await other.getByText('Owners and marketing change rewards.').waitFor()
    expect(await other.getByRole('link', { name: 'Add a reward' }).count()).to.equal(0)
    await other.getByRole('link', { name: TITLE }).first().click()
    await other.getByRole('region', { name: 'Versions' }).waitFor()
    expect(await other.getByRole('button', { name: /Withdraw|picture/ }).count()).to.equal(0)
    await other.goto(`${coalition.url}/partner/rewards/new`)
    await other.getByText('Your role does not include this page.').waitFor()
  })

  it('says that the rewards could not be read', async () => {
    await page.route(/\/v1\/partner\/rewards/, (route) => route.abort())
    await page.reload()
    await page.getByRole('alert').getByText('You are offline, or nothing answers.').waitFor()
  })

  it('runs no script but ours', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
