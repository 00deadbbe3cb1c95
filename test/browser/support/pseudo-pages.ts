import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { BrowserContext } from 'playwright-core'
import { build } from 'vite'

import { readEnglish } from '../../../scripts/language-texts.ts'
import { pseudoLanguage } from '../../support/pseudo-language.ts'

const WEB = fileURLToPath(new URL('../../../web', import.meta.url))
const PAGES = /^\/(wallet|till|operator)(?:\/|$)/
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** The pages, built with two languages more than we ship: nothing of ours was edited for them. */
export interface PseudoPages {
  /** Has a visitor get these pages in place of the server's; all else comes from the server. */
  serve(context: BrowserContext): Promise<void>
  remove(): void
}

/** Builds the pages with `en-XA` and `ar-XB` as files, in a folder of their own. */
export async function buildPseudoPages(): Promise<PseudoPages> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-pseudo-'))
  const [languages, dist] = [join(folder, 'languages'), join(folder, 'dist')]
  mkdirSync(languages)
  const english = await readEnglish()
  for (const tag of ['en-XA', 'ar-XB'] as const)
    writeFileSync(join(languages, `${tag}.json`), JSON.stringify(pseudoLanguage(english, tag)))
  // Vite leaves what it sets in the environment, and other suites start servers in it.
  const mode = process.env['NODE_ENV']
  await build({
    root: WEB,
    configFile: join(WEB, 'vite.config.ts'),
    logLevel: 'error',
    resolve: { alias: { '@languages': languages } },
    build: { outDir: dist, emptyOutDir: true },
  })
  if (mode === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = mode
  return {
    async serve(context) {
      await context.route(
        ({ pathname }) => PAGES.test(pathname) || pathname.startsWith('/assets/'),
        (route) => {
          const { pathname } = new URL(route.request().url())
          const [, page] = PAGES.exec(pathname) ?? []
          const file = page === undefined ? pathname : `/${page}.html`
          const contentType = TYPES[extname(file)] ?? 'application/octet-stream'
          return route.fulfill({ body: readFileSync(join(dist, file)), contentType })
        },
      )
    },
    remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
