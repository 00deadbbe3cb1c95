import type { Page } from 'playwright-core'

/** What a page says in place of what is still on its way. */
const WAITING = /^(?:One moment|Un instant)…$/
const WAIT_MS_MAX = 20_000

/** All fonts there, and two frames after all that moves has come to rest, but for what turns for ever. */
const AT_REST = `(async () => {
  await document.fonts.ready
  const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
  await Promise.allSettled(ending.map((each) => each.finished))
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame)
})()`

/** Waits until nothing on a page moves any more. */
export async function rest(page: Page): Promise<void> {
  await page.evaluate(AT_REST)
}

/** Waits until a page shows what it has to show, and moves no more. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  const waiting = page.getByText(WAITING).or(page.locator('[aria-busy="true"]')).first()
  await waiting.waitFor({ state: 'hidden', timeout: WAIT_MS_MAX })
  await rest(page)
}
