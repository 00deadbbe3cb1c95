import { decimalOfMinor } from '../currencies.ts'
import { DEFINITIONS, type DefinedFigure } from './definitions.ts'
import { microsText } from './prices.ts'
import { type SignedStatement, type StatementJson, VAT_TREATMENTS } from './statement.ts'

type Row = readonly [section: string, name: string, value: string, unit: string, definition: string]

const HEAD = ['section', 'name', 'value', 'unit', 'definition']

/** A statement as a table for spreadsheets (RFC 4180): a figure a row, each with its definition, then a row a transaction. */
export function statementCsv({ statement, signer, signature }: SignedStatement): string {
  const rows: Row[] = [...headRows(statement), ...figureRows(statement), ...lineRows(statement)]
  rows.push(['signature', 'signer', signer, '', ''], ['signature', 'signature', signature, '', ''])
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function headRows({ number, coalition, partner, month, currency, source, linesRoot }: StatementJson): Row[] {
  const head = (name: string, value: string | null): Row => ['statement', name, value ?? '', '', '']
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

function figureRows({ points, prices, legs, totals, position, currency }: StatementJson): Row[] {
  const counted = (name: keyof typeof points): Row => [
    'points',
    name,
    points[name],
    'points',
    DEFINITIONS[`points.${name}`],
  ]
  const price = (name: 'issueMicros' | 'redeemMicros'): Row => [
    'prices',
    name.replace('Micros', ''),
    microsText(BigInt(prices[name])),
    'minor units per point',
    DEFINITIONS[`prices.${name}`],
  ]
  const money = (section: string, name: string, minor: string, definition: DefinedFigure): Row => [
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
    money('totals', 'net', totals.netMinor, 'totals.netMinor'),
    money('totals', 'vat', totals.vatMinor, 'totals.vatMinor'),
    money('totals', 'payable', totals.payableMinor, 'totals.payableMinor'),
    money('position', 'opening', position.openingMinor, 'position.openingMinor'),
    money('position', 'closing', position.closingMinor, 'position.closingMinor'),
  ]
}

function lineRows({ lines }: StatementJson): Row[] {
  return lines.map(({ line, kind, points, blockNumber, transactionHash, reference }) => [
    'lines',
    `${String(line)} ${kind}`,
    points,
    'points',
    `block ${blockNumber}, transaction ${transactionHash}${reference === null ? '' : `, reference ${reference}`}`,
  ])
}

/** A text that begins like a formula is not run by a spreadsheet: a name can be anything. Numbers stay numbers. */
function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
