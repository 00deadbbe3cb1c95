/** `npm run test:looks`: compares the pages with the pictures of them in test/browser/looks, or takes these anew. */
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { buildPages } from '../cli/build-pages.ts'
import { root, runProgram } from '../cli/run-program.ts'
import { findProgram } from './find-program.ts'
import { countTests } from './test-counts.ts'

const help = `npm run test:looks -- [options]

  --update        takes the pictures anew instead of comparing: look at what changed before you commit them
  --grep <text>   only pages whose name matches
  --help          this text

A page that differs leaves three pictures side by side in test/browser/looks-failed: what was expected, what is, and where
they differ.
`

const mocha = 'node_modules/mocha/bin/mocha.js'
const MINUTES_MAX = 20

function sumUp(): string {
  const files = globSync('test/browser/looks/*.png', { cwd: root })
  const bytes = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0)
  return `${files.length} pictures, ${(bytes / 1_000_000).toFixed(2)} MB`
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      update: { type: 'boolean', default: false },
      grep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const chromium = findProgram(process.env['CHROME_PATH'], ['chromium', 'chromium-browser', 'google-chrome'])
  if (chromium === undefined) throw new Error('there is no Chromium (apt-get install chromium, or set CHROME_PATH)')
  await buildPages()
  const filter = values.grep === undefined ? [] : ['--grep', values.grep]
  const env = { ...process.env, CHROME_PATH: chromium, ...(values.update ? { LOOKS_UPDATE: '1' } : {}) }
  const result = await runProgram([mocha, 'test/browser/looks.test.ts', ...filter], {
    env,
    live: true,
    minutesMax: MINUTES_MAX,
  })
  const { passed, failed } = countTests(result)
  console.log(`${sumUp()}\n\n${passed} passed, ${failed} failed`)
  return result.code
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run test:looks: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
