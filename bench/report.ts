import { dataFeeWei, feeAssumptions } from './calldata.ts'
import type { Bar } from './chart.ts'
import { creditCounts } from './credits.ts'
import { goalsOf } from './goals.ts'
import type { CreditRow } from './measure-credits.ts'
import type { Snapshot } from './snapshot.ts'

const grouped = (value: number) => Math.round(value).toLocaleString('en-GB')
const each = (gas: string, count: number) => grouped(Number(gas) / count)

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

function schemesOf(rows: CreditRow[]): [string, CreditRow[]][] {
  return [...Map.groupBy(rows, ({ scheme }) => scheme)]
}

type Column = 'newHolders' | 'existingHolders'

function creditTable(rows: CreditRow[], column: Column): string {
  const head = ['gas per credit', ...creditCounts.map((count) => grouped(count))]
  return table(
    head,
    schemesOf(rows).map(([scheme, own]) => [scheme, ...own.map((row) => each(row[column], row.count))]),
  )
}

function epochTable(rows: CreditRow[]): string {
  const head = ['gas per credit, first batch of an epoch', ...creditCounts.map((count) => grouped(count))]
  const expiring = schemesOf(rows.filter(({ afterEpochChange }) => afterEpochChange !== null))
  return table(
    head,
    expiring.map(([scheme, own]) => [scheme, ...own.map((row) => each(row.afterEpochChange!, row.count))]),
  )
}

const windowName = (minutes: number) =>
  minutes % 1_440 === 0 ? `${minutes / 1_440} day` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`

function yearTable({ year }: Snapshot): string {
  return table(
    [
      'window',
      'batches',
      'entries',
      'records after merging',
      'gas per record',
      'gas per purchase or return',
      'gas of the year',
    ],
    year.map(({ windowMinutes, batches, entries, records, gas }) => [
      windowName(windowMinutes),
      ...[batches, entries, records, Number(gas) / records, Number(gas) / entries, Number(gas)].map(grouped),
    ]),
  )
}

function calldataTable({ calldata }: Snapshot): string {
  return table(
    ['credits', 'raw bytes each', 'zlib -9 each', 'brotli -10 each', 'FastLZ each', 'data fee each (wei)', 'in USD'],
    calldata.map(({ count, rawBytes, zlibBytes, brotliBytes, fastLzBytes }) => {
      const fee = Number(dataFeeWei(fastLzBytes)) / count
      const sizes = [rawBytes, zlibBytes, brotliBytes, fastLzBytes].map((bytes) => (bytes / count).toFixed(1))
      return [grouped(count), ...sizes, grouped(fee), ((fee / 1e18) * feeAssumptions.usdPerEther).toFixed(6)]
    }),
  )
}

function redemptionTable({ entente, peers }: Snapshot): string {
  const rows = [...peers.redemptions, ...entente.redemptions]
  return table(
    ['gas per redemption', 'in one transaction', "a member's first", 'later'],
    rows.map(({ scheme, count, first, later }) => [scheme, grouped(count), each(first, count), each(later, count)]),
  )
}

/** The bars of the chart: 300 credits. */
export function barsAt300({ entente, peers }: Snapshot): Bar[] {
  return [...peers.credits, ...entente.credits]
    .filter(({ count }) => count === 300)
    .map(({ scheme, newHolders, existingHolders }) => ({
      label: scheme.replaceAll(/[*`]/g, ''),
      newHolder: Number(newHolders) / 300,
      existingHolder: Number(existingHolders) / 300,
      ours: scheme.includes('Entente'),
    }))
}

const toTenths = (gas: number) => gas.toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

function goalTable({ entente }: Snapshot): string {
  return table(
    ['gas for each one', 'goal', 'measured'],
    goalsOf(entente).map(({ name, gasMax, measured }) => [name, `at most ${grouped(gasMax)}`, toTenths(measured)]),
  )
}

function conditions(): string {
  return `Measured by \`npm run bench:gas\` in one run on EDR (Hardhat's chain), hardfork osaka, solc 0.8.37 via-IR with 1,000,000
optimizer runs, for our code and foreign code alike. A value is \`receipt.gasUsed\`, the 21,000 of the transaction and its calldata
included, divided by the number of credits. Accounts, points, keys and times are the same in every run, so the numbers are
too: \`bench/snapshot.json\` holds them and CI compares Entente's exactly. Blocks and transactions of any size were allowed
(Osaka limits a transaction to 2^24 gas), because 1,000 first-time holders take more than that in every scheme here; a real
batch holds about 670 first-time holders at most. Slots that all batches share (supply, partner) were written before.`
}

function calldataSection(snapshot: Snapshot): string {
  const { l1BaseFeeWei, blobBaseFeeWei, l2GasPriceWei, baseFeeScalar, blobBaseFeeScalar, usdPerEther } = feeAssumptions
  return `## Calldata, and what a rollup charges for it

${calldataTable(snapshot)}

Addresses do not compress; points and padding do. The data fee is the OP Stack's formula since Fjord (FastLZ
estimate, 110 bytes of envelope) under these assumptions, none of which was read from a chain: L1 base fee
${grouped(Number(l1BaseFeeWei) / 1e9)} gwei, blob base fee ${grouped(Number(blobBaseFeeWei) / 1e9)} gwei, base fee scalar ${baseFeeScalar}, blob
base fee scalar ${blobBaseFeeScalar}, ether at ${grouped(usdPerEther)} USD. Execution is extra: at ${Number(l2GasPriceWei) / 1e9} gwei a credit of 7,500 gas is
${(((7_500 * Number(l2GasPriceWei)) / 1e18) * usdPerEther).toFixed(6)} USD.
`
}

function redemptionSection(snapshot: Snapshot): string {
  return `## Redemptions

${redemptionTable(snapshot)}

For single redemptions, Entente's figures are the mean of 50 members, each in a separate transaction, because addresses and signatures have
more or fewer zero bytes, of 12 gas each. _As our relayer sends it_ is with an EIP-2930 access list that names the ledger and the two words of it that a
single redemption changes. The list saves 300 gas (docs/decisions/0012-redemption.md), and would save a permit as much for each word.`
}

/** docs/gas.md. */
export function writeReport(snapshot: Snapshot): string {
  const credits = [...snapshot.peers.credits, ...snapshot.entente.credits]
  const includes = schemesOf(credits).map(([scheme, own]) => [scheme, own[0]!.includes])
  return `# Gas

<!-- Written by npm run bench:gas; edit bench/report.ts. -->

${conditions()}

![Gas per credit at 300 credits](gas-chart.svg)

## Goals

${goalTable(snapshot)}

\`npm run bench:gas -- --check\` fails when one is missed.

## Crediting

Holders who have points already:

${creditTable(credits, 'existingHolders')}

Holders who get their first points:

${creditTable(credits, 'newHolders')}

The first batch after an epoch change, for the same holders (schemes whose points expire). A partner's first batch of a
calendar month costs 22,100 gas more, once, because it writes the totals of the month before.

${epochTable(credits)}

What each does besides adding points and logging a \`Transfer\`:

${table(['scheme', 'included'], includes)}

## Debits (returns)

${table(
  ['gas per debit', 'points in one lot', 'taken from three lots'],
  snapshot.entente.debits.map(({ count, oneLot, threeLots }) => [
    grouped(count),
    each(oneLot, count),
    each(threeLots, count),
  ]),
)}

${redemptionSection(snapshot)}

## A real year

Online Retail (UCI, CC BY 4.0): a shop's invoices of 2011 with a customer, one point a pound. Everything was executed,
returns included. At the end of each window that has an entry, one batch is posted, with a member's purchases merged into one
credit and the returns into one debit. The one-minute row shows the cost of hardly batching at all.

${yearTable(snapshot)}

${calldataSection(snapshot)}
## Bytecode

${table(
  ['contract', 'bytes', 'of 20,000'],
  Object.entries(snapshot.entente.bytecodeBytes).map(([name, bytes]) => [
    name,
    grouped(bytes),
    `${(bytes / 200).toFixed(0)} %`,
  ]),
)}
`
}
