import { tokenOf } from './look.ts'

/** Markup that is safe to send: made by `html` only, which escapes every value that is not markup itself. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Html | readonly Html[] | null | undefined

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeValue(value: Value): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(({ text }) => text).join('')
  return String(value).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

/** Writes markup; values are escaped unless they are markup. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.map((part, at) => (at === 0 ? part : escapeValue(values[at - 1]) + part)).join(''))
}

/** Sentences with `code` in backticks, as the descriptions of routes are written. */
export function prose(text: string): Html {
  const parts = text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
  return html`${parts}`
}

/** What browsers paint around a page, by day and by night: the colour that its header has. */
const THEME_COLOURS = html`<meta
    name="theme-color"
    media="(prefers-color-scheme: light)"
    content="${tokenOf('grey-0')}"
  />
  <meta name="theme-color" media="(prefers-color-scheme: dark)" content="${tokenOf('night-8')}" />`

/** By which a browser, a home screen and a list of tabs show the coalition. */
const ICON_LINKS = html`<link rel="icon" href="/favicon.svg" type="image/svg+xml" />
  <link rel="icon" href="/icons/32.png" type="image/png" sizes="32x32" />
  <link rel="apple-touch-icon" href="/apple-touch-icon.png" sizes="180x180" />`

/** The head of a page. Its style is our own file: the content security policy allows nothing else. */
export function head(title: string, stylesheet: '/landing.css' | '/docs.css', more: Html | null): Html {
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    ${THEME_COLOURS} ${more}
    <title>${title}</title>
    <link rel="stylesheet" href="${stylesheet}" />
    ${ICON_LINKS}
  </head>`
}
