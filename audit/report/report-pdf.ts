import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import pdfmake, { type Content } from 'pdfmake'

import { type AuditReport, hashReport } from './audit-report.ts'
import { conclusion } from './report-text.ts'

/** Rows of each table on the pages; all are in the JSON. */
export const PDF_ROWS_MAX = 200

/** Roboto (Apache License 2.0) comes with pdfmake. */
const FONTS = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts/Roboto')
const INK = '#1f2933'
const QUIET = '#52606d'

pdfmake.addFonts({
  Roboto: { normal: join(FONTS, 'Roboto-Regular.ttf'), bold: join(FONTS, 'Roboto-Medium.ttf') },
})
// Nothing is fetched for a report, and nothing read but the fonts.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path: string) => path.startsWith(FONTS))

/** The report as a PDF. The same report gives the same bytes: its date is that of the end block. */
export async function renderReport(report: AuditReport): Promise<Uint8Array> {
  return new Uint8Array(await pdfmake.createPdf(pagesOf(report)).getBuffer())
}

function pagesOf(report: AuditReport): Readonly<Record<string, unknown>> {
  const title = `Audit of ${report.token}, blocks ${report.fromBlock} to ${report.toBlock}`
  return {
    info: { title, creationDate: new Date(report.blockTime * 1_000) },
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 56],
    defaultStyle: { font: 'Roboto', fontSize: 9, color: INK, lineHeight: 1.2 },
    styles: {
      strong: { bold: true },
      head: { fontSize: 18, bold: true },
      section: { fontSize: 11, bold: true, margin: [0, 14, 0, 4] },
    },
    footer: (page: number, pages: number) => ({
      text: `${title} · ${String(page)} of ${String(pages)}`,
      alignment: 'center',
      color: QUIET,
      margin: [0, 16, 0, 0],
    }),
    content: [
      { text: 'Audit of a coalition of points', style: 'head' },
      { text: conclusion(report), style: 'strong', margin: [0, 0, 0, 8] },
      ...subject(report),
      ...checks(report),
      ...findings(report),
      ...notChecked(report),
      ...operatorActs(report),
    ],
  }
}

function subject(report: AuditReport): Content[] {
  const rows = [
    ['Chain', String(report.chainId)],
    ['Token', report.token],
    ['Blocks', `${report.fromBlock} to ${report.toBlock}`],
    ['Hash of the end block', report.blockHash],
    ['Time of the end block', new Date(report.blockTime * 1_000).toISOString()],
    ['Endpoints asked', String(report.endpoints)],
    ['Hash of the report', hashReport(report)],
    ...report.contracts.map(({ kind, address, foundBy }) => [kind, `${address}, ${foundBy}`]),
  ]
  return [section('What was audited'), table([110, '*'], [], rows)]
}

function checks({ checks: all }: AuditReport): Content[] {
  const rows = all.map(({ about, counts, findings: found }) => {
    const looked = Object.entries(counts).map(([what, count]) => `${String(count)} ${what}`)
    return [about, looked.length === 0 ? 'not carried out' : looked.join(', '), String(found)]
  })
  return [section('What was checked'), table([190, '*', 50], ['Check', 'Looked at', 'Findings'], rows)]
}

function findings({ findings: all, findingsTotal }: AuditReport): Content[] {
  if (all.length === 0) return []
  const rows = all
    .slice(0, PDF_ROWS_MAX)
    .map(({ code, severity, block, transaction, sentence }) => [
      `${severity}\n${code}`,
      String(block ?? ''),
      transaction === null ? sentence : `${sentence}\n${transaction}`,
    ])
  return [
    section('Findings'),
    table([120, 45, '*'], ['Code', 'Block', 'What'], rows),
    ...more(findingsTotal - rows.length, 'findings'),
  ]
}

function notChecked({ notChecked: all }: AuditReport): Content[] {
  if (all.length === 0) return []
  const rows = all.slice(0, PDF_ROWS_MAX).map(({ what, why, count }) => [what, why, String(count)])
  return [section('What was not checked'), table([170, '*', 40], ['What', 'Why', 'Times'], rows)]
}

function operatorActs({ operatorActs: all, operatorActsTotal }: AuditReport): Content[] {
  if (all.length === 0) return []
  const rows = all.slice(0, PDF_ROWS_MAX).map(({ block, timestamp, contract, event, args }) => [
    String(block),
    new Date(timestamp * 1_000).toISOString(),
    `${contract}.${event}`,
    Object.entries(args)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ])
  return [
    section('What operators did'),
    table([40, 90, 130, '*'], ['Block', 'Time', 'Event', 'Arguments'], rows),
    ...more(operatorActsTotal - rows.length, 'acts'),
  ]
}

const section = (text: string): Content => ({ text, style: 'section' })

const more = (count: number, what: string): Content[] =>
  count > 0 ? [{ text: `${String(count)} more ${what} are in the JSON of this report.` }] : []

/** Hexadecimal digits break nowhere by themselves: a narrow column needs places to. */
const breakable = (text: string) => text.replaceAll(/0x[\da-f]{70,}/gi, (hex) => hex.replaceAll(/.{64}/g, '$& '))

function table(widths: readonly unknown[], head: readonly string[], rows: readonly (readonly string[])[]): Content {
  const body = [
    ...(head.length === 0 ? [] : [head.map((text) => ({ text, style: 'strong' }))]),
    ...rows.map((row) => row.map((text) => ({ text: breakable(text), fontSize: 7.5 }))),
  ]
  return {
    table: { headerRows: head.length === 0 ? 0 : 1, widths, body, dontBreakRows: true },
    layout: 'lightHorizontalLines',
  }
}
