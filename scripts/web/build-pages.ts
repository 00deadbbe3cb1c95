import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { build } from 'vite'

import { root } from '../run-program.ts'

const SOURCES = ['web/*.{html,json,ts}', 'web/src/**/*.*', 'abis/*.ts', 'package-lock.json']
const MANIFEST = join(root, 'web/dist/.vite/manifest.json')

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** Whether what was built is newer than everything that it is built from. */
export function arePagesFresh(): boolean {
  const builtAt = changedAt(MANIFEST)
  return globSync(SOURCES, { cwd: root }).every((file) => changedAt(join(root, file)) < builtAt)
}

/** Builds the web pages into web/dist. */
export async function buildPages({ quiet = false }: { quiet?: boolean } = {}): Promise<void> {
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: quiet ? 'warn' : 'info' })
}
