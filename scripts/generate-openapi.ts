import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { makeOpenApi } from '../server/api/openapi.ts'
import { ROUTES } from '../server/api/routes.ts'

// The document that the server sends as /openapi.json, and that client/ is generated from.
const file = join(import.meta.dirname, '..', 'openapi', 'entente.json')
const text = `${JSON.stringify(makeOpenApi(ROUTES), null, 2)}\n`

if (process.argv.includes('--check')) {
  if (!existsSync(file) || (await readFile(file, 'utf8')) !== text) {
    console.error('openapi/entente.json is stale. Run: node scripts/generate-openapi.ts')
    process.exitCode = 1
  }
} else {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
