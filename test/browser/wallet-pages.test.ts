import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { showInAllLooks } from './support/screenshots.ts'
import { installWallet, type TestWallet } from './support/test-wallet.ts'

const CHAIN_ID = 31_337

const REWARDS = [
  {
    kind: 'basket_discount',
    texts: {
      en: { title: 'Five pounds off', description: 'Show the voucher at the till.' },
      fr: { title: 'Cinq livres de remise', description: 'Présentez le bon en caisse.' },
    },
    points: '500',
    discountMinor: '500',
    basketMinMinor: '2000',
    claimDays: 30,
  },
  {
    kind: 'product',
    texts: {
      en: { title: 'A notebook', description: 'With dotted pages.' },
      fr: { title: 'Un carnet', description: 'À pages pointillées.' },
    },
    points: '120000',
    stock: '12',
  },
]

describe('the pages of a member', function () {
  this.timeout(400_000)
  const browser = useBrowser()
  let coalition: Coalition
  let page: Page
  let wallet: TestWallet
  const rewardIds: string[] = []

  const title = () => page.getByRole('heading', { level: 1 }).waitFor()
  const go = (path: string) => page.goto(`${coalition.url}/wallet${path}`)

  before(async () => {
    coalition = await openCoalition()
    for (const reward of REWARDS) {
      const { status, body } = await coalition.till('/v1/rewards', reward)
      expect(status, JSON.stringify(body)).to.equal(201)
      rewardIds.push(body.rewardId)
    }
    page = await browser.visit()
    wallet = await installWallet(page, CHAIN_ID)
    await go('')
    await page.getByRole('button', { name: 'Sign in with Test Wallet' }).click()
    await page.getByRole('heading', { level: 1, name: 'Your points', exact: true }).waitFor()
    await coalition.sell({ kind: 'wallet', value: wallet.address }, '150000')
  })

  for (const path of ['', '/card', '/rewards', '/claims', '/history', '/account']) {
    it(`shows /wallet${path} in all looks`, async () => {
      await go(path)
      await showInAllLooks(page, path === '' ? 'points' : path.slice(1), title)
    })
  }

  it('finds rewards by their kind, and says what is missing for one', async () => {
    await go('/rewards')
    await page.getByRole('link', { name: 'Five pounds off' }).waitFor()
    await page.getByLabel('Kind').selectOption({ label: 'Product' })
    await page.getByRole('link', { name: 'Five pounds off' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'A notebook' }).click()
    await page.getByText('You need 118,500 points more for this.').waitFor()
    await page.getByText('12 left').waitFor()
  })

  it('shows a reward in all looks', async () => {
    await go(`/rewards/${rewardIds[0] ?? ''}`)
    await showInAllLooks(page, 'reward', () => page.getByRole('button', { name: /500/ }).waitFor())
  })

  it('moves the focus to the heading after navigation, for those who cannot see it', async () => {
    await go('')
    await title()
    await page.getByRole('link', { name: 'Rewards', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Rewards' }).waitFor()
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Rewards')
    expect(await page.title()).to.equal('Rewards · Entente')
  })

  it('changes the language at once, and remembers it', async () => {
    await go('/account')
    await page.getByText('Français').click()
    await page.getByRole('heading', { level: 1, name: 'Compte' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Compte' }).waitFor()
    expect(await page.evaluate('document.documentElement.lang')).to.equal('fr')
    await page.getByText('English').click()
  })

  it('says that there is no connection, and goes on when there is', async () => {
    await go('')
    await title()
    await page.context().setOffline(true)
    await page.getByText('There is no connection at the moment.').waitFor()
    await page.context().setOffline(false)
    await page.getByText('There is no connection at the moment.').waitFor({ state: 'detached' })
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
