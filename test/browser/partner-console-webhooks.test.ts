import { expect } from 'chai'

import { EXAMPLES } from '../../server/api/examples.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { invite, showConsole, signInToConsole } from './support/console.ts'
import { keepPicture } from './support/screenshots.ts'

/** Nothing is there: the name is kept for examples, and leads nowhere. */
const URL_OF_SHOP = 'https://shop.example.com/entente'

describe('webhooks in the console of a brand', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition

  before(async () => {
    coalition = await openCoalition()
  })

  const signIn = async (name: string, role: string) =>
    signInToConsole({ browser, coalition }, await invite(coalition, name, role), '/partner/webhooks')

  it('adds one, covers its secret until asked, tests, rotates, disables, enables and removes it', async () => {
    const page = await signIn('Dev Kumar', 'developer')
    await page.getByText('There are no webhooks yet.').waitFor()
    await showConsole(page, 'webhooks-empty', { onPhone: true })
    await page.getByLabel('Address').fill('https://10.0.0.1/hook')
    await page.getByRole('button', { name: 'Add the webhook' }).click()
    await page.getByRole('alert').getByText('The whole Internet must be able to reach this address').waitFor()
    await page.getByLabel('Address').fill(URL_OF_SHOP)
    await page.getByLabel('Send all events, new kinds as well').uncheck()
    expect(await page.getByRole('button', { name: 'Add the webhook' }).isDisabled()).to.equal(true)
    await page.getByLabel('redemption.captured').check()
    await page.getByRole('button', { name: 'Add the webhook' }).click()
    await page.getByText('Copy the secret now').waitFor()
    expect(await page.getByText(/^whsec_/).count()).to.equal(0)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    const first = await page.getByText(/^whsec_/).textContent()
    await keepPicture(page, 'console-webhook-secret')
    const panel = page.getByRole('region', { name: URL_OF_SHOP })
    await panel.getByText('These are sent: redemption.captured').waitFor()
    await panel.getByRole('button', { name: 'Send a test' }).click()
    await panel.getByText(/^The test did not arrive\. /).waitFor()
    await panel.getByRole('button', { name: `New secret for ${URL_OF_SHOP}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('The secret before').selectOption('hour')
    await expectAccessible(page, 'the dialog of a new secret')
    await keepPicture(page, 'console-webhook-rotate')
    await dialog.getByRole('button', { name: 'Make a new secret' }).click()
    await panel.getByRole('button', { name: 'Show', exact: true }).click()
    expect(await panel.getByText(/^whsec_/).textContent()).to.not.equal(first)
    await panel.getByText('The secret before signs as well until').waitFor()
    await panel.getByRole('button', { name: `Disable ${URL_OF_SHOP}` }).click()
    await dialog.getByRole('button', { name: 'Disable it' }).click()
    await panel.getByText('Disabled', { exact: true }).waitFor()
    await panel.getByRole('button', { name: `Enable ${URL_OF_SHOP}` }).click()
    await dialog.getByRole('button', { name: 'Enable it' }).click()
    await panel.getByText('Working', { exact: true }).waitFor()
    await panel.getByRole('button', { name: 'What did not arrive' }).click()
    await panel.getByText('There are none.').waitFor()
    await panel.getByRole('button', { name: `Remove ${URL_OF_SHOP}` }).click()
    await dialog.getByRole('button', { name: 'Remove it for ever' }).click()
    await page.getByText('There are no webhooks yet.').waitFor()
  })

  it('lists what did not arrive, and sends one or all dead letters again', async () => {
    // Ten tries take days: these are the webhook and the dead letter that the document of the API shows.
    const page = await signIn('Ada Byron', 'owner')
    const { data } = EXAMPLES['listWebhooks']?.answer as { data: { webhookId: string }[] }
    const { data: deliveries } = EXAMPLES['listWebhookDeliveries']?.answer as { data: object[] }
    let left = deliveries
    const replayed: unknown[] = []
    await page.route(/\/v1\/webhooks(?:\?|$)/, (route) =>
      route.fulfill({ json: { data: [{ ...data[0], dead: left.length, state: 'failing' }], nextCursor: null } }),
    )
    await page.route(/\/deliveries(?:\?|$)/, (route) => route.fulfill({ json: { data: left, nextCursor: null } }))
    await page.route(/\/replay$/, (route) => {
      replayed.push(route.request().postDataJSON())
      left = []
      return route.fulfill({ json: EXAMPLES['replayWebhookDeliveries']?.answer })
    })
    const open = async () => page.getByRole('button', { expanded: false }).first().click()
    await page.reload()
    await open()
    await page.getByText('evt_40 · redemption.captured').waitFor()
    await showConsole(page, 'webhooks', { open, onPhone: true })
    await open()
    await page.getByRole('button', { name: 'Send again: evt_40' }).click()
    await page.getByText('Being sent again: 1').waitFor()
    left = deliveries
    await page.reload()
    await open()
    await page.getByText('Dead letters', { exact: true }).click()
    await page.getByRole('button', { name: 'Send all dead letters again: 1' }).click()
    await page.getByText('Being sent again: 1').waitFor()
    await page.getByText('There are none.').waitFor()
    const ids = { deliveryIds: [(deliveries[0] as { deliveryId: string }).deliveryId] }
    expect(replayed).to.deep.equal([ids, ids])
  })

  it('says that it could not be read, and is closed to those whose role does not include it', async () => {
    const page = await signIn('Sam Green', 'owner')
    await page.route(/\/v1\/webhooks$/, (route) => route.abort())
    await page.reload()
    await page.getByRole('alert').getByText('You are offline, or nothing answers.').waitFor()
    const other = await signIn('Mia Rose', 'marketing')
    await other.getByText('Your role does not include this page').waitFor()
    expect(await other.getByRole('link', { name: 'Webhooks' }).count()).to.equal(0)
  })

  it('runs no script but ours', () => {
    expect(browser.errors.filter((error) => !error.includes('ERR_FAILED'))).to.deep.equal([])
  })
})
