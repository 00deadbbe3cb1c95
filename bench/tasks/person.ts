import type { Locator, Page } from 'playwright-core'

/**
 * The keystroke-level model: Card, Moran and Newell, "The keystroke-level model for user performance time with interactive
 * systems", Communications of the ACM 23 (1980), 396-410. Seconds of an act of a person who knows what they want.
 */
export const KLM = {
  /** A key, at the pace of an average typist who is no secretary. */
  keySeconds: 0.28,
  /** Pointing at something, with a mouse; a finger is taken to be as fast. */
  pointSeconds: 1.1,
  /** Pressing and releasing a button, or touching the glass. */
  pressSeconds: 0.2,
  /** Moving the hand between keyboard and mouse. */
  homeSeconds: 0.4,
  /** Making up one's mind, and reading what to do next. */
  thinkSeconds: 1.35,
} as const

/** How long a person waits for what a page must show. */
const WAIT_MS_MAX = 30_000
/** From key to key: a till takes faster ones for a scanner's. It is within what the model gives the keys. */
const KEY_MS = 120
/** How long something may stay away before the person takes another way. */
const GLANCE_MS = 1_500

/** No hand is faster: meanwhile a page that is about to change has changed. It is within what the model gives the act. */
const HAND_MS = 250
/** Whoever would have to scroll further has the browser find a word instead. */
const SCROLLED_SCREENS_MAX = 3

export type Device = 'phone' | 'computer'

/** What a person did in a task, in counted acts and in seconds. */
export interface Effort {
  /** Taps, clicks and scans: each a pointer activation. */
  pointer: number
  /** Fields that were typed into, whatever their length. Where the cursor was not in one, the tap on it counts too. */
  fields: number
  /** Keys that stand for themselves, such as Enter or F4; a chord counts once. */
  keys: number
  /** All of these together. */
  taps: number
  /** Screens that were scrolled. They cost time, and are not taps. */
  screens: number
  /** What the model gives the person's acts. */
  humanSeconds: number
  /** What the application had the person wait. */
  waitSeconds: number
  seconds: number
}

/** What the functions below use of a browser's page: our own code has no DOM. */
interface Shown {
  readonly ownerDocument: { readonly activeElement: unknown }
  getBoundingClientRect(): { readonly top: number }
}

const hasFocus = (element: unknown) => element === (element as Shown).ownerDocument.activeElement

const topOf = (element: unknown) => (element as Shown).getBoundingClientRect().top

/** Somebody at a page, who acts only on what is in the window, and whose acts are counted. */
export class Person {
  readonly page: Page
  readonly #device: Device
  #pointer = 0
  #fields = 0
  #keys = 0
  #screens = 0
  #humanSeconds = 0
  #waitMs = 0
  #isAtKeys = false

  constructor(page: Page, device: Device) {
    this.page = page
    this.#device = device
  }

  effort(): Effort {
    const taps = this.#pointer + this.#fields + this.#keys
    const round = (seconds: number) => Math.round(seconds * 100) / 100
    return {
      pointer: this.#pointer,
      fields: this.#fields,
      keys: this.#keys,
      taps,
      screens: this.#screens,
      humanSeconds: round(this.#humanSeconds),
      waitSeconds: round(this.#waitMs / 1_000),
      seconds: round(this.#humanSeconds + this.#waitMs / 1_000),
    }
  }

  /** Waits for something, and reads it. What the application takes for it is counted. */
  async see(what: Locator): Promise<void> {
    await this.#bringIntoView(await this.#waitFor(what))
    this.#humanSeconds += KLM.thinkSeconds
  }

  /** Waits for the first of several things to appear, and says which. Reading it belongs to the act that follows. */
  async seeOneOf<Name extends string>(choices: Readonly<Record<Name, Locator>>): Promise<Name> {
    const names = Object.keys(choices) as Name[]
    const began = performance.now()
    for (;;) {
      for (const name of names) {
        if (await choices[name].filter({ visible: true }).first().isVisible()) {
          this.#waitMs += performance.now() - began
          return name
        }
      }
      if (performance.now() - began > WAIT_MS_MAX) throw new Error(`none of these came: ${names.join(', ')}`)
      await this.page.waitForTimeout(10)
    }
  }

  /** Whether something is there at a glance. A page has a moment to show it, which is not counted. */
  async notices(what: Locator): Promise<boolean> {
    const came = what.filter({ visible: true }).first().waitFor({ timeout: GLANCE_MS })
    return came.then(
      () => true,
      () => false,
    )
  }

  /** Taps or clicks. */
  async tap(what: Locator): Promise<void> {
    const ready = await this.#ready(what)
    this.#atMouse()
    this.#spend('pointer', KLM.thinkSeconds + KLM.pointSeconds + KLM.pressSeconds)
    await this.page.waitForTimeout(HAND_MS)
    await (this.#device === 'phone' ? ready.tap() : ready.click())
  }

  /** Types into a field; taps it first where the cursor is not in it. */
  async type(field: Locator, text: string): Promise<void> {
    const ready = await this.#waitFor(field)
    const isFocused = await ready.evaluate(hasFocus)
    if (!isFocused) await this.tap(ready)
    this.#atKeys()
    this.#spend('field', KLM.thinkSeconds + text.length * KLM.keySeconds)
    await this.page.keyboard.type(text, { delay: KEY_MS })
  }

  /** Reads something in with a scanner, which types it and Enter: one pull of its trigger. */
  async scan(text: string): Promise<void> {
    this.#atMouse()
    this.#spend('pointer', KLM.thinkSeconds + KLM.pointSeconds + KLM.pressSeconds)
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
  }

  /** Presses a key, or several at once. */
  async press(key: string): Promise<void> {
    this.#atKeys()
    this.#spend('key', KLM.keySeconds * key.split('+').length)
    await this.page.keyboard.press(key)
  }

  /** Marks a text with the mouse, from its beginning to its end, and copies it. */
  async markAndCopy(what: Locator): Promise<string> {
    const ready = await this.#ready(what)
    this.#atMouse()
    this.#spend('pointer', KLM.thinkSeconds + KLM.pointSeconds + KLM.pressSeconds)
    this.#spend('pointer', KLM.pointSeconds)
    const text = await ready.innerText()
    await this.press('Control+c')
    return text
  }

  /** Acts beside the page, as in a terminal or an editor: keys, and fields of so many characters. */
  beside({ keys = 0, fields = [] }: { keys?: number; fields?: readonly number[] }): void {
    this.#atKeys()
    for (let pressed = 0; pressed < keys; pressed += 1) this.#spend('key', KLM.keySeconds)
    for (const characters of fields) this.#spend('field', KLM.thinkSeconds + characters * KLM.keySeconds)
  }

  /** Looks for something on a long page: scrolls where it is near, and has the browser find a word of it where it is far. */
  async lookFor(what: Locator, word: string): Promise<void> {
    const found = await this.#waitFor(what)
    if ((await this.#screensTo(found)) > SCROLLED_SCREENS_MAX) {
      this.beside({ keys: 1, fields: [word.length] })
      await found.scrollIntoViewIfNeeded()
    }
    await this.see(found)
  }

  /** Waits for something the application does beside the page, such as an answer in a terminal. */
  async waitsFor<T>(answer: Promise<T>): Promise<T> {
    const began = performance.now()
    const answered = await answer
    this.#waitMs += performance.now() - began
    return answered
  }

  /** Scrolls until something is in the window: a glance and a turn of the wheel for each screen on the way. */
  async #bringIntoView(what: Locator): Promise<void> {
    const screens = await this.#screensTo(what)
    this.#screens += screens
    // The model has no operator for scrolling: a screen is taken to cost as much as pointing.
    this.#humanSeconds += screens * KLM.pointSeconds
    await what.scrollIntoViewIfNeeded()
  }

  /** How many screens away something is; 0 where its beginning is in the window. */
  async #screensTo(what: Locator): Promise<number> {
    const top = await what.evaluate(topOf)
    const height = this.page.viewportSize()?.height ?? 1
    return Math.ceil((top < 0 ? -top : Math.max(0, top - height + 1)) / height)
  }

  /** Waits until the first of what is meant is shown. */
  async #waitFor(what: Locator): Promise<Locator> {
    const began = performance.now()
    const first = what.filter({ visible: true }).first()
    await first.waitFor({ timeout: WAIT_MS_MAX })
    this.#waitMs += performance.now() - began
    return first
  }

  /** Waits until something can be used, and scrolls to it. */
  async #ready(what: Locator): Promise<Locator> {
    const first = await this.#waitFor(what)
    await this.#bringIntoView(first)
    const began = performance.now()
    await first.click({ trial: true, timeout: WAIT_MS_MAX })
    this.#waitMs += performance.now() - began
    return first
  }

  #atKeys(): void {
    if (this.#device === 'computer' && !this.#isAtKeys) this.#humanSeconds += KLM.homeSeconds
    this.#isAtKeys = true
  }

  #atMouse(): void {
    if (this.#device === 'computer' && this.#isAtKeys) this.#humanSeconds += KLM.homeSeconds
    this.#isAtKeys = false
  }

  #spend(kind: 'pointer' | 'field' | 'key', seconds: number): void {
    if (kind === 'pointer') this.#pointer += 1
    else if (kind === 'field') this.#fields += 1
    else this.#keys += 1
    this.#humanSeconds += seconds
  }
}
