import { type Command, InvalidArgumentError } from 'commander'

import type { Schemas } from '../client/client.ts'
import { microsOf, microsText } from '../server/domain/clearing/prices.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { describeProposal, isProposal } from './proposal.ts'
import { formatTable } from './terminal.ts'

interface SetOptions extends CommonOptions {
  issue: bigint
  redeem: bigint
}

type Prices = Schemas['Prices']

/** `entente clearing prices list|set`: what a point costs at a partner, by what was planned and what the registry says. */
export function addClearingPricesCommands(clearing: Command): void {
  const prices = clearing.command('prices').description('What a point costs when a partner issues or redeems it.')
  withOperatorOptions(prices.command('list').description("List a partner's prices, the newest first."))
    .argument('<partner>', 'partner number')
    .action((partner: string, options: CommonOptions) =>
      readAsOperator(options, (operator) => listPrices(operator, partner)),
    )
  withOperatorOptions(
    prices
      .command('set')
      .description('Plan prices from a month on, and say what is to be done next. Again: says how they stand.'),
  )
    .argument('<partner>', 'partner number')
    .argument('<month>', 'the first month that they hold in (UTC), such as 2027-01')
    .requiredOption('--issue <price>', 'minor units that the partner pays for a point that it issues', readPrice)
    .requiredOption('--redeem <price>', 'minor units that it gets for a point that is redeemed there', readPrice)
    .action((partner: string, month: string, options: SetOptions) =>
      runAsOperator(options, (operator) => setPrices(operator, { partner, month, ...options })),
    )
}

function readPrice(text: string): bigint {
  const micros = microsOf(text)
  if (micros === null)
    throw new InvalidArgumentError('A price is a number of minor units, such as 1.05: six decimals at most.')
  return micros
}

async function listPrices({ api, key }: Operator, partner: string): Promise<Outcome> {
  const params = { path: { partnerId: partner } }
  const { data } = await api.withKey(key).GET('/v1/partners/{partnerId}/prices', { params })
  const rows = data.data.map((one) => [
    one.month,
    microsText(BigInt(one.issueMicros)),
    microsText(BigInt(one.redeemMicros)),
    one.state,
    one.plannedAt ?? 'never planned here',
  ])
  const text =
    rows.length === 0
      ? 'The partner has no prices.'
      : formatTable(['from', 'issue', 'redeem', 'state', 'planned'], rows)
  return { value: { prices: data.data }, text }
}

async function setPrices(
  { api, key }: Operator,
  { partner, month, issue, redeem }: SetOptions & { partner: string; month: string },
): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/prices', {
    params: { path: { partnerId: partner } },
    body: { month, issueMicros: String(issue), redeemMicros: String(redeem) },
  })
  if (isProposal(data)) return describeProposal(data)
  return { value: data, text: describePrices(data) }
}

/** How prices stand, and what brings them on: the administrator's key is not the server's. */
function describePrices({ partnerId, month, issueMicros, redeemMicros, state, announced }: Prices): string {
  const [issue, redeem] = [microsText(BigInt(issueMicros)), microsText(BigInt(redeemMicros))]
  const what = `From ${month}, partner ${String(partnerId)} pays ${issue} for a point that it issues and gets ${redeem} for one that is redeemed there (minor units).`
  const next: Readonly<Record<Prices['state'], string>> = {
    planned: `Planned. Next, with the administrator's key: entente admin schedule setPrices ${String(partnerId)} ${month} ${issueMicros} ${redeemMicros}`,
    announced: `Announced, and due from ${announced?.readyAt ?? ''}. Then, with the administrator's key: entente admin execute ${announced?.operationId ?? ''}`,
    set: 'The registry has them.',
    lapsed: 'Their month is over, and the registry never had them.',
  }
  return `${what}\n${next[state]}`
}
