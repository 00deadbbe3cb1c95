import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { openForgeProject } from '../../proof/forge/forge-project.ts'
import { root } from '../../cli/run-program.ts'

/** The page whose table says of each finding why it stays. */
const page = 'docs/proof.md'
/** Rule, file below contracts/, how often. */
const explained = /^\| `([a-z0-9-]+)` +\| `([\w/]+\.sol)` +\| +(\d+) +\|/

interface Diagnostic {
  code?: { code: string } | null
  spans: { file_name: string; line_start: number }[]
}

/** What is wrong: a finding of forge's linter that the page does not explain, or an explanation of none. */
export async function checkForgeLint(): Promise<string[]> {
  const project = openForgeProject(['contracts'])
  try {
    const severities = ['high', 'med', 'low', 'info', 'gas', 'code-size'].flatMap((each) => ['--severity', each])
    const { code, output } = await project.forge(['lint', '--json', ...severities])
    const found = Map.groupBy(findingsIn(output), ({ key }) => key)
    // Without a single finding it has not run: there are some that we explain.
    if (code !== 0 || found.size === 0) return [output.trim() || `forge lint ended with ${code}`]
    const reasons = readReasons(readFileSync(join(root, page), 'utf8'))
    const surplus = [...found].filter(([key, lines]) => reasons.get(key) !== lines.length)
    const stale = [...reasons.keys()].filter((key) => !found.has(key))
    return [
      ...surplus.map(([key, places]) => {
        const lines = places.map(({ line }) => line).join(', ')
        return `${key}: lines ${lines}; ${page} explains ${reasons.get(key) ?? 0} of ${places.length}`
      }),
      ...stale.map((key) => `${key}: ${page} explains what is not there`),
    ]
  } finally {
    project.remove()
  }
}

/** Mocks are test code. */
function findingsIn(output: string): { key: string; line: number }[] {
  return output.split('\n').flatMap((text) => {
    if (!text.startsWith('{')) return []
    const { code, spans } = JSON.parse(text) as Diagnostic
    const [place] = spans
    if (!code || place === undefined || place.file_name.startsWith('contracts/mocks/')) return []
    return [{ key: `${code.code} ${place.file_name.replace('contracts/', '')}`, line: place.line_start }]
  })
}

function readReasons(text: string): Map<string, number> {
  const rows = text.split('\n').flatMap((line) => {
    const [, rule, file, count] = explained.exec(line) ?? []
    return rule === undefined ? [] : [[`${rule} ${file}`, Number(count)] as const]
  })
  return new Map(rows)
}
