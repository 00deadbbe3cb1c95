import { type Command, Option } from 'commander'

import type { Schemas } from '../client/client.ts'
import { decimalOfMinor } from '../server/domain/currencies.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { showStatement } from './statement-file.ts'
import { formatTable } from './terminal.ts'

interface StatementOptions extends CommonOptions {
  format: 'json' | 'csv' | 'pdf'
  out?: string
}

type Statement = Schemas['Statement']

/** `entente clearing close|statement|paid`: the month of the finance people. Each of them may be run again. */
export function addClearingStatementCommands(clearing: Command): void {
  const command = (name: string, description: string) =>
    withOperatorOptions(clearing.command(name).description(description))
  command('close', 'Issue the signed statements of a month. Again: issues those that are missing, and changes none.')
    .argument('<month>', 'such as 2026-11: from two days after its end on, and in the order of months')
    .action((month: string, options: CommonOptions) => runAsOperator(options, (operator) => close(operator, month)))
  command('statement', 'List the statements of a partner, show one, or write it into a file.')
    .argument('<partner>', 'partner number')
    .argument('[month]', 'such as 2026-11 (default: list them)')
    .addOption(new Option('--format <format>', 'of the file').choices(['json', 'csv', 'pdf']).default('json'))
    .option('--out <file>', 'where it is written')
    .action((partner: string, month: string | undefined, options: StatementOptions) =>
      readAsOperator(options, (operator) =>
        month === undefined ? list(operator, partner) : read(operator, { partnerId: partner, month }, options),
      ),
    )
  command('paid', 'Record that a statement was paid in full: later statements no longer count it as open.')
    .argument('<partner>', 'partner number')
    .argument('<month>', 'of the statement, such as 2026-11')
    .requiredOption('--reference <text>', "the bank's, for whoever looks it up")
    .action((partner: string, month: string, options: CommonOptions & { reference: string }) =>
      runAsOperator(options, (operator) => recordPayment(operator, { partnerId: partner, month }, options.reference)),
    )
}

async function close({ api, key }: Operator, month: string): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/months/{month}/close', { params: { path: { month } } })
  const { issued, before, waiting } = data
  const there = before === 0 ? '' : ` ${String(before)} were there, and stay as they are.`
  const head = `${month} is closed: ${String(issued)} statements were issued.${there}`
  const waits = waiting.map(
    (one) =>
      `Partner ${String(one.partnerId)} waits: no rate of ${one.currency} for ${one.month}. Import it (clearing rates import), and close ${one.month} again.`,
  )
  return { value: data, text: [head, ...waits].join('\n') }
}

async function list({ api, key }: Operator, partner: string): Promise<Outcome> {
  const path = { partnerId: partner }
  const statements = await listAll((query) =>
    api.withKey(key).GET('/v1/partners/{partnerId}/statements', { params: { path, query } }),
  )
  const rows = statements.map(({ number, month, payableMinor, currency, due, payment, settlement }) => [
    number,
    month,
    `${decimalOfMinor(payableMinor, currency)} ${currency}`,
    `${decimalOfMinor(due.payableMinor, due.currency)} ${due.currency}`,
    payment?.reference ?? 'open',
    describeSettlement(settlement),
  ])
  const text =
    rows.length === 0
      ? 'The partner has no statements.'
      : formatTable(['statement', 'month', 'payable to the partner', 'due', 'payment', 'on chain'], rows)
  return { value: { statements }, text }
}

/** What the contract has of a statement, in a few words. */
function describeSettlement({ state, isDifferent, netMinor, marks }: Schemas['Settlement']): string {
  const marked = marks.operator === null ? 'marked by the partner' : 'marked by the operator'
  const words: Readonly<Record<Schemas['Settlement']['state'], string>> = {
    not_on_chain: 'not yet',
    open: 'open',
    marked: marks.operator !== null && marks.partner !== null ? 'marked by both, for other payments' : marked,
    disputed: 'disputed',
    settled: 'settled',
    nothing: 'nothing to settle',
  }
  return isDifferent ? `${words[state]}, DIFFERENT: ${netMinor ?? 'no position'}` : words[state]
}

async function read(
  { api, key }: Operator,
  path: { partnerId: string; month: string },
  options: StatementOptions,
): Promise<Outcome> {
  const asked = { params: { path, query: { format: options.format } }, parseAs: 'arrayBuffer' } as const
  const { data } = await api.withKey(key).GET('/v1/partners/{partnerId}/statements/{month}', asked)
  return showStatement(data, options, describe)
}

function describe({ statement, signer, payment, settlement, definitions }: Statement): string {
  const { number, partner, month, currency, points, legs, totals, position, lines } = statement
  const money = (minor: string) => `${decimalOfMinor(minor, currency)} ${currency}`
  const [issue, redeem, fee] = legs
  const rows: readonly (readonly [string, string, string])[] = [
    ...(['issued', 'reversed', 'redeemed', 'restored'] as const).map(
      (name) => [`points ${name}`, points[name], definitions[`points.${name}`] ?? ''] as const,
    ),
    ['points issued, gross', money(issue.grossMinor), definitions['legs.issue'] ?? ''],
    ['points redeemed, gross', money(redeem.grossMinor), definitions['legs.redeem'] ?? ''],
    ['fee', money(fee.grossMinor), definitions['legs.fee'] ?? ''],
    ['net', money(totals.netMinor), definitions['totals.netMinor'] ?? ''],
    ['VAT', money(totals.vatMinor), definitions['totals.vatMinor'] ?? ''],
    ['payable', money(totals.payableMinor), definitions['totals.payableMinor'] ?? ''],
    ...dueRows(statement, definitions),
    ...donationRows(statement, money, definitions),
    ['opening position', money(position.openingMinor), definitions['position.openingMinor'] ?? ''],
    ['closing position', money(position.closingMinor), definitions['position.closingMinor'] ?? ''],
  ]
  const figures = rows.map(([name, value, definition]) => `${name}: ${value}\n    ${definition}`)
  const paid = payment === null ? 'Its payment was not recorded.' : `Paid: ${payment.reference}.`
  return [
    `${number}: ${partner.name}, ${month}. ${paid}`,
    `On chain: ${describeSettlement(settlement)}.`,
    ...figures,
    `${String(lines.length)} transactions are behind it (root ${statement.linesRoot}), signed by ${signer}.`,
  ].join('\n')
}

function dueRows(
  { due }: Statement['statement'],
  definitions: Statement['definitions'],
): (readonly [string, string, string])[] {
  if (due === undefined || due.rate === null) return []
  const { currency, payableMinor, rounding, rate } = due
  return [
    ['due', `${decimalOfMinor(payableMinor, currency)} ${currency}`, definitions['due.payableMinor'] ?? ''],
    [
      'rate',
      `1 ${rate.base} = ${rate.rate} ${rate.quote} on ${rate.date} (${rate.source}), signed by ${rate.signer}`,
      definitions['due.rate'] ?? '',
    ],
    ['added by rounding', `${rounding} minor units`, definitions['due.rounding'] ?? ''],
  ]
}

function donationRows(
  { donations }: Statement['statement'],
  money: (minor: string) => string,
  definitions: Statement['definitions'],
): (readonly [string, string, string])[] {
  const charities = donations?.charities ?? []
  return charities.map(({ name, points, grossMinor }) => [
    `given to ${name}`,
    `${money(grossMinor)} (${points} points)`,
    definitions['donations.grossMinor'] ?? '',
  ])
}

async function recordPayment(
  { api, key }: Operator,
  path: { partnerId: string; month: string },
  reference: string,
): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/statements/{month}/payment', {
    params: { path },
    body: { reference },
  })
  return { value: data, text: `${data.statement.number} is paid: ${data.payment?.reference ?? ''}.` }
}
