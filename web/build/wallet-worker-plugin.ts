import { createHash } from 'node:crypto'

import type { Plugin, Rolldown } from 'vite'

import { writeBuild } from '../src/wallet/worker/wallet-build.ts'
import { reachableFrom } from './reachable-files.ts'

type Bundle = Rolldown.OutputBundle

const WORD = '__WALLET_BUILD__'
const PAGE = 'wallet.html'
/** What the page names itself, besides scripts and styles. */
const SHOWN_WITH_PAGE = ['/wallet.webmanifest', '/icons/192.png', '/favicon.svg']

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function sourceOf(bundle: Bundle, name: string): string | Uint8Array {
  const file = bundle[name]
  if (file?.type !== 'asset') throw new Error(`the build has no ${name}`)
  return file.source
}

/** The scripts that the page names. */
function entriesOf(page: string): string[] {
  const names = [...page.matchAll(/<script[^>]+src="\/([^"]+)"/g)].map(([, name = '']) => name)
  if (names.length === 0) throw new Error(`${PAGE} names no script`)
  return names
}

/** Tells the wallet's service worker which files the wallet consists of. They change its bytes, so that browsers see an update. */
export function walletWorkerPlugin(): Plugin {
  return {
    name: 'wallet-worker',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['wallet-worker.js']
        if (worker?.type !== 'chunk' || !worker.code.includes(WORD))
          throw new Error('the build has no wallet-worker.js')
        const page = String(sourceOf(bundle, PAGE))
        const files = [...reachableFrom(bundle, entriesOf(page))].map((name) => `/${name}`).toSorted()
        const all = [...files, ...SHOWN_WITH_PAGE]
        const version = sha256(`${page} ${all.join(' ')}`).slice(0, 16)
        worker.code = worker.code.replace(WORD, writeBuild({ version, files: all }))
      },
    },
  }
}
