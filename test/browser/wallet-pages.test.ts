import { readFile } from 'node:fs/promises'

import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { DISCOUNT, NOTEBOOK, TEA } from '../support/pages/rewards.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { showInAllLooks } from './support/screenshots.ts'
import { installWallet, type TestWallet } from './support/test-wallet.ts'

const CHAIN_ID = 31_337

describe('the pages of a member', function () {
  this.timeout(400_000)
  const browser = useBrowser()
  let coalition: Coalition
  let page: Page
  let wallet: TestWallet
  let teaId: string

  const title = () => page.getByRole('heading', { level: 1 }).waitFor()
  const go = (path: string) => page.goto(`${coalition.url}/wallet${path}`)

  before(async () => {
    coalition = await openCoalition()
    teaId = await coalition.offer(TEA)
    await coalition.offer(DISCOUNT)
    await coalition.offer(NOTEBOOK)
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

  it('saves everything that is held about the member', async () => {
    await go('/account')
    const panel = page.getByRole('region', { name: 'Your data' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: 'Download my data' }).click(),
    ])
    await panel.getByText(`Saved as ${download.suggestedFilename()}.`).waitFor()
    const { format, sections } = JSON.parse(await readFile(await download.path(), 'utf8'))
    expect(format).to.equal('entente-member-data-1')
    expect(sections.account[0].address).to.equal(wallet.address.toLowerCase())
    expect(sections.purchases[0]).to.include({ amountMinor: '150000', points: '1500' })
  })

  it('ends the chart with the balance', async () => {
    await go('')
    await page.getByText('1,500 points', { exact: true }).first().waitFor()
    expect(await page.getByTestId('balance').textContent()).to.equal('1,500 points')
    await page.getByRole('button', { name: 'Show as a table' }).click()
    const newest = page.getByRole('table', { name: 'Points over time' }).getByRole('row').nth(1)
    await newest.getByText('1,500 points', { exact: true }).waitFor()
    expect(await newest.getByRole('cell').allTextContents()).to.deep.equal(['Now', '1,500 points'])
  })

  it('finds rewards by their kind, and says what is missing for one', async () => {
    await go('/rewards')
    await page.getByRole('link', { name: 'Five pounds off' }).waitFor()
    await page.getByLabel('Kind', { exact: true }).selectOption({ label: 'Product' })
    await page.getByRole('link', { name: 'Five pounds off' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'A notebook' }).click()
    await page.getByText('You need 118,500 points more for this.').waitFor()
    await page.getByText('12 left').waitFor()
  })

  it('shows a reward in all looks', async () => {
    await go(`/rewards/${teaId}`)
    await showInAllLooks(page, 'reward', () => page.getByRole('button', { name: /400/ }).waitFor())
  })

  it('sends to the till for a reward that depends on the basket', async () => {
    await go('/rewards')
    await page.getByRole('link', { name: 'Five pounds off' }).click()
    await page.getByText('Ask for this at the till at Maison Verte before you pay.').waitFor()
  })

  it('shows rewards to anybody, and asks to sign in only for having one', async () => {
    const stranger = await browser.visit()
    await installWallet(stranger, CHAIN_ID)
    await stranger.goto(`${coalition.url}/wallet`)
    await stranger.getByRole('link', { name: 'See the rewards' }).click()
    await stranger.getByRole('link', { name: 'A tin of tea' }).waitFor()
    await showInAllLooks(stranger, 'rewards-stranger', () => stranger.getByText(/tin of tea|boîte de thé/).waitFor())
    await stranger.getByRole('link', { name: 'A tin of tea' }).click()
    await stranger.getByRole('button', { name: 'Sign in to get this' }).click()
    await expectAccessible(stranger, 'a reward with the ways in')
    await stranger.getByRole('button', { name: 'Sign in with Test Wallet' }).click()
    await stranger.getByText('You need 400 points more for this.').waitFor()
  })

  it('adds the points to a wallet app, with their chain and picture, for a member with a card as well', async () => {
    const { memberId, cardNumber } = await coalition.enrolCard('2580')
    await coalition.sell({ kind: 'member', value: memberId }, '4200')
    const cardholder = await browser.visit()
    const app = await installWallet(cardholder, 1)
    await cardholder.goto(`${coalition.url}/wallet`)
    await cardholder.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    await cardholder.getByLabel('PIN', { exact: true }).fill('2580')
    await cardholder.getByRole('button', { name: 'Sign in', exact: true }).click()
    await cardholder.getByRole('heading', { level: 1, name: 'Your points', exact: true }).waitFor()
    await cardholder.goto(`${coalition.url}/wallet/account`)
    await cardholder.getByText('it will show 0 points until you move your points').waitFor()
    await cardholder.getByRole('button', { name: 'Add Entente points to my wallet app' }).click()
    await cardholder.getByText('Yours will appear there once you move them to it.').waitFor()

    const { body: ledger } = await coalition.till('/v1/ledger')
    const chain = { chainId: `0x${CHAIN_ID.toString(16)}` }
    const image = `${coalition.url}/entente.png`
    const { chainName, rpcUrl, token: address, symbol, decimals } = ledger
    const nativeCurrency = { name: 'Ether', symbol: 'ETH', decimals: 18 }
    expect(app.asked).to.deep.equal([
      { method: 'eth_chainId', params: [] },
      { method: 'wallet_switchEthereumChain', params: [chain] },
      {
        method: 'wallet_addEthereumChain',
        params: [{ ...chain, chainName, rpcUrls: [rpcUrl], iconUrls: [image], nativeCurrency }],
      },
      { method: 'wallet_switchEthereumChain', params: [chain] },
      { method: 'wallet_watchAsset', params: { type: 'ERC20', options: { address, symbol, decimals, image } } },
    ])
    expect((await fetch(image)).headers.get('content-type')).to.equal('image/png')

    await cardholder.getByRole('button', { name: 'Ask the ledger for my balance' }).click()
    await cardholder.getByText(/^The ledger says: 42 points at 0x/).waitFor()
    await cardholder.getByText('Details for adding it by hand').click()
    await expectAccessible(cardholder, 'the account page with the details of the chain')
  })

  it('shows the way to the nearest reward that cannot be had yet', async () => {
    await go('')
    const next = page.getByRole('region', { name: 'Your next reward' })
    await next.getByRole('link', { name: 'A notebook' }).waitFor()
    await next.getByText('118,500 points to go, of 120,000 points.').waitFor()
    expect(await next.getByRole('progressbar').getAttribute('aria-valuenow')).to.equal('1')
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
    await page.getByText('You are offline.').waitFor()
    await page.context().setOffline(false)
    await page.getByText('You are offline.').waitFor({ state: 'detached' })
  })

  it('says so where there is nothing to show without a connection, and shows it when it is back', async () => {
    const stranger = await browser.visit()
    await stranger.goto(`${coalition.url}/wallet`)
    await stranger.getByRole('heading', { level: 1, name: 'See your points' }).waitFor()
    await stranger.context().setOffline(true)
    await stranger.getByRole('link', { name: 'See the rewards' }).click()
    await stranger.getByText('You are offline. Please try again when you are back online.').waitFor()
    expect(await stranger.locator('main li').count(), 'places of what will not come').to.equal(0)
    await expectAccessible(stranger, 'rewards without a connection')
    await stranger.context().setOffline(false)
    await stranger.getByRole('link', { name: 'A tin of tea' }).waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
