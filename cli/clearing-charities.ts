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
  format: 'json' | 'csv'
  out?: string
}

/** `entente clearing charity statement|paid`: what members gave to charities, and that it was passed on. */
export function addClearingCharityCommands(clearing: Command): void {
  const charity = clearing
    .command('charity')
    .description('What is owed to charities for the points that members gave them.')
  withOperatorOptions(
    charity.command('statement').description('List the statements of a charity, show one, or write it into a file.'),
  )
    .argument('<charity>', 'id of the charity: see entente charity list')
    .argument('[month]', 'such as 2026-11 (default: list them)')
    .addOption(new Option('--format <format>', 'of the file').choices(['json', 'csv']).default('json'))
    .option('--out <file>', 'where it is written')
    .action((charityId: string, month: string | undefined, options: StatementOptions) =>
      readAsOperator(options, (operator) =>
        month === undefined ? list(operator, charityId) : read(operator, { charityId, month }, options),
      ),
    )
  withOperatorOptions(charity.command('paid').description('Record that a charity was paid in full for a month.'))
    .argument('<charity>', 'id of the charity')
    .argument('<month>', 'of the statement, such as 2026-11')
    .requiredOption('--reference <text>', "the bank's, for whoever looks it up")
    .action((charityId: string, month: string, options: CommonOptions & { reference: string }) =>
      runAsOperator(options, (operator) => recordPayment(operator, { charityId, month }, options.reference)),
    )
}

async function list({ api, key }: Operator, charityId: string): Promise<Outcome> {
  const path = { charityId }
  const statements = await listAll((query) =>
    api.withKey(key).GET('/v1/charities/{charityId}/statements', { params: { path, query } }),
  )
  const rows = statements.map(({ number, month, payableMinor, currency, payment }) => [
    number,
    month,
    `${decimalOfMinor(payableMinor, currency)} ${currency}`,
    payment?.reference ?? 'open',
  ])
  const text =
    rows.length === 0
      ? 'The charity has no statements.'
      : formatTable(['statement', 'month', 'payable', 'payment'], rows)
  return { value: { statements }, text }
}

async function read(
  { api, key }: Operator,
  path: { charityId: string; month: string },
  options: StatementOptions,
): Promise<Outcome> {
  const asked = { params: { path, query: { format: options.format } }, parseAs: 'arrayBuffer' } as const
  const { data } = await api.withKey(key).GET('/v1/charities/{charityId}/statements/{month}', asked)
  return showStatement(data, options, describe)
}

function describe({ statement, signer, payment, definitions }: Schemas['CharityStatement']): string {
  const { number, charity, month, currency, partners, totals, position, lines } = statement
  const money = (minor: string) => `${decimalOfMinor(minor, currency)} ${currency}`
  const rows = partners.map(({ id, name, points, grossMinor }) => [`${String(id)} ${name}`, points, money(grossMinor)])
  return [
    `${number}: ${charity.name}, ${month}. ${payment === null ? 'Its payment was not recorded.' : `Paid: ${payment.reference}.`}`,
    formatTable(['partner', 'points', 'amount'], rows),
    `to pay for this month: ${money(totals.payableMinor)}`,
    `    ${definitions['totals.payableMinor'] ?? ''}`,
    `opening position: ${money(position.openingMinor)}`,
    `closing position: ${money(position.closingMinor)}`,
    `${String(lines.length)} orders are behind it, signed by ${signer}.`,
  ].join('\n')
}

async function recordPayment(
  { api, key }: Operator,
  path: { charityId: string; month: string },
  reference: string,
): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/charities/{charityId}/statements/{month}/payment', {
    params: { path },
    body: { reference },
  })
  return { value: data, text: `${data.statement.number} is paid: ${data.payment?.reference ?? ''}.` }
}
