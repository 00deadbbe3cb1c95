import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What is translated; the documents in server/api/pages/docs/ are in English only. */
const FILES = globSync(['web/src/**/*.{css,ts,tsx}', 'server/api/pages/*.css'], { cwd: ROOT })

/** Ways to say left and right that stay there when a language runs from right to left; each has one with start and end. */
const PHYSICAL = [
  /\b(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /\bborder-(?:top|bottom)-(?:left|right)-radius\b/,
  /(?:^|[{;\s])(?:left|right)\s*:\s*(?:-?[\d.]|auto|calc|var|env|m(?:ax|in)\()[^,]*;/,
  /\b(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
  /\b(?:margin|padding|border)(?:Left|Right)\b/,
  /\btextAlign\s*:\s*['"](?:left|right)['"]/,
  /\s(?:ml|mr|pl|pr)=[{"]/,
  /\sta="(?:left|right)"/,
]

const isPhysical = (line: string) => PHYSICAL.some((physical) => physical.test(line))

describe('the pages in both directions', () => {
  it('name start and end, never left and right', () => {
    expect(FILES.length).to.be.greaterThan(100)
    const lines = FILES.flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, at) => (isPhysical(line) ? [`${file}:${String(at + 1)}: ${line.trim()}`] : [])),
    )
    expect(lines).to.deep.equal([])
  })

  for (const line of [
    '  margin-left: auto;',
    '    border-right: 1px solid red;',
    '  left: 0.5rem;',
    '.a { right: 0; }',
    '  text-align: right;',
    '    float: right;',
    '  border-top-left-radius: 8px;',
    '      <Text size="xs" ml="auto">',
    '      <Badge variant="default" mr={8}>',
    '            <Table.Th scope="col" ta="right">',
    "  style={{ marginLeft: 4, textAlign: 'left' }}",
  ])
    it(`finds ${line.trim()}`, () => {
      expect(isPhysical(line)).to.equal(true)
    })

  for (const line of [
    '  margin-inline-start: auto;',
    '  inset-inline-end: 0;',
    '  text-align: start;',
    '<AreaChart margin={{ top: 24, right: 8, bottom: 0, left: 0 }} />',
    "t('rewards.stock', { left: whole(reward.stockLeft) })",
    '<Drawer position="right">',
  ])
    it(`lets ${line.trim()} be`, () => {
      expect(isPhysical(line)).to.equal(false)
    })
})
