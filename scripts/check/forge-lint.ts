import { openForgeProject } from '../../proof/forge/forge-project.ts'
import { describe, numberOccurrences, oneLine, readReasons } from '../../proof/reasons.ts'
import type { Finding } from '../../proof/reasons.ts'

/** Says of each finding why it stays. */
const REASONS = 'proof/forge/lint-findings.json'

interface Diagnostic {
  code?: { code: string } | null
  spans: {
    file_name: string
    line_start: number
    byte_start: number
    text: { text: string; highlight_start: number; highlight_end: number }[]
  }[]
}

interface LintFinding extends Finding {
  line: number
  start: number
}

/** What is wrong: a finding of forge's linter without a reason, or a reason without a finding. */
export async function checkForgeLint(): Promise<string[]> {
  const project = openForgeProject(['contracts'])
  try {
    const severities = ['high', 'med', 'low', 'info', 'gas', 'code-size'].flatMap((each) => ['--severity', each])
    const { code, output } = await project.forge(['lint', '--json', ...severities])
    const found = findingsIn(output)
    // Without a single finding it has not run: there are some that we explain.
    if (code !== 0 || found.length === 0) return [output.trim() || `forge lint ended with ${code}`]
    const reasons = readReasons(REASONS)
    return [
      ...found
        .filter((finding) => reasons.whyOf(finding) === undefined)
        .map((finding) => `${describe(finding)} (line ${finding.line}): ${REASONS} does not explain it`),
      ...reasons.rowsWithout(found, reasons.files),
    ]
  } finally {
    project.remove()
  }
}

/** What forge's linter printed, in the order of the source, each finding named by the code that it points at. */
export function findingsIn(output: string): LintFinding[] {
  const found = output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return []
    const { code, spans } = JSON.parse(line) as Diagnostic
    const [place] = spans
    // Mocks are test code.
    if (!code || place === undefined || place.file_name.startsWith('contracts/mocks/')) return []
    const marked = place.text.map((each) => each.text.slice(each.highlight_start - 1, each.highlight_end - 1))
    const name = { file: place.file_name, code: oneLine(marked.join(' ')), found: code.code }
    return [{ ...name, line: place.line_start, start: place.byte_start }]
  })
  return numberOccurrences(found.toSorted((a, b) => a.start - b.start))
}
