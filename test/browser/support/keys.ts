import { expect } from 'chai'
import type { Locator, Page } from 'playwright-core'

const STOPS_MAX = 800
const WAIT_MS_MAX = 20_000

/** In the page: what a stop and all that may show its focus are drawn with. */
const DRAWN = `(element) => {
  const styleOf = (one, part) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, textDecorationLine } = getComputedStyle(one, part)
    const outline = outlineStyle === 'none' ? '' : outlineWidth + outlineColor
    return [outline, boxShadow, borderColor, backgroundColor, textDecorationLine].join('|')
  }
  // A link may fill its card, a field may show it on the frame around it, and a switch on what is drawn beside its input.
  const around = [element.parentElement, element.nextElementSibling, element.parentElement?.parentElement, element.closest('li, label, form > *')]
  return [styleOf(element), styleOf(element, '::before'), styleOf(element, '::after')]
    .concat(around.map((one) => (one instanceof Element ? styleOf(one) : '')))
    .join(' ')
}`

/** In the page: the element that has the focus, and where it stands. */
const FOCUSED = `(() => {
  const element = document.activeElement
  if (element === null || element === document.body) return null
  window.keyStops ??= []
  const firstOfAll = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].find(
    (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }),
  )
  const last = window.keyStops.at(-1)
  const isLater = last === undefined || (last.element.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  const { top, bottom } = element.getBoundingClientRect()
  window.keyStops.push({ element, drawn: (${DRAWN})(element) })
  const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? ''
  return {
    name: element.tagName.toLowerCase() + ' ' + name.trim().slice(0, 60),
    isLater,
    isFirst: element === firstOfAll,
    isInWindow: bottom > 0 && top < innerHeight,
    tabIndex: element.tabIndex,
  }
})()`

/** In the page: whether the stop before the last was drawn differently while it had the focus. */
const WAS_SHOWN = `(() => {
  const stop = window.keyStops.at(-2)
  return stop === undefined || !stop.element.isConnected || (${DRAWN})(stop.element) !== stop.drawn
})()`

const hasFocus = (element: unknown) =>
  element === (element as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement

interface Stop {
  readonly name: string
  readonly isLater: boolean
  /** The first of the page: there it goes on after the last. */
  readonly isFirst: boolean
  readonly isInWindow: boolean
  readonly tabIndex: number
}

/** Somebody who has a keyboard and no mouse. Each stop on the way is judged. */
export class Keys {
  readonly page: Page
  #last: Stop | null = null

  constructor(page: Page) {
    this.page = page
  }

  /** Goes on from stop to stop until something has the focus. */
  async reach(what: Locator): Promise<void> {
    const target = what.filter({ visible: true }).first()
    await target.waitFor({ timeout: WAIT_MS_MAX })
    const isThere = () => target.evaluate(hasFocus)
    for (let stops = 0; stops < STOPS_MAX; stops += 1) {
      if (await isThere()) return
      await this.tab()
    }
    throw new Error(`${String(what)} is not reached in ${STOPS_MAX} stops`)
  }

  /** Goes to the next stop, which must show that it has the focus, be in the window, and come after the one before. */
  async tab(): Promise<Stop | null> {
    await this.page.keyboard.press('Tab')
    const stop = await this.page.evaluate<Stop | null>(FOCUSED)
    const before = this.#last
    this.#last = stop
    if (stop === null) return null
    if (before !== null) expect(await this.page.evaluate(WAS_SHOWN), `${before.name}: shows the focus`).to.equal(true)
    expect(stop.tabIndex, `${stop.name}: is where it stands in the order`).to.equal(0)
    expect(stop.isInWindow, `${stop.name}: is in the window`).to.equal(true)
    if (before !== null && !stop.isFirst) expect(stop.isLater, `${stop.name}: after ${before.name}`).to.equal(true)
    return stop
  }

  /** Types into a field. */
  async type(field: Locator, text: string): Promise<void> {
    await this.reach(field)
    await this.page.keyboard.type(text)
  }

  /** Reaches a button or a link, and presses it. */
  async press(what: Locator): Promise<void> {
    await this.reach(what)
    await this.page.keyboard.press('Enter')
    this.startOver()
  }

  /** The page changed, and with it where the focus is. */
  startOver(): void {
    this.#last = null
  }

  /** Goes through all of a page, until the focus leaves it: no stop holds it. Returns the names of the stops. */
  async walk(): Promise<string[]> {
    const names: string[] = []
    await this.page.evaluate('document.activeElement?.blur(); window.keyStops = []')
    this.startOver()
    for (let stops = 0; stops < STOPS_MAX; stops += 1) {
      const stop = await this.tab()
      if (stop === null || (stop.isFirst && names.length > 0)) return names
      names.push(stop.name)
    }
    throw new Error(`the focus never leaves the page: ${names.slice(-3).join(', ')}`)
  }
}
