import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite'

import { earlyScriptPlugin } from './build/early-script-plugin.ts'
import { TILL_WORKER, tillFiles } from './build/till-files.ts'
import { walletShellPlugin } from './build/wallet-shell-plugin.ts'
import { walletWorkerPlugin } from './build/wallet-worker-plugin.ts'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

const WORKER = 'wallet-worker'
/** What the early script needs: a piece of its own, which does not wait for the rest. */
const FIRST =
  /preload-helper|[/\\]server[/\\]domain[/\\]currencies\.ts|[/\\]web[/\\]src[/\\](?:ui[/\\](?:format|languages)|wallet[/\\]early[/\\]first-answer|wallet[/\\]on-device[/\\]kept-member)\.ts/
/** What the apps share. */
const BASE =
  /node_modules[/\\](?:react|react-dom|scheduler|@mantine|@tanstack|i18next|react-i18next|use-sync-external-store|wouter|regexparam|openapi-fetch|@tabler)[/\\]|[/\\]web[/\\]src[/\\](?:app|ui|api-client)[/\\](?!texts[/\\])/
const EARLY = 'wallet-early'

/** What every page has around its title and script. */
const shell: HtmlTagDescriptor[] = [
  { tag: 'meta', attrs: { charset: 'utf-8' }, injectTo: 'head-prepend' },
  {
    tag: 'meta',
    attrs: { name: 'viewport', content: 'width=device-width, initial-scale=1, viewport-fit=cover' },
    injectTo: 'head',
  },
  { tag: 'meta', attrs: { name: 'color-scheme', content: 'light dark' }, injectTo: 'head' },
  { tag: 'div', attrs: { id: 'root' }, injectTo: 'body-prepend' },
  {
    tag: 'noscript',
    children: 'Turn on JavaScript to use this page. Activez JavaScript pour utiliser cette page.',
    injectTo: 'body',
  },
]

/** The face that every page shows its first words in; letters beyond it are loaded when a page has some. */
const FIRST_FONT = /^assets\/figtree-latin-wght-normal-.+\.woff2$/

/** Asks for the font with the page, and not once its style has been read. */
const fontPreload: Plugin = {
  name: 'font-preload',
  transformIndexHtml: {
    order: 'post',
    handler: (_page, { bundle = {} }) => {
      const font = Object.keys(bundle).find((name) => FIRST_FONT.test(name))
      if (font === undefined) throw new Error('the build has no font to preload')
      const attrs = { rel: 'preload', href: `/${font}`, as: 'font', type: 'font/woff2', crossorigin: '' }
      return [{ tag: 'link', attrs, injectTo: 'head' }]
    },
  },
}

const pageShell: Plugin = {
  name: 'page-shell',
  transformIndexHtml: { order: 'pre', handler: () => shell },
}

const tokens = readFileSync(path('src/ui/tokens.css'), 'utf8')
const tokenOf = (name: string): string => new RegExp(`--entente-${name}: (#[0-9a-f]{6});`).exec(tokens)?.[1] ?? ''
const link = (attrs: Record<string, string>): HtmlTagDescriptor => ({ tag: 'link', attrs, injectTo: 'head' })
const themeColour = (scheme: 'light' | 'dark', token: string): HtmlTagDescriptor => ({
  tag: 'meta',
  attrs: { name: 'theme-color', media: `(prefers-color-scheme: ${scheme})`, content: tokenOf(token) },
  injectTo: 'head',
})

/** What the server draws for its coalition: these are no files of the build, so they are added once Vite is done with the page. */
const coalitionIcons: Plugin = {
  name: 'coalition-icons',
  transformIndexHtml: {
    order: 'post',
    handler: (_page, { filename }) => [
      link({ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }),
      link({ rel: 'icon', href: '/icons/32.png', type: 'image/png', sizes: '32x32' }),
      ...(filename.endsWith('/wallet.html') ? [link({ rel: 'manifest', href: '/wallet.webmanifest' })] : []),
      link({ rel: 'apple-touch-icon', href: '/apple-touch-icon.png', sizes: '180x180' }),
      themeColour('light', 'grey-0'),
      themeColour('dark', 'night-8'),
    ],
  },
}

/**
 * Five pages, built into files with hashed names and a manifest. Nothing inline but styles: the server's content security
 * policy allows scripts from 'self' only. Mantine writes its colours as a style element, so styles need 'unsafe-inline'.
 */
export default defineConfig({
  root: path('.'),
  base: '/',
  cacheDir: path('../node_modules/.cache/vite'),
  plugins: [
    pageShell,
    fontPreload,
    coalitionIcons,
    react(),
    earlyScriptPlugin({ page: 'wallet.html', name: EARLY }),
    walletShellPlugin({
      page: 'wallet.html',
      markup: path('src/wallet/early/shell.html'),
      styles: [path('src/ui/tokens.css'), path('src/wallet/early/shell.css')],
      font: /figtree-latin-wght-normal/,
    }),
    walletWorkerPlugin(),
    tillFiles,
  ],
  resolve: { alias: { '@languages': path('../languages') } },
  build: {
    outDir: path('dist'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Browsers that know light-dark(), so that the build leaves it as it is: tokens are looked up where they are used.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    // A data: URI is a script or style that the policy would have to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        wallet: path('wallet.html'),
        till: path('till.html'),
        operator: path('operator.html'),
        partner: path('partner.html'),
        audit: path('audit.html'),
        // The pages of the docs are written by the server, which finds the name of their script in the manifest.
        docs: path('src/docs/docs-entry.ts'),
        [EARLY]: path('src/wallet/early/wallet-early.ts'),
        [WORKER]: path('src/wallet/worker/wallet-worker.ts'),
        [TILL_WORKER]: path('src/till/offline/till-worker.ts'),
      },
      output: {
        // In one piece what all the apps share: a phone's network takes longer to ask for a small file than to bring it.
        codeSplitting: {
          groups: [
            { name: 'first', test: FIRST, priority: 2 },
            { name: 'base', test: BASE, minShareCount: 3, priority: 1 },
          ],
        },
        // A worker is looked for where it was found before: its name has no hash.
        entryFileNames: ({ name }) =>
          name === WORKER || name === TILL_WORKER ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
})
