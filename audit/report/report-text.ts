import type { Finding } from '../findings.ts'
import type { AuditReport } from './audit-report.ts'

/** Findings that a terminal shows; all are in the JSON. */
const FINDINGS_SHOWN = 50

/** The report for a terminal. */
export function reportText(report: AuditReport): string {
  const { checks, findings, findingsTotal, notChecked } = report
  const hidden = findingsTotal - Math.min(findings.length, FINDINGS_SHOWN)
  return [
    `Blocks ${report.fromBlock} to ${report.toBlock} of chain ${report.chainId}, token ${report.token}`,
    `End block ${report.blockHash}`,
    '',
    ...checks.map(({ about, counts, findings: found }) => `${verdict(counts, found)}  ${about}${countsText(counts)}`),
    ...(notChecked.length === 0 ? [] : ['', 'Not checked:']),
    ...notChecked.map(({ what, why, count }) => `  ${what}: ${why}${count > 1 ? ` (${count} times)` : ''}`),
    '',
    ...findings.slice(0, FINDINGS_SHOWN).map(findingText),
    ...(hidden > 0 ? [`${hidden} more findings`] : []),
    conclusion(report),
  ].join('\n')
}

/** What the report comes to, in a sentence. */
export function conclusion({ findingsTotal, findings, notChecked }: AuditReport): string {
  const [first] = findings
  if (first !== undefined) {
    const where = first.block === null ? '' : `, the first in block ${first.block}`
    return `${findingsTotal} findings${where}.`
  }
  return notChecked.length === 0
    ? 'Nothing is wrong.'
    : 'Nothing of what was checked is wrong; see what was not checked.'
}

const verdict = (counts: Readonly<Record<string, number>>, found: number) =>
  found > 0 ? 'WRONG' : Object.keys(counts).length === 0 ? '  -  ' : '  ok '

function countsText(counts: Readonly<Record<string, number>>): string {
  const texts = Object.entries(counts).map(([what, count]) => `${count.toLocaleString('en')} ${what}`)
  return texts.length === 0 ? '' : `: ${texts.join(', ')}`
}

function findingText({ code, severity, block, transaction, sentence }: Finding): string {
  const place = [block === null ? '' : `block ${block}`, transaction ?? ''].filter((text) => text !== '').join(', ')
  return `${severity} ${code}${place === '' ? '' : ` (${place})`}\n  ${sentence}`
}
