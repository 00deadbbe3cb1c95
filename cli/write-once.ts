import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

import { StartRefused } from '../server/domain/start-refused.ts'

/** Writes a file whole or not at all. The same again changes nothing; another content is never written over. */
export function writeOnce(file: string, text: string): void {
  if (existsSync(file)) {
    if (readFileSync(file, 'utf8') === text) return
    throw new StartRefused('output_exists', `${file} is there already, with other content: choose another name.`)
  }
  const begun = `${file}.part`
  writeFileSync(begun, text, { flush: true })
  renameSync(begun, file)
}
