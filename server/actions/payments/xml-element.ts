import { assert } from '../../domain/assert.ts'

/** An element as text. What is null is left out, so that a caller can say what it may not have. */
export type Element = string

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** An element with a text. */
export function leaf(name: string, text: string, attributes: Readonly<Record<string, string>> = {}): Element {
  const attributed = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  return `<${name}${attributed.join('')}>${escapeXml(text)}</${name}>`
}

/** The same, or nothing where there is no text. */
export function leafIf(name: string, text: string | null): Element | null {
  return text === null ? null : leaf(name, text)
}

/** An element that holds others, in their order. */
export function branch(name: string, ...children: readonly (Element | null | readonly Element[])[]): Element {
  return `<${name}>${children
    .flat()
    .filter((child) => child !== null)
    .join('')}</${name}>`
}

/** A whole document. */
export function xmlDocument(
  name: string,
  namespaces: Readonly<Record<string, string>>,
  children: readonly (Element | null)[],
): string {
  const declared = Object.entries(namespaces).map(
    ([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${uri}"`,
  )
  const inner = children.filter((child) => child !== null).join('')
  return `<?xml version="1.0" encoding="UTF-8"?><${name}${declared.join('')}>${inner}</${name}>\n`
}

function escapeXml(text: string): string {
  assert(isXmlText(text), 'a text has a character that XML does not have')
  return text.replaceAll(/[&<>"']/g, (sign) => NAMED[sign] ?? sign)
}

/** Tells whether XML can carry a text: no control characters, and no half of a character. */
export function isXmlText(text: string): boolean {
  return text.isWellFormed() && !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)
}
