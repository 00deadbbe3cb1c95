import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'

import type { Locator } from 'playwright-core'

import { LABELS } from '../../test/support/pages/labels.ts'
import { enrolCardholder } from '../../test/support/pages/seed.ts'
import { Person } from './person.ts'
import type { Site, Task } from './task.ts'

const DOCS = LABELS.docs
const COMPUTER = { viewport: { width: 1280, height: 860 }, locale: 'en-GB' }
const ERROR_CODE = 'points_insufficient'
const CURL_TIMEOUT_MS = 10_000
const run = promisify(execFile)

async function atTheDocs({ browser, server }: Site): Promise<Person> {
  const context = await browser.newContext(COMPUTER)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url })
  const page = await context.newPage()
  await page.goto(`${server.url}/docs`)
  await page.waitForLoadState('networkidle')
  return new Person(page, 'computer')
}

const heading = ({ page }: Person, name: RegExp) => page.getByRole('heading', { name })

/** In the page: whether one of some links is in the window. */
const someInWindow = (links: readonly unknown[]) => {
  const { innerHeight } = globalThis as unknown as { innerHeight: number }
  return links.some((link) => {
    const box = (
      link as { getBoundingClientRect(): Record<'top' | 'bottom' | 'width', number> }
    ).getBoundingClientRect()
    return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight
  })
}

/** Goes to a page of the docs by a link in the window; without one by the search; without that by a link further down. */
async function goTo(person: Person, link: Locator, searched: string): Promise<void> {
  const { page } = person
  const search = page.getByRole('searchbox').or(page.getByRole('combobox', { name: DOCS.search }))
  const opener = page.getByRole('button', { name: DOCS.search })
  const inWindow = await link.evaluateAll(someInWindow)
  if (!inWindow && ((await person.notices(search)) || (await person.notices(opener)))) {
    if (!(await person.notices(search))) await person.tap(opener)
    await person.type(search, searched)
    // A search that does not answer while one types answers to Enter.
    if (!(await person.notices(link))) await person.press('Enter')
  }
  await person.tap(link)
}

const openPurchase = async (person: Person) => {
  await goTo(person, person.page.getByRole('link', { name: DOCS.recordPurchase }), 'record purchase')
  await person.see(heading(person, DOCS.recordPurchase))
}

/** What is copied: by a button where there is one, else by marking the command. */
async function copyCurl(person: Person): Promise<string> {
  const { page } = person
  const part = page
    .locator('section, article, main')
    .filter({ has: heading(person, DOCS.recordPurchase) })
    .last()
  const copy = part.getByRole('button', { name: DOCS.copy })
  if (await person.notices(copy)) {
    await person.tap(copy)
    return page.evaluate<string>('navigator.clipboard.readText()')
  }
  return person.markAndCopy(part.locator('pre').filter({ hasText: 'curl' }))
}

/** Runs a command in a shell with the brand's key in the environment; the address is where this server listens. */
async function runCurl(command: string, { server, brand }: Site): Promise<number> {
  // Whoever follows the docs is the first to use the example's order: so is each round.
  const here = command
    .replaceAll('http://localhost:8080', server.url)
    .replace(/("orderRef":\s*")[^"]*"/, `$1T-${randomUUID().slice(0, 8)}"`)
  const withStatus = here.replace(/\bcurl\b/, 'curl -s -o /dev/null -w "%{http_code}"')
  // What the docs have one set before: where the server is, and the key.
  const env = { PATH: '/usr/bin:/bin', ENTENTE: server.url, KEY: brand.key }
  const { stdout } = await run('/bin/sh', ['-c', withStatus], { env, timeout: CURL_TIMEOUT_MS })
  return Number(stdout.trim().slice(-3))
}

const isDone = (status: number) => status >= 200 && status < 300

async function useCurl(person: Person, site: Site): Promise<void> {
  const command = await copyCurl(person)
  // Pasted and sent.
  person.beside({ keys: 2 })
  if (isDone(await person.waitsFor(runCurl(command, site)))) return
  // The example's customer is not one of this brand: its card takes the place.
  const { cardNumber } = await enrolCardholder(site.server, site.brand)
  person.beside({ keys: 1, fields: [cardNumber.length] })
  const own = command.replace(/("value":\s*")[^"]*"/, `$1${cardNumber}"`)
  const status = await person.waitsFor(runCurl(own, site))
  if (!isDone(status)) throw new Error(`the command of the docs is answered with ${status}:\n${own}`)
}

async function findKey(person: Person): Promise<void> {
  const { page } = person
  const told = page.getByText(DOCS.whereKeysComeFrom)
  const link = page.getByRole('link', { name: DOCS.start })
  if (!(await person.notices(told))) {
    if (await person.notices(link)) await person.tap(link)
    else await person.tap(page.getByRole('link', { name: DOCS.home }))
  }
  await person.lookFor(told, 'key')
}

const ROLE = 'integrator'

/** What an integrator looks for in the docs, at a computer. */
export const INTEGRATOR_TASKS: readonly Task[] = [
  {
    role: ROLE,
    name: 'find how to record a purchase',
    about: 'From /docs until the heading of the call is shown.',
    async prepare(site) {
      const person = await atTheDocs(site)
      return { person, act: () => openPurchase(person) }
    },
  },
  {
    role: ROLE,
    name: 'copy a working curl command for it',
    about:
      'From that heading until the command, run in a shell with the address in $ENTENTE and the key in $KEY, is answered with success.',
    async prepare(site) {
      const before = await atTheDocs(site)
      await openPurchase(before)
      const person = new Person(before.page, 'computer')
      return { person, act: () => useCurl(person, site) }
    },
  },
  {
    role: ROLE,
    name: 'find what an error code means',
    about: `From /docs until the text about ${ERROR_CODE} is shown.`,
    async prepare(site) {
      const person = await atTheDocs(site)
      const act = async () => {
        await goTo(person, person.page.getByRole('link', { name: DOCS.errors }), ERROR_CODE)
        await person.lookFor(heading(person, new RegExp(ERROR_CODE)), ERROR_CODE)
      }
      return { person, act }
    },
  },
  {
    role: ROLE,
    name: 'find how to list events',
    about: 'From /docs until the heading of the call is shown.',
    async prepare(site) {
      const person = await atTheDocs(site)
      const act = async () => {
        await goTo(person, person.page.getByRole('link', { name: DOCS.listEvents }), 'events')
        await person.see(heading(person, DOCS.listEvents))
      }
      return { person, act }
    },
  },
  {
    role: ROLE,
    name: 'find how to get a key',
    about: 'From /docs until a text says where a partner gets a key.',
    async prepare(site) {
      const person = await atTheDocs(site)
      return { person, act: () => findKey(person) }
    },
  },
]
