import { expect } from 'chai'

import { expectAccessible } from './support/accessibility.ts'
import { installAuthenticator } from './support/authenticator.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { invite, showConsole, signInToConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

describe('passkeys and second persons in the console of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  const signIn = async (name: string, role: string, path: string) =>
    signInToConsole({ browser, coalition }, await invite(coalition, name, role), path)

  it('adds a passkey, signs in with it, and removes it', async () => {
    const page = await signIn('Pia Stone', 'finance', '/partner/account')
    await installAuthenticator(page)
    const panel = page.getByRole('region', { name: 'Passkeys' })
    await panel.getByText('You have no passkey yet.').waitFor()
    await panel.getByRole('button', { name: 'Add a passkey of this device' }).click()
    await panel.getByText('Not used yet').waitFor()
    await showConsole(page, 'passkeys', { onPhone: true })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Pia Stone, Finance').waitFor()
    await panel.getByText(/^Last used /).waitFor()
    await panel.getByRole('button', { name: /^Remove the passkey added/ }).click()
    await panel.getByRole('button', { name: 'Yes, remove it' }).click()
    await panel.getByText('You have no passkey yet.').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('alert').getByText('No sign-in with this passkey.').waitFor()
    await keepPicture(page, 'console-passkey-refused')
    await expectAccessible(page, 'a passkey that was removed')
  })

  it('has two people confirm, and goes back to one only with both', async () => {
    const owner = await signIn('Olga Weiss', 'owner', '/partner/statements')
    const finance = await signIn('Finn Moor', 'finance', '/partner/statements')
    const panelOf = (page: typeof owner) => page.getByRole('region', { name: 'Who confirms statements' })
    expect(await panelOf(finance).getByRole('button').count()).to.equal(0)
    await panelOf(owner).getByRole('button', { name: 'Have two people confirm' }).click()
    const dialog = owner.getByRole('dialog')
    await expectAccessible(owner, 'the dialog of two people')
    await dialog.getByRole('button', { name: 'Have two people confirm' }).click()
    await panelOf(owner)
      .getByText(/^Two people: one asks for it/)
      .waitFor()
    await panelOf(owner).getByRole('button', { name: 'Ask that one person is enough' }).click()
    await dialog.getByRole('button', { name: 'Ask for it' }).click()
    await panelOf(owner).getByText('Another owner, or somebody of finance, must approve it before').waitFor()
    expect(await panelOf(owner).getByRole('button', { name: 'Approve' }).count()).to.equal(0)
    await finance.reload()
    await panelOf(finance)
      .getByText(/^Olga Weiss asked for it /)
      .waitFor()
    await showConsole(finance, 'approvals', { onPhone: true })
    await panelOf(finance).getByRole('button', { name: 'Approve' }).click()
    await finance.getByRole('dialog').getByRole('button', { name: 'Approve it' }).click()
    await panelOf(finance)
      .getByText(/^One person is enough/)
      .waitFor()
  })

  it('runs no script but ours', () => {
    expect(browser.errors).to.deep.equal([])
  })
})
