import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../cli/run-program.ts'

const known = new Map<string, ReadonlySet<string>>()

/** The files of ours that a Solidity file is made of, its own included. */
export function sourcesOf(own: string): ReadonlySet<string> {
  const found = known.get(own) ?? findSources(own)
  known.set(own, found)
  return found
}

function findSources(own: string): Set<string> {
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    for (const [, path] of readFileSync(join(root, file), 'utf8').matchAll(/from "(\.[^"]+)"/g)) {
      if (path !== undefined) visit(join(file, '..', path))
    }
  }
  visit(own)
  return found
}
