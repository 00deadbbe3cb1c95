import { createHash } from 'node:crypto'

import type { Plugin } from 'vite'

import { namedIn, reachableFrom } from './reachable-files.ts'

const PAGE = 'till.html'
/** Its name has no hash: a browser finds the next version under the same one. */
export const TILL_WORKER = 'till-worker'

/** Tells the service worker of the till which files are of this build. */
export const tillFiles: Plugin = {
  name: 'till-files',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const page = bundle[PAGE]
      const worker = bundle[`${TILL_WORKER}.js`]
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === 'till')
      if (page?.type !== 'asset' || worker?.type !== 'chunk' || entry === undefined)
        this.error('the build has no page of the till, or no worker for it')
      const files = reachableFrom(bundle, [entry.fileName, ...namedIn(bundle, String(page.source))])
      const paths = [...files].map((name) => `/${name}`).toSorted()
      const hash = createHash('sha256').update(page.source).update(paths.join()).digest('hex').slice(0, 16)
      const put = (text: string, mark: string, value: string) =>
        text.replaceAll(new RegExp(`(["'\`])${mark}\\1`, 'g'), () => value)
      const withFiles = put(worker.code, '__TILL_FILES__', JSON.stringify(paths))
      worker.code = put(withFiles, '__TILL_BUILD__', JSON.stringify(hash))
      if (worker.code.includes('__TILL_')) this.error('the worker of the till was not told its files')
    },
  },
}
