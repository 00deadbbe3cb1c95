import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import type { AxeResults } from 'axe-core'
import { expect } from 'chai'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const GRAVE = new Set(['serious', 'critical'])

/** Two frames after all that moves has come to rest, but for what turns for ever: colours are then what they stay. */
const SETTLED = `(async () => {
  const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
  await Promise.allSettled(ending.map((each) => each.finished))
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame)
})()`

/** Expects that axe finds nothing serious or critical on the page as it is. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await runAxe(page, '{ resultTypes: ["violations"] }')
  const grave = violations.filter(({ impact }) => GRAVE.has(impact ?? '')).map(describeFinding)
  expect(grave, where).to.deep.equal([])
}

/** Lists what axe finds on the page as it is, of any level: WCAG 2.2 A and AA, and best practices; no rule of these is off. */
export async function listFindings(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const options = { resultTypes: ['violations'], runOnly: { type: 'tag', values: tags } }
  const { violations } = await runAxe(page, JSON.stringify(options))
  return violations.map((violation) => `${violation.impact ?? 'minor'} ${describeFinding(violation)}`)
}

async function runAxe(page: Page, options: string): Promise<AxeResults> {
  await page.evaluate(SETTLED)
  // Evaluated through the debugger: the page's own policy runs no script but ours.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(source)
  return page.evaluate<AxeResults>(`axe.run(document, ${options})`)
}

function describeFinding({ id, nodes }: AxeResults['violations'][number]): string {
  const places = nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`)
  return `${id}: ${places.join('; ')}`
}
