import { brotliCompressSync, gzipSync } from 'node:zlib'

import { type Coalition, themeStyle } from './coalition.ts'
import { html } from './html.ts'
import { makeWebFile, type WebFile } from './web-files.ts'

/**
 * A built page as the coalition shows it: its name for the scripts, as data, and its accent. The accent is a style element, which
 * the policy of these pages allows. The frame of the wallet, which is there before any script, has the name too.
 */
export function withCoalition(file: WebFile, coalition: Coalition): WebFile {
  const page = file.forms.find(({ encoding }) => encoding === 'identity')?.body.toString('utf8') ?? ''
  const style = themeStyle(coalition)
  const shown = page
    .replace('<html ', () => html`<html data-coalition="${coalition.name}" `.text)
    .replace('</head>', () => `${style === '' ? '' : `<style>${style}</style>`}</head>`)
    .replace('<span>Entente</span>', () => html`<span>${coalition.name}</span>`.text)
    .replace(/<title>Entente/, () => html`<title>${coalition.name}`.text)
  const body = Buffer.from(shown, 'utf8')
  return makeWebFile(file, body, [
    { encoding: 'br', body: brotliCompressSync(body) },
    { encoding: 'gzip', body: gzipSync(body) },
  ])
}
