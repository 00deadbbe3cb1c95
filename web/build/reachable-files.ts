import type { Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/** What a page loads has a hash in its name, and is in this folder. */
const ASSET = /^assets\//

/** What is named in a text, as /assets/till-a1b2c3d4.js is in a page. */
export function namedIn(bundle: Bundle, text: string): string[] {
  return Object.keys(bundle).filter((name) => ASSET.test(name) && text.includes(`/${name}`))
}

/** Everything that scripts and styles may load, themselves included: what they import now or later, their styles, and what those name. */
export function reachableFrom(bundle: Bundle, entries: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const visit = (name: string): void => {
    const file = bundle[name]
    if (file === undefined || reached.has(name)) return
    reached.add(name)
    if (file.type === 'chunk') {
      const { importedCss, importedAssets } = file.viteMetadata ?? { importedCss: [], importedAssets: [] }
      for (const next of [...file.imports, ...file.dynamicImports, ...importedCss, ...importedAssets]) visit(next)
    } else if (name.endsWith('.css')) for (const next of namedIn(bundle, String(file.source))) visit(next)
  }
  for (const entry of entries) visit(entry)
  return reached
}
