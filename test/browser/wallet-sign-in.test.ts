import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { useWorkplace } from '../support/system/workplace.ts'
import { installAuthenticator } from './support/authenticator.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { showInAllLooks } from './support/screenshots.ts'
import { installWallet } from './support/test-wallet.ts'

const CHAIN_ID = 31_337

describe('signing in to the wallet', function () {
  this.timeout(180_000)
  const workplace = useWorkplace()
  const browser = useBrowser()
  let coalition: Coalition

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

  before(async () => {
    coalition = await openCoalition(workplace)
  })

  it('offers three ways, in both languages, light and dark, on a phone and a desktop', async () => {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet`)
    await showInAllLooks(page, 'sign-in', () => page.getByRole('heading', { level: 1 }).waitFor())
  })

  it('signs in with a wallet, and stays signed in', async () => {
    const page = await browser.visit()
    const wallet = await installWallet(page, CHAIN_ID)
    await page.goto(`${coalition.url}/wallet`)
    wallet.refuseNext()
    await page.getByRole('button', { name: 'Sign in with Test Wallet' }).click()
    await page.getByRole('alert').getByText('You said no').waitFor()
    await page.getByRole('button', { name: 'Sign in with Test Wallet' }).click()
    await heading(page, 'Your points').waitFor()
    const signed = wallet.asked.filter(({ method }) => method === 'personal_sign')
    expect(signed).to.have.length(1)
    await page.reload()
    await heading(page, 'Your points').waitFor()
  })

  it('makes a passkey, signs out, and signs in with it', async () => {
    const page = await browser.visit()
    await installAuthenticator(page)
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('button', { name: 'Join with a new passkey' }).click()
    await heading(page, 'Your points').waitFor()
    await page.getByRole('link', { name: 'Account' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await heading(page, 'See your points').waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await heading(page, 'Your points').waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
