import { LABELS } from '../../test/support/pages/labels.ts'
import { type Cardholder, enrolCardholder, sell } from '../../test/support/pages/seed.ts'
import { Person } from './person.ts'
import type { Site, Task } from './task.ts'

const TILL = LABELS.till
const COMPUTER = { viewport: { width: 1280, height: 860 }, locale: 'en-GB' }
const PIN = '2580'

let customers = 0

/** A till that is connected and waits for a customer, and a customer who bought something before. */
async function atTheTill(site: Site): Promise<{ person: Person; card: Cardholder; phone: string }> {
  const { browser, server, brand } = site
  customers += 1
  const number = String(customers).padStart(3, '0')
  const phone = `07400123${number}`
  const card = await enrolCardholder(server, brand, { phone: `+44${phone.slice(1)}` })
  await sell(server, brand, { memberId: card.memberId, amountMinor: '90000' })
  const page = await (await browser.newContext(COMPUTER)).newPage()
  await page.goto(`${server.url}/till`)
  await page.getByRole('textbox', { name: TILL.key }).or(page.getByLabel(TILL.key)).first().fill(brand.key)
  await page.keyboard.press('Enter')
  await page.getByLabel(TILL.scan).waitFor()
  await page.waitForLoadState('networkidle')
  return { person: new Person(page, 'computer'), card, phone }
}

const atDesk = ({ page }: Person) => page.getByRole('button', { name: TILL.nextCustomer })
const slip = ({ page }: Person, title: RegExp) => page.getByRole('status').filter({ hasText: title })

async function purchase(person: Person, { cardNumber }: Cardholder): Promise<void> {
  await person.scan(cardNumber)
  await person.type(person.page.getByLabel(TILL.amount), '42.50')
  await person.press('Enter')
  await person.see(slip(person, TILL.purchaseDone))
}

async function redeem(person: Person, { cardNumber }: Cardholder): Promise<void> {
  const { page } = person
  await person.scan(cardNumber)
  await person.seeOneOf({ desk: atDesk(person) })
  await person.press('F4')
  await person.type(page.getByLabel(TILL.points), '300')
  // Enter counts once the points are found to be there.
  await person.see(page.getByText(/points available|enough points/i))
  await person.press('Enter')
  await person.type(page.getByLabel(TILL.pin), PIN)
  await person.press('Enter')
  await person.see(slip(person, TILL.redeemed))
}

async function takeBack(person: Person, { cardNumber }: Cardholder): Promise<void> {
  await person.scan(cardNumber)
  await person.seeOneOf({ desk: atDesk(person) })
  await person.press('F8')
  await person.type(person.page.getByLabel(TILL.refund), '5')
  await person.press('Enter')
  await person.see(slip(person, TILL.returnDone))
}

/** The customer says the number as people in the shop's country say theirs. */
async function findByPhone(person: Person, phone: string): Promise<void> {
  const { page } = person
  const field = page.getByLabel(TILL.scan)
  await person.type(field, phone)
  await person.press('Enter')
  const refused = field.and(page.locator('[aria-invalid="true"]')).or(page.getByRole('alert'))
  if ((await person.seeOneOf({ desk: atDesk(person), refused })) === 'refused') {
    await person.see(refused)
    await person.press('Control+a')
    await person.type(field, `+44${phone.slice(1)}`)
    await person.press('Enter')
  }
  await person.see(atDesk(person))
}

async function enrol(person: Person): Promise<void> {
  const { page } = person
  await person.tap(page.getByRole('button', { name: TILL.newCard }))
  await person.type(page.getByLabel(TILL.firstPin), PIN)
  await person.press('Enter')
  await person.see(page.getByText(TILL.pinSet))
}

/** What a cashier does, at a till with a keyboard, a mouse and a scanner. */
export const CASHIER_TASKS: readonly Task[] = [
  {
    role: 'cashier',
    name: 'record a purchase of £42.50 for a scanned card',
    about: 'From the waiting till until the slip is shown.',
    async prepare(site) {
      const { person, card } = await atTheTill(site)
      return { person, act: () => purchase(person, card) }
    },
  },
  {
    role: 'cashier',
    name: 'redeem 300 points with the PIN',
    about: 'From the waiting till until the slip says to hand over the goods; the customer types the PIN.',
    async prepare(site) {
      const { person, card } = await atTheTill(site)
      return { person, act: () => redeem(person, card) }
    },
  },
  {
    role: 'cashier',
    name: 'take back goods of £5 from the newest purchase',
    about: 'From the waiting till until the slip is shown.',
    async prepare(site) {
      const { person, card } = await atTheTill(site)
      return { person, act: () => takeBack(person, card) }
    },
  },
  {
    role: 'cashier',
    name: 'find a customer by phone',
    about: 'From the waiting till, with a number as it is said in the shop’s country, until the customer is shown.',
    async prepare(site) {
      const { person, phone } = await atTheTill(site)
      return { person, act: () => findByPhone(person, phone) }
    },
  },
  {
    role: 'cashier',
    name: 'enrol a customer with a PIN',
    about: 'From the waiting till until the till says that the PIN is set.',
    async prepare(site) {
      const { person } = await atTheTill(site)
      return { person, act: () => enrol(person) }
    },
  },
]
