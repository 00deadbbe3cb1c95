import { expect } from 'chai'
import type { Page } from 'playwright-core'

import { expectAccessible } from './support/accessibility.ts'
import { installAuthenticator } from './support/authenticator.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { showInAllLooks } from './support/screenshots.ts'
import { installWallet } from './support/test-wallet.ts'

const CHAIN_ID = 31_337
const PIN = '2580'
const WRONG_TRIES_MAX = 5

describe('signing in to the wallet', function () {
  this.timeout(180_000)
  const browser = useBrowser()
  let coalition: Coalition

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

  before(async () => {
    coalition = await openCoalition()
  })

  it('offers three ways, in both languages, light and dark, on a phone and a desktop', async () => {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet`)
    await showInAllLooks(page, 'sign-in', () => page.getByRole('heading', { level: 1 }).waitFor())
  })

  it('lets nothing pass from one look to another for those who asked for less motion', async () => {
    const page = await browser.visit({ reducedMotion: 'reduce' })
    await page.addInitScript(`
      localStorage.setItem('mantine-color-scheme-value', 'dark')
      window.transitions = []
      document.addEventListener('transitionrun', ({ propertyName }) => window.transitions.push(propertyName), true)`)
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate('getComputedStyle(document.body).color')).to.equal('rgb(238, 235, 229)')
    expect(await page.evaluate('window.transitions')).to.deep.equal([])
  })

  it('signs in with a wallet, and stays signed in', async () => {
    const page = await browser.visit()
    const wallet = await installWallet(page, CHAIN_ID)
    await page.goto(`${coalition.url}/wallet`)
    wallet.refuseNext()
    await page.getByRole('button', { name: 'Sign in with Test Wallet' }).click()
    await page.getByRole('alert').getByText('You declined in your wallet app').waitFor()
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

  it('signs in with card number and PIN, and shows the number and its bar code from then on', async () => {
    const { cardNumber } = await coalition.enrolCard(PIN)
    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet`)
    const number = page.getByRole('textbox', { name: 'Card number' })
    const send = async (pin: string) => {
      await page.getByLabel('PIN', { exact: true }).fill(pin)
      await page.keyboard.press('Enter')
    }
    await number.fill(` ${cardNumber.slice(0, 8)}-${cardNumber.slice(8)}`)
    await send('9512')
    await page.getByRole('alert').getByText('That card number and PIN don’t match.').waitFor()
    await expectAccessible(page, 'sign-in with a wrong PIN')
    // The cursor is where the next try begins.
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    await heading(page, 'Your points').waitFor()
    await page.getByRole('link', { name: 'Card' }).click()
    const shown = page.getByText(cardNumber.replace(/(.{4})(?=.)/g, '$1 '))
    await shown.waitFor()
    await page.getByRole('img', { name: 'Bar code of your card number' }).waitFor()
    await page.reload()
    await shown.waitFor()
  })

  it('names the field that is not filled in right, and asks the server nothing', async () => {
    const { cardNumber } = await coalition.enrolCard(PIN)
    const page = await browser.visit()
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/sessions')) asked.push(request.url())
    })
    await page.goto(`${coalition.url}/wallet`)
    const number = page.getByRole('textbox', { name: 'Card number' })
    const pin = page.getByLabel('PIN', { exact: true })
    const send = () => page.keyboard.press('Enter')
    await number.fill(cardNumber.slice(0, 15))
    await pin.fill(PIN)
    await send()
    await page.getByText('A card number has 16 digits; this one has 15.').waitFor()
    expect(await number.getAttribute('aria-invalid')).to.equal('true')
    expect(await number.evaluate('document.activeElement.getAttribute("aria-invalid")')).to.equal('true')
    await expectAccessible(page, 'sign-in with a card number that is too short')
    const last = (Number(cardNumber.at(-1)) + 1) % 10
    await number.fill(cardNumber.slice(0, 15) + String(last))
    await page.getByText('One of these digits is not right.').waitFor()
    await number.fill(cardNumber)
    await pin.fill('25')
    await send()
    await page.getByText('A PIN has 4 to 8 digits.').waitFor()
    expect(await number.getAttribute('aria-invalid')).to.not.equal('true')
    expect(asked).to.deep.equal([])
  })

  it('tells a stranger nothing of which cards there are', async () => {
    const { cardNumber } = await coalition.enrolCard(PIN)
    const said: string[] = []
    // A number that checks, and that nobody has.
    for (const number of [cardNumber, '9999999999999995']) {
      const page = await browser.visit()
      await page.goto(`${coalition.url}/wallet`)
      await page.getByRole('textbox', { name: 'Card number' }).fill(number)
      await page.getByLabel('PIN', { exact: true }).fill('9512')
      await page.keyboard.press('Enter')
      said.push(await page.getByRole('alert').innerText())
      expect(await page.locator('[aria-invalid="true"]').count()).to.equal(0)
    }
    expect(said[0]).to.equal(said[1])
  })

  it('does not open a locked card, and says when it opens again', async () => {
    const { cardNumber } = await coalition.enrolCard(PIN)
    const page = await browser.visit()
    await page.goto(`${coalition.url}/wallet`)
    await page.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
    const refusal = page.getByRole('alert').getByText('locked for 15 minutes')
    for (const pin of [...Array<string>(WRONG_TRIES_MAX).fill('9512'), PIN]) {
      await page.getByLabel('PIN', { exact: true }).fill(pin)
      const answered = page.waitForResponse(/\/v1\/sessions$/)
      await page.keyboard.press('Enter')
      expect((await answered).status()).to.equal(401)
      await refusal.waitFor()
    }
    await heading(page, 'See your points').waitFor()
  })

  it('lists where the member is signed in, and signs out there', async () => {
    const { cardNumber } = await coalition.enrolCard(PIN)
    const signedIn = async () => {
      const page = await browser.visit()
      await page.goto(`${coalition.url}/wallet`)
      await page.getByRole('textbox', { name: 'Card number' }).fill(cardNumber)
      await page.getByLabel('PIN', { exact: true }).fill(PIN)
      await page.keyboard.press('Enter')
      await heading(page, 'Your points').waitFor()
      return page
    }
    const [phone, laptop, library] = [await signedIn(), await signedIn(), await signedIn()]
    await phone.goto(`${coalition.url}/wallet/account`)
    const others = phone.getByRole('button', { name: /^Sign out there/ })
    await others.nth(1).waitFor()
    await phone.getByText('This browser').waitFor()
    await expectAccessible(phone, 'where a member is signed in')
    await others.first().click()
    await others.nth(1).waitFor({ state: 'detached' })
    // The one that was used last is listed first.
    await library.reload()
    await heading(library, 'See your points').waitFor()
    await laptop.reload()
    await heading(laptop, 'Your points').waitFor()
    await phone.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await others.waitFor({ state: 'detached' })
    await laptop.reload()
    await heading(laptop, 'See your points').waitFor()
    await phone.reload()
    await phone.getByText('This browser').waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
