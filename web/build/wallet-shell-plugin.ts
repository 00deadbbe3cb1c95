import { readFileSync } from 'node:fs'

import type { Plugin } from 'vite'

/** What the shell is made of. */
interface Shell {
  /** The page that has it, as wallet.html. */
  readonly page: string
  /** Its markup, which the app takes away when it draws. */
  readonly markup: string
  /** Its styles, in order; written into the page, so that it is painted at once. */
  readonly styles: readonly string[]
  /** The font whose face is written into the page too. */
  readonly font: RegExp
}

const STYLESHEET = /\s*<link rel="stylesheet"[^>]*>/g
const ROOT = '<div id="root"></div>'
/** Without scripts nothing would ever come in its place. */
const NOT_WITHOUT_SCRIPT = '<noscript><style>.shell{display:none}</style></noscript>'

const shrink = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll('> <', '><')
    .trim()

/**
 * The page with its shell. What else it is styled with moves behind the shell: a browser paints what stands before a stylesheet. The
 * root comes after both, because what Mantine writes into it replaces its own styles.
 */
export function withShell(page: string, markup: string, style: string): string {
  const sheets = page.match(STYLESHEET) ?? []
  if (sheets.length === 0) throw new Error('the page has no stylesheet to move behind its shell')
  if (!page.includes(ROOT)) throw new Error('the page has no empty root for its shell')
  return page
    .replaceAll(STYLESHEET, '')
    .replace('</head>', () => `<style>${shrink(style)}</style>${NOT_WITHOUT_SCRIPT}</head>`)
    .replace(ROOT, () => [shrink(markup), ...sheets.map((sheet) => sheet.trim()), ROOT].join('\n'))
}

/** Has a page show its frame before scripts and styles have arrived. */
export function walletShellPlugin({ page: name, markup, styles, font }: Shell): Plugin {
  return {
    name: 'wallet-shell',
    transformIndexHtml: {
      order: 'post',
      handler: (page, { filename, bundle = {} }) => {
        if (!filename.endsWith(`/${name}`)) return page
        const sheets = Object.values(bundle).filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
        const faces = sheets.flatMap(
          (file) => String('source' in file ? file.source : '').match(/@font-face\{[^}]*\}/g) ?? [],
        )
        const face = faces.find((one) => font.test(one))
        if (face === undefined) throw new Error('the build has no face for the shell')
        const style = [...styles.map((file) => readFileSync(file, 'utf8')), face].join('\n')
        return withShell(page, readFileSync(markup, 'utf8'), style)
      },
    },
  }
}
