import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file of the samples that stand beside the project and are not part of it; null on a machine without them. */
export function readSample(name: string): Buffer | null {
  const file = fileURLToPath(new URL(`../../../../../shared/data/iso20022/${name}`, import.meta.url))
  return existsSync(file) ? readFileSync(file) : null
}
