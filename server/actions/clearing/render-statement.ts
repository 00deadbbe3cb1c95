import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import pdfmake, { type Content } from 'pdfmake'

import { decimalOfMinor, minorDigits } from '../../domain/currencies.ts'
import { decimalPrice } from '../../domain/clearing/prices.ts'
import { DEFINITIONS, type DefinedFigure } from '../../domain/clearing/definitions.ts'
import {
  dueOfStatement,
  type SignedStatement,
  type StatementJson,
  VAT_TREATMENTS,
} from '../../domain/clearing/statement.ts'
import { monthNumber, monthSpan } from '../../domain/utc-days.ts'

/** Lines that the page lists; all of them are in the JSON and the CSV. */
export const PAGE_LINES_MAX = 200

/** Roboto (Apache License 2.0) comes with pdfmake: Latin with all accents, Greek, Cyrillic. */
const FONTS = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts/Roboto')
/** A line of the page holds so many hexadecimal digits: a digest whole, a signature in two. */
const HEX_LINE = /(?<=^0x[\da-f]{66,})(?=[\da-f]{64}$)/
const INK = '#1f2933'
const QUIET = '#52606d'

pdfmake.addFonts({
  Roboto: { normal: join(FONTS, 'Roboto-Regular.ttf'), bold: join(FONTS, 'Roboto-Medium.ttf') },
})
// A statement is text: nothing is fetched for it, and nothing read but the fonts.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path: string) => path.startsWith(FONTS))

/** A statement as a PDF. The same statement gives the same bytes: dates are those of its month. */
export async function renderStatement(signed: SignedStatement): Promise<Uint8Array> {
  return new Uint8Array(await pdfmake.createPdf(pageOf(signed)).getBuffer())
}

function pageOf({ statement, signer, signature }: SignedStatement): Readonly<Record<string, unknown>> {
  const { number, coalition, partner, month } = statement
  return {
    info: {
      title: `${number}: ${coalition}, ${partner.name}, ${month}`,
      creationDate: monthSpan((monthNumber(month) ?? 0) + 1).from,
    },
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 56],
    defaultStyle: { font: 'Roboto', fontSize: 9, color: INK, lineHeight: 1.2 },
    styles: {
      strong: { bold: true },
      head: { fontSize: 18, bold: true },
      section: { fontSize: 11, bold: true, margin: [0, 14, 0, 4] },
    },
    footer: (page: number, pages: number) => ({
      text: `${number} · ${String(page)} of ${String(pages)}`,
      alignment: 'center',
      color: QUIET,
      margin: [0, 16, 0, 0],
    }),
    content: [
      { text: coalition, color: QUIET },
      { text: `Statement ${number}`, style: 'head' },
      { text: `${partner.name} (partner ${String(partner.id)}), ${month}`, margin: [0, 0, 0, 8] },
      { text: payableSentence(statement), style: 'strong' },
      ...figures(statement),
      ...lines(statement),
      ...proof(statement, { signer, signature }),
    ],
  }
}

/** 1190 as 1,190; what is behind a decimal point stays. */
const grouped = (decimal: string) => decimal.replace(/^-?\d+/, (whole) => whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ','))

const moneyOf = ({ currency }: Pick<StatementJson, 'currency'>, minor: string) =>
  `${grouped(decimalOfMinor(minor, currency))} ${currency}`

const priceOf = ({ currency }: StatementJson, micros: string) =>
  `${grouped(decimalPrice(BigInt(micros), currency, minorDigits(currency)))} ${currency}`

function payableSentence(statement: StatementJson): string {
  const { payableMinor, currency } = dueOfStatement(statement)
  const payable = BigInt(payableMinor)
  if (payable === 0n) return 'Nothing is to be paid for this month.'
  const amount = moneyOf({ currency }, String(payable < 0n ? -payable : payable))
  const who = payable > 0n ? 'The operator pays the partner' : 'The partner pays the operator'
  return `${who} ${amount}, with the reference ${statement.number}.`
}

function figures(statement: StatementJson): Content[] {
  const { points, prices, legs, totals, position } = statement
  const money = (minor: string) => moneyOf(statement, minor)
  const price = (micros: string) => priceOf(statement, micros)
  const [issue, redeem, fee] = legs
  return [
    section('Points'),
    defined([
      ['Issued', grouped(points.issued), 'points.issued'],
      ['Reversed', grouped(points.reversed), 'points.reversed'],
      ['of these, of earlier months', grouped(points.reversedOfEarlierMonths), 'points.reversedOfEarlierMonths'],
      ['Redeemed', grouped(points.redeemed), 'points.redeemed'],
      ['Restored', grouped(points.restored), 'points.restored'],
      ['Price of a point issued', price(prices.issueMicros), 'prices.issueMicros'],
      ['Price of a point redeemed', price(prices.redeemMicros), 'prices.redeemMicros'],
    ]),
    section('Supplies, gross'),
    defined([
      ['Points issued', money(issue.grossMinor), 'legs.issue'],
      ['Points redeemed', money(redeem.grossMinor), 'legs.redeem'],
      ['Fee', money(fee.grossMinor), 'legs.fee'],
      ...legs.map(
        ({ kind, vat, vatMinor }) =>
          [
            `VAT of ${{ issue: 'points issued', redeem: 'points redeemed', fee: 'the fee' }[kind]}: ${VAT_TREATMENTS[vat.treatment]} ${vat.treatment.replaceAll('_', ' ')}, ${decimalOfMinor(String(vat.rateBasisPoints), 'EUR')} %`,
            money(vatMinor),
            'legs.vatMinor',
          ] as const,
      ),
    ]),
    ...donations(statement),
    section('Net'),
    defined([
      ['Net', money(totals.netMinor), 'totals.netMinor'],
      ['VAT', money(totals.vatMinor), 'totals.vatMinor'],
      ['Payable for this month', money(totals.payableMinor), 'totals.payableMinor'],
      ['Opening position', money(position.openingMinor), 'position.openingMinor'],
      ['Closing position', money(position.closingMinor), 'position.closingMinor'],
    ]),
    ...due(statement),
  ]
}

/** What is paid in another currency, and why it is that. */
function due({ due: of }: StatementJson): Content[] {
  if (of === undefined || of.rate === null) return []
  const { currency, payableMinor, rounding, rate } = of
  return [
    together(
      section(`Due in ${currency}`),
      defined([
        ['Due', moneyOf({ currency }, payableMinor), 'due.payableMinor'],
        [`Rate of ${rate.date}`, `1 ${rate.base} = ${rate.rate} ${rate.quote}`, 'due.rate'],
        ['Added by rounding', `${rounding} minor units`, 'due.rounding'],
      ]),
    ),
  ]
}

/** Who answers for the rate. */
function rateRows({ due: of }: StatementJson): (readonly [string, string])[] {
  if (of === undefined || of.rate === null) return []
  const { source, signer, signature, hash } = of.rate
  return [
    ['Source of the rate', source],
    ['Rate signed by', signer],
    ['Signature of the rate', signature],
    ['Digest of the rate', hash],
  ]
}

function donations(statement: StatementJson): Content[] {
  const { charities = [], totalMinor = '0' } = statement.donations ?? {}
  if (charities.length === 0) return []
  return [
    section('Given to charities'),
    defined([
      ...charities.flatMap(
        ({ name, points, grossMinor }) =>
          [
            [`Points for ${name}`, grouped(points), 'donations.points'],
            [`Amount for ${name}`, moneyOf(statement, grossMinor), 'donations.grossMinor'],
          ] as const,
      ),
      ['Paid to charities', moneyOf(statement, totalMinor), 'donations.totalMinor'],
    ]),
  ]
}

const section = (text: string): Content => ({ text, style: 'section' })

/** On one page: what is short, and would otherwise leave its heading behind. */
const together = (...stack: readonly Content[]): Content => ({ stack, unbreakable: true })

/** A row a figure, with what it means. */
function defined(rows: readonly (readonly [label: string, value: string, figure: DefinedFigure])[]): Content {
  const body = rows.map(([label, value, figure]): Content[] => [
    label,
    { text: value, alignment: 'right', style: 'strong' },
    { text: DEFINITIONS[figure], color: QUIET, fontSize: 7.5 },
  ])
  return { table: { widths: [120, 105, '*'], body, dontBreakRows: true }, layout: 'lightHorizontalLines' }
}

function lines({ lines: all }: StatementJson): Content[] {
  if (all.length === 0) return []
  const shown = all.slice(0, PAGE_LINES_MAX)
  const head = ['Line', 'Kind', 'Points', 'Block', 'Transaction and reference'].map((text) => ({
    text,
    style: 'strong',
  }))
  const body = shown.map(({ line, kind, points, blockNumber, transactionHash, reference }): Content[] => [
    String(line),
    kind,
    { text: grouped(points), alignment: 'right' },
    { text: blockNumber, alignment: 'right' },
    { text: reference === null ? transactionHash : `${transactionHash}\n${reference}`, fontSize: 6.5 },
  ])
  const rest = all.length - shown.length
  return [
    { text: 'Lines', style: 'section', pageBreak: 'before' },
    {
      table: { headerRows: 1, keepWithHeaderRows: 1, widths: [28, 48, 55, 50, '*'], body: [head, ...body] },
      layout: 'lightHorizontalLines',
    },
    ...(rest === 0 ? [] : [{ text: `${String(rest)} more lines are in the JSON and the CSV of this statement.` }]),
  ]
}

function proof(
  statement: StatementJson,
  { signer, signature }: Pick<SignedStatement, 'signer' | 'signature'>,
): Content[] {
  const { source, prices, linesRoot } = statement
  const rows: readonly (readonly [string, string])[] = [
    ['Chain', String(source.chainId)],
    ['Registry', source.registry],
    ['Blocks of the lines', source.firstBlock === null ? 'none' : `${source.firstBlock} to ${source.lastBlock ?? ''}`],
    ['Counters read at block', `${source.readAtBlock}, ${source.readAtBlockHash}`],
    ['Prices set in', prices.transactionHash ?? 'no transaction: none was set'],
    ...rateRows(statement),
    ['Root of the lines', linesRoot],
    ['Signed by', signer],
    ['Signature', signature],
  ]
  const body = rows.map(([label, value]): Content[] => [label, { text: value.replace(HEX_LINE, '\n'), fontSize: 7 }])
  return [
    section('How to check it'),
    { table: { widths: [110, '*'], body, dontBreakRows: true }, layout: 'lightHorizontalLines' },
    { text: DEFINITIONS.linesRoot, color: QUIET, fontSize: 7.5, margin: [0, 4, 0, 0] },
  ]
}
