import { createHash } from 'node:crypto'

import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

const PAGE = 'till.html'
/** Its name has no hash: a browser finds the next version under the same one. */
export const TILL_WORKER = 'till-worker'

/** What a page loads, now or later: scripts, styles, and what these name. */
function filesOf(bundle: Bundle, entry: string): string[] {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const file = bundle[name]
    if (file === undefined || found.has(name)) return
    found.add(name)
    if (file.type !== 'chunk') return
    const { importedCss, importedAssets } = file.viteMetadata ?? {}
    for (const next of [...file.imports, ...file.dynamicImports, ...(importedCss ?? []), ...(importedAssets ?? [])])
      visit(next)
  }
  visit(entry)
  // Styles name fonts and pictures, which no script imports.
  const texts = [...found].map((name) => bundle[name]).filter((file) => file?.type === 'asset')
  for (const { source } of texts)
    for (const name of Object.keys(bundle)) if (String(source).includes(name.split('/').at(-1) ?? name)) found.add(name)
  return [...found]
}

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
      const named = Object.keys(bundle).filter((name) => String(page.source).includes(`/${name}`))
      const files = new Set([entry.fileName, ...named].flatMap((name) => filesOf(bundle, name)))
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
