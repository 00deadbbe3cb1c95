import { devices } from 'playwright-core'

import { LABELS } from '../../test/support/pages/labels.ts'
import { type Cardholder, enrolCardholder, sell } from '../../test/support/pages/seed.ts'
import { Person } from './person.ts'
import type { Site, Task } from './task.ts'

const WALLET = LABELS.wallet
const PHONE = { ...devices['iPhone 13'], viewport: { width: 390, height: 844 }, locale: 'en-GB' }
const NEW_PIN = '7391'
/** What the member earned before: enough for the cheaper rewards. */
const SALE_MINOR = '200000'
const POINTS = /2,000/

/** A member with points, and their phone at the front door. */
async function aMember(
  { browser, server, brand }: Site,
  isFinal = false,
): Promise<{ person: Person; card: Cardholder }> {
  const card = await enrolCardholder(server, brand)
  await sell(server, brand, { memberId: card.memberId, amountMinor: SALE_MINOR, isFinal })
  const { defaultBrowserType, ...phone } = PHONE
  const page = await (await browser.newContext(phone)).newPage()
  await page.goto(server.url)
  return { person: new Person(page, 'phone'), card }
}

async function signIn(person: Person, { cardNumber, pin }: Cardholder, remember = false): Promise<void> {
  const { page } = person
  await person.type(page.getByRole('textbox', { name: WALLET.cardNumber }), cardNumber)
  await person.type(page.getByLabel(WALLET.pin), pin)
  const keep = page.getByRole('checkbox', { name: WALLET.remember })
  if (remember && (await person.notices(keep)) && !(await keep.isChecked())) await person.tap(keep)
  await person.tap(page.getByRole('button', { name: WALLET.signIn }))
}

/** A member who signed in with the card a moment ago, and is at home. */
async function aSignedInMember(site: Site, isFinal = false): Promise<{ person: Person; card: Cardholder }> {
  const { person, card } = await aMember(site, isFinal)
  await person.page.goto(`${site.server.url}/wallet`)
  await signIn(person, card)
  await person.see(person.page.getByRole('main').getByText(POINTS))
  await person.page.waitForLoadState('networkidle')
  return { person: new Person(person.page, 'phone'), card }
}

const place = ({ page }: Person, name: keyof typeof WALLET.places) =>
  page.getByRole('navigation').getByRole('link', { name: WALLET.places[name] })

async function showBarCode(person: Person, card: Cardholder): Promise<void> {
  const { page } = person
  const bars = page.getByRole('main').getByRole('img', { name: WALLET.bars })
  await person.tap(place(person, 'card'))
  if (!(await person.notices(bars))) {
    // This browser was not told to remember the number: the page says to sign in with it again.
    await person.tap(place(person, 'account'))
    await person.tap(page.getByRole('button', { name: WALLET.signOut }))
    await signIn(person, card, true)
    await person.tap(place(person, 'card'))
  }
  await person.see(bars)
}

async function claimTea(person: Person, { pin }: Cardholder): Promise<void> {
  const { page } = person
  const main = page.getByRole('main')
  const claim = main.getByRole('button', { name: WALLET.claim })
  if (!(await person.notices(main.getByRole('link', { name: 'A tin of tea' }))))
    await person.tap(place(person, 'rewards'))
  await person.tap(main.getByRole('link', { name: 'A tin of tea' }))
  await person.tap(claim)
  const pinField = page.getByLabel(WALLET.pin)
  const confirm = page.getByRole('button', { name: WALLET.confirmClaim })
  if ((await person.seeOneOf({ pin: pinField, confirm })) === 'pin') await person.type(pinField, pin)
  await person.tap(confirm)
  const voucher = page.getByText(WALLET.voucher)
  const show = page.getByText(WALLET.showVoucher)
  if ((await person.seeOneOf({ voucher, show })) === 'show') await person.tap(show)
  await person.see(voucher)
}

async function checkReceipt(person: Person): Promise<void> {
  const main = person.page.getByRole('main')
  const check = main.getByRole('link', { name: WALLET.checkReceipt })
  if (!(await person.notices(check))) await person.tap(place(person, 'history'))
  // The history may keep it behind what else there is to say about a purchase.
  const details = main.locator('summary').filter({ hasText: WALLET.details })
  if (!(await person.notices(check))) await person.tap(details)
  await person.tap(check)
  const now = main.getByRole('button', { name: WALLET.checkNow })
  const genuine = main.getByText(WALLET.genuine)
  if ((await person.seeOneOf({ genuine, now })) === 'now') await person.tap(now)
  await person.see(genuine)
}

async function changePin(person: Person, { pin }: Cardholder): Promise<void> {
  const { page } = person
  await person.tap(place(person, 'account'))
  const current = page.getByLabel(WALLET.currentPin)
  const change = page.getByRole('main').getByRole('button', { name: WALLET.changePin })
  if ((await person.seeOneOf({ current, change })) === 'change') await person.tap(change)
  await person.type(current, pin)
  await person.type(page.getByLabel(WALLET.newPin), NEW_PIN)
  await person.tap(change)
  await person.see(page.getByText(WALLET.pinChanged))
}

/** What a member comes for, on a phone. */
export const MEMBER_TASKS: readonly Task[] = [
  {
    role: 'member',
    name: 'sign in with the card and see the balance',
    about: 'From the front door until the balance is shown.',
    async prepare(site) {
      const { person, card } = await aMember(site)
      const { page } = person
      const act = async () => {
        await person.tap(page.getByRole('link', { name: WALLET.open }))
        await signIn(person, card)
        await person.see(page.getByRole('main').getByText(POINTS))
      }
      return { person, act }
    },
  },
  {
    role: 'member',
    name: "see the card's bar code",
    about: 'From home, a moment after signing in with the card, until the bar code of its number is shown.',
    async prepare(site) {
      const { person, card } = await aSignedInMember(site)
      return { person, act: () => showBarCode(person, card) }
    },
  },
  {
    role: 'member',
    name: 'claim the nearest affordable reward',
    about: 'From home until the voucher for it is shown.',
    async prepare(site) {
      const { person, card } = await aSignedInMember(site, true)
      return { person, act: () => claimTea(person, card) }
    },
  },
  {
    role: 'member',
    name: 'check that a receipt is genuine',
    about: 'From home until the verdict on the receipt of the latest purchase is shown.',
    async prepare(site) {
      const { person } = await aSignedInMember(site, true)
      return { person, act: () => checkReceipt(person) }
    },
  },
  {
    role: 'member',
    name: 'change the PIN',
    about: 'From home until the page says that the new PIN is set.',
    async prepare(site) {
      const { person, card } = await aSignedInMember(site)
      return { person, act: () => changePin(person, card) }
    },
  },
]
