/**
 * Prints the notes of a release: its section of CHANGELOG.md. `node scripts/release-notes.ts v1.2.3`, or without an argument
 * those of the version in package.json. Ends with 1 when there is nothing to publish.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { findReleaseNotes } from './release/release-notes.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const found = findReleaseNotes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), positionals[0] ?? version, version)
if ('problem' in found) {
  console.error(found.problem)
  process.exitCode = 1
} else console.log(found.notes)
