/** `npm run simulate:scale`: the arithmetic of docs/scaling.md, from one shop to 100 million members. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { figuresOf, readMeasured } from './scale/figures.ts'
import { computedParts, freshPage } from './scale/page.ts'
import { STAGES } from './scale/stages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const PAGE = `${root}docs/scaling.md`

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(
    'npm run simulate:scale -- [--check] [--json]\n\nWrites the computed parts of docs/scaling.md. --check: fails where they are out of date. --json: the figures.',
  )
} else if (values.json) {
  const measured = readMeasured()
  console.log(JSON.stringify(STAGES.map((stage) => figuresOf(stage, measured))))
} else {
  const page = readFileSync(PAGE, 'utf8')
  const fresh = freshPage(page, computedParts(root))
  if (!values.check) writeFileSync(PAGE, fresh)
  if (values.check && fresh !== page) {
    console.error('docs/scaling.md is out of date: npm run simulate:scale')
    process.exitCode = 1
  } else console.log('docs/scaling.md is up to date')
}
