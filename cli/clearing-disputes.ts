import type { Command } from 'commander'

import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { formatTable } from './terminal.ts'

/** `entente clearing dispute list|resolve`: what partners do not accept, and how that ended. */
export function addClearingDisputeCommands(clearing: Command): void {
  const dispute = clearing.command('dispute').description('List what partners dispute, and end a dispute.')
  withOperatorOptions(
    dispute.command('list').description('List the statements that partners dispute, the longest first.'),
  ).action((options: CommonOptions) => readAsOperator(options, list))
  withOperatorOptions(
    dispute
      .command('resolve')
      .description('End a dispute. The statement stays as it is, and only the partner can confirm its payment.'),
  )
    .argument('<partner>', 'partner number')
    .argument('<month>', 'of the statement, such as 2026-11')
    .requiredOption('--outcome <text>', 'what was agreed, for whoever asks later')
    .action((partner: string, month: string, options: CommonOptions & { outcome: string }) =>
      runAsOperator(options, (operator) => resolve(operator, { partnerId: partner, month }, options.outcome)),
    )
}

async function list({ api, key }: Operator): Promise<Outcome> {
  const { data } = await api.withKey(key).GET('/v1/disputes')
  const rows = data.data.map(({ partnerId, month, netMinor, disputedAt, reason }) => [
    String(partnerId),
    month,
    netMinor,
    disputedAt,
    reason ?? 'not written here: ask the partner',
  ])
  const text =
    rows.length === 0
      ? 'Nobody disputes anything.'
      : formatTable(['partner', 'month', 'net (minor units)', 'since', 'reason'], rows)
  return { value: { disputes: data.data }, text }
}

async function resolve(
  { api, key }: Operator,
  path: { partnerId: string; month: string },
  outcome: string,
): Promise<Outcome> {
  const { data } = await api
    .withKey(key)
    .POST('/v1/partners/{partnerId}/statements/{month}/dispute/resolution', { params: { path }, body: { outcome } })
  return {
    value: data,
    text: `The dispute of ${data.number} ends as soon as the chain has it. The partner's confirmation of the payment is still needed.`,
  }
}
