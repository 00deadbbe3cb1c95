import { button, element } from './element.ts'

const SAID_MS = 2_000

/** Puts a button to copy at the end of a row, and tells screen readers what came of it. */
export function addCopyButton(row: HTMLElement, what: string, read: () => string): void {
  const said = element('span', { role: 'status', class: 'copy' })
  const copy = button(
    'Copy',
    async () => {
      const isCopied = await navigator.clipboard.writeText(read()).then(
        () => true,
        () => false,
      )
      said.textContent = isCopied ? 'Copied' : 'Select the text to copy it'
      setTimeout(() => (said.textContent = ''), SAID_MS)
    },
    'copy',
  )
  copy.setAttribute('aria-label', `Copy: ${what}`)
  row.append(said, copy)
}

/** Gives a block of code its button. */
export function addCopyOfFigure(figure: HTMLElement): void {
  const caption = figure.querySelector('figcaption')
  const code = figure.querySelector('pre')
  if (caption === null || code === null) return
  addCopyButton(caption, caption.textContent, () => code.textContent)
}
