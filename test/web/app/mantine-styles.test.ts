import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import { expect } from 'chai'

const CORE = 'node_modules/@mantine/core'
const MODULES = join(CORE, 'esm')
/** What every component needs, whichever there are. */
const BASE = ['baseline', 'default-css-variables', 'global']

/** What our pages import from Mantine. */
function importedNames(): Set<string> {
  const sources = globSync('web/src/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'))
  const lists = sources.flatMap((source) => [...source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)])
  return new Set(lists.flatMap(([, names = '']) => names.split(',').map((name) => name.trim())))
}

/** The module of Mantine that each name of it comes from. */
function moduleOf(name: string, index: string): string | undefined {
  for (const [, names = '', path = ''] of index.matchAll(/import \{([^}]*)\} from "([^"]+)"/g))
    if (names.split(',').some((one) => one.trim() === name)) return resolve(MODULES, path)
  return undefined
}

/** The styles of what is imported, and of what that is made of. */
function neededStyles(): Set<string> {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(file)) return
    seen.add(file)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+)"/g))
      visit(resolve(dirname(file), path))
  }
  const index = readFileSync(join(MODULES, 'index.mjs'), 'utf8')
  for (const name of importedNames()) {
    const file = moduleOf(name, index)
    if (file !== undefined) visit(file)
  }
  const styles = [...seen].filter((file) => file.endsWith('.module.mjs'))
  return new Set([...BASE, ...styles.map((file) => basename(file, '.module.mjs'))])
}

describe("Mantine's styles", () => {
  it('are those of the components that our pages are made of, and no others', () => {
    const sheet = readFileSync('web/src/app/mantine.css', 'utf8')
    const imported = [...sheet.matchAll(/@mantine\/core\/styles\/([\w-]+)\.css/g)].map(([, name = '']) => name)
    const needed = neededStyles()
    expect(needed.size).to.be.greaterThan(BASE.length + 20)
    expect(imported.toSorted()).to.deep.equal([...needed].toSorted())
  })
})
