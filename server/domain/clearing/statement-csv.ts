import { decimalOfMinor } from '../currencies.ts'
import { DEFINITIONS, type DefinedFigure } from './definitions.ts'
import { microsText } from './prices.ts'
import { csvOf, type CsvRow } from './csv.ts'
import { type SignedStatement, type StatementJson, VAT_TREATMENTS } from './statement.ts'

/** A statement as a table for spreadsheets (RFC 4180): a figure a row, each with its definition, then a row a transaction. */
export function statementCsv({ statement, signer, signature }: SignedStatement): string {
  const rows: CsvRow[] = [...headRows(statement), ...figureRows(statement), ...lineRows(statement)]
  rows.push(['signature', 'signer', signer, '', ''], ['signature', 'signature', signature, '', ''])
  return csvOf(rows)
}

function headRows({ number, coalition, partner, month, currency, source, linesRoot }: StatementJson): CsvRow[] {
  const head = (name: string, value: string | null): CsvRow => ['statement', name, value ?? '', '', '']
  return [
    head('number', number),
    head('coalition', coalition),
    head('partner', String(partner.id)),
    head('partnerName', partner.name),
    head('country', partner.country),
    head('month', month),
    head('currency', currency),
    head('chainId', String(source.chainId)),
    head('registry', source.registry),
    head('firstBlock', source.firstBlock),
    head('lastBlock', source.lastBlock),
    head('readAtBlock', source.readAtBlock),
    head('readAtBlockHash', source.readAtBlockHash),
    ['statement', 'linesRoot', linesRoot, '', DEFINITIONS.linesRoot],
  ]
}

function figureRows(statement: StatementJson): CsvRow[] {
  const { points, prices, legs, totals, position, currency } = statement
  const counted = (name: keyof typeof points): CsvRow => [
    'points',
    name,
    points[name],
    'points',
    DEFINITIONS[`points.${name}`],
  ]
  const price = (name: 'issueMicros' | 'redeemMicros'): CsvRow => [
    'prices',
    name.replace('Micros', ''),
    microsText(BigInt(prices[name])),
    'minor units per point',
    DEFINITIONS[`prices.${name}`],
  ]
  const money = (section: string, name: string, minor: string, definition: DefinedFigure): CsvRow => [
    section,
    name,
    decimalOfMinor(minor, currency),
    currency,
    DEFINITIONS[definition],
  ]
  return [
    ...(['issued', 'reversed', 'reversedOfEarlierMonths', 'redeemed', 'restored'] as const).map(counted),
    price('issueMicros'),
    price('redeemMicros'),
    ...legs.flatMap(({ kind, grossMinor, vat, vatMinor, totalMinor }) => [
      money(kind, 'gross', grossMinor, `legs.${kind}`),
      [kind, 'vatTreatment', `${VAT_TREATMENTS[vat.treatment]} ${vat.treatment}`, '', ''] as const,
      [kind, 'vatRate', decimalOfMinor(String(vat.rateBasisPoints), 'EUR'), '%', ''] as const,
      money(kind, 'vat', vatMinor, 'legs.vatMinor'),
      money(kind, 'total', totalMinor, 'legs.vatMinor'),
    ]),
    ...donationRows(statement, money),
    money('totals', 'net', totals.netMinor, 'totals.netMinor'),
    money('totals', 'vat', totals.vatMinor, 'totals.vatMinor'),
    money('totals', 'payable', totals.payableMinor, 'totals.payableMinor'),
    ...dueRows(statement),
    money('position', 'opening', position.openingMinor, 'position.openingMinor'),
    money('position', 'closing', position.closingMinor, 'position.closingMinor'),
  ]
}

function dueRows({ due }: StatementJson): CsvRow[] {
  if (due === undefined) return []
  const { currency, payableMinor, rounding, rate } = due
  const row = (name: string, value: string, unit = '', definition = ''): CsvRow => [
    'due',
    name,
    value,
    unit,
    definition,
  ]
  return [
    row('payable', decimalOfMinor(payableMinor, currency), currency, DEFINITIONS['due.payableMinor']),
    row('rounding', rounding, 'minor units', DEFINITIONS['due.rounding']),
    ...(rate === null
      ? []
      : [
          row('rate', rate.rate, `${rate.quote} for 1 ${rate.base}`, DEFINITIONS['due.rate']),
          row('rateDate', rate.date),
          row('rateSource', rate.source),
          row('rateSigner', rate.signer),
          row('rateSignature', rate.signature),
          row('rateHash', rate.hash),
        ]),
  ]
}

function donationRows(
  { donations }: StatementJson,
  money: (section: string, name: string, minor: string, definition: DefinedFigure) => CsvRow,
): CsvRow[] {
  if (donations === undefined) return []
  return [
    ...donations.charities.flatMap(({ id, name, points, grossMinor }): CsvRow[] => [
      ['donation', `${id} ${name}`, points, 'points', DEFINITIONS['donations.points']],
      money('donation', `${id} gross`, grossMinor, 'donations.grossMinor'),
    ]),
    money('donation', 'total', donations.totalMinor, 'donations.totalMinor'),
  ]
}

function lineRows({ lines }: StatementJson): CsvRow[] {
  return lines.map(({ line, kind, points, blockNumber, transactionHash, reference }) => [
    'lines',
    `${String(line)} ${kind}`,
    points,
    'points',
    `block ${blockNumber}, transaction ${transactionHash}${reference === null ? '' : `, reference ${reference}`}`,
  ])
}
