import type { Page } from 'playwright-core'

/** Texts may touch by so many pixels: letters are lower than their lines. */
const TOUCH_PIXELS = 3

/**
 * In the page: pairs of texts that are drawn over each other. Texts of one paragraph flow around each other, texts that are
 * hidden (for screen readers, or scrolled away) are drawn nowhere, and what is fixed to the window may lie over the page.
 */
const OVERLAPS = `((touch) => {
  const isFixed = (element) => {
    for (let one = element; one !== null; one = one.parentElement)
      if (['fixed', 'sticky'].includes(getComputedStyle(one).position)) return true
    return false
  }
  const clipOf = (element) => {
    let clip = { left: 0, right: document.documentElement.clientWidth, top: -Infinity, bottom: Infinity }
    for (let one = element; one !== null && one !== document.body; one = one.parentElement) {
      const { overflowX, overflowY, clipPath } = getComputedStyle(one)
      if (overflowX === 'visible' && overflowY === 'visible' && clipPath === 'none') continue
      const box = one.getBoundingClientRect()
      clip = { left: Math.max(clip.left, box.left), right: Math.min(clip.right, box.right), top: Math.max(clip.top, box.top), bottom: Math.min(clip.bottom, box.bottom) }
    }
    return clip
  }
  const shown = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { currentNode } = texts
    const parent = currentNode.parentElement
    if (currentNode.data.trim() === '' || parent === null || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(parent.tagName)) continue
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || isFixed(parent)) continue
    const clip = clipOf(parent)
    const range = document.createRange()
    range.selectNodeContents(currentNode)
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const box = { left: Math.max(left, clip.left), right: Math.min(right, clip.right), top: Math.max(top, clip.top), bottom: Math.min(bottom, clip.bottom) }
      if (box.right - box.left > touch && box.bottom - box.top > touch) shown.push({ ...box, node: currentNode, text: currentNode.data.trim().slice(0, 40) })
    }
  }
  const found = new Set()
  shown.sort((a, b) => a.top - b.top)
  for (let at = 0; at < shown.length; at++)
    for (let next = at + 1; next < shown.length && shown[next].top < shown[at].bottom - touch; next++) {
      const [one, other] = [shown[at], shown[next]]
      if (one.node === other.node) continue
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left)
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
      if (width > touch && height > touch) found.add(one.text + ' | ' + other.text)
    }
  return [...found]
})`

/** In the page: what sticks out of the window to the right or to the left. */
const STICKING_OUT = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  return [...document.querySelectorAll('body *')]
    .filter((one) => { const { left, right } = one.getBoundingClientRect(); return right > clientWidth + 1 || left < -1 })
    .slice(0, 5)
    .map((one) => 'sticks out: ' + one.tagName + ' ' + (one.textContent ?? '').trim().slice(0, 40))
    .concat('the page scrolls sideways')
})()`

/** Lists texts that lie over each other, and what sticks out of the window. */
export async function listOverlaps(page: Page): Promise<string[]> {
  const overlaps = await page.evaluate<string[]>(`${OVERLAPS}(${TOUCH_PIXELS})`)
  return [...overlaps, ...(await page.evaluate<string[]>(STICKING_OUT))]
}
