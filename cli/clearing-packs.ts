import { type Command, InvalidArgumentError } from 'commander'

import type { Schemas } from '../client/client.ts'
import { decimalOfMinor } from '../server/domain/currencies.ts'
import { invalid } from './clearing-inputs.ts'
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

type Pack = Schemas['Pack']

interface OrderOptions extends CommonOptions {
  points: string
  price: string
  start: string
}

interface PaidOptions extends CommonOptions {
  reference: string
  on: string
}

/** `entente clearing packs ...`: points that partners buy in advance. */
export function addClearingPackCommands(clearing: Command): void {
  const packs = clearing.command('packs').description('Prepaid packs: points that a partner buys in advance.')
  const command = (name: string, description: string) =>
    withOperatorOptions(packs.command(name).description(description).argument('<partner>', 'partner number'))
  command('list', 'List the packs of a partner, with what is left of each, and of all together.').action(
    (partner: string, options: CommonOptions) => readAsOperator(options, (operator) => list(operator, partner)),
  )
  command('show', 'Show a pack; with --json it is the file that clearing import and clearing invoice take.')
    .argument('<pack>', 'its number at this partner, such as 1', readWhole)
    .action((partner: string, pack: string, options: CommonOptions) =>
      readAsOperator(options, async (operator) => outcomeOf(await findPack(operator, partner, pack))),
    )
  command('order', 'Order a pack. Its points can be issued once its payment is recorded.')
    .requiredOption('--points <points>', 'that are bought', readWhole)
    .requiredOption(
      '--price <minor>',
      'of the whole pack without VAT, in minor units of the clearing currency',
      readWhole,
    )
    .requiredOption('--start <day>', 'packs are used in the order of these days, such as 2027-01-01')
    .action((partner: string, options: OrderOptions) =>
      runAsOperator(options, (operator) => order(operator, partner, options)),
    )
  command('paid', 'Record that a pack was paid: the allowance of the partner is raised by its points.')
    .argument('<pack>', 'its number at this partner, such as 1', readWhole)
    .requiredOption('--reference <text>', "the bank's, for whoever looks it up")
    .requiredOption('--on <day>', "day of the bank's entry, such as 2026-12-28")
    .action((partner: string, pack: string, options: PaidOptions) =>
      runAsOperator(options, (operator) => recordPayment(operator, { partner, pack }, options)),
    )
  command('cancel', 'Cancel a pack that is not paid.')
    .argument('<pack>', 'its number at this partner, such as 1', readWhole)
    .action((partner: string, pack: string, options: CommonOptions) =>
      runAsOperator(options, (operator) => cancel(operator, { partner, pack })),
    )
  command('alert', 'Set at how many points left in its packs the partner is warned.')
    .argument('<points>', 'such as 10000, or off')
    .action((partner: string, points: string, options: CommonOptions) =>
      runAsOperator(options, (operator) => setAlert(operator, partner, points === 'off' ? null : readWhole(points))),
    )
}

function readWhole(text: string): string {
  if (!/^(?:0|[1-9]\d{0,17})$/.test(text)) throw new InvalidArgumentError('It must be a whole number in digits.')
  return text
}

async function readPacks({ api, key }: Operator, partnerId: string): Promise<Schemas['Packs']> {
  return (await api.withKey(key).GET('/v1/partners/{partnerId}/packs', { params: { path: { partnerId } } })).data
}

async function findPack(operator: Operator, partnerId: string, packNumber: string): Promise<Pack> {
  const pack = (await readPacks(operator, partnerId)).packs.find((one) => String(one.packNumber) === packNumber)
  if (pack === undefined)
    throw invalid(`Partner ${partnerId} has no pack ${packNumber}: clearing packs list ${partnerId}`)
  return pack
}

async function list(operator: Operator, partnerId: string): Promise<Outcome> {
  const packs = await readPacks(operator, partnerId)
  return { value: packs, text: describeAll(packs) }
}

function describeAll({ packs, leftPoints, uncoveredPoints, alertPoints, isLow }: Schemas['Packs']): string {
  const rows = packs.map((pack) => [
    pack.number,
    pack.startsOn,
    pack.points,
    pack.usedPoints,
    pack.leftPoints,
    money(pack),
    pack.payment?.reference ?? pack.state,
  ])
  const table =
    rows.length === 0
      ? 'The partner has no packs.'
      : formatTable(['pack', 'starts', 'points', 'used', 'left', 'to pay', 'payment'], rows)
  const alert = alertPoints === null ? 'No warning is set.' : `The partner is warned at ${alertPoints}.`
  return [
    table,
    `${leftPoints} points are left${isLow ? ': few' : ''}. ${alert}`,
    ...(uncoveredPoints === '0'
      ? []
      : [`${uncoveredPoints} points were issued beyond all packs: the next one pays for them.`]),
  ].join('\n')
}

const money = ({ payableMinor, currency }: Pack) => `${decimalOfMinor(payableMinor, currency)} ${currency}`

function outcomeOf(pack: Pack): Outcome {
  const { number, points, state, startsOn, leftPoints, payment } = pack
  const ends: Readonly<Record<Pack['state'], string>> = {
    ordered: `It is to be paid with ${number} as reference.`,
    paid: `Paid on ${payment?.paidOn ?? ''} (${payment?.reference ?? ''}); ${leftPoints} are left.`,
    cancelled: 'It is cancelled.',
  }
  return { value: pack, text: `${number}: ${points} points for ${money(pack)}, from ${startsOn} on. ${ends[state]}` }
}

async function order(
  { api, key }: Operator,
  partnerId: string,
  { points, price, start }: OrderOptions,
): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/packs', {
    params: { path: { partnerId } },
    body: { points, priceMinor: price, startsOn: start },
  })
  return outcomeOf(data)
}

async function recordPayment(
  operator: Operator,
  { partner: partnerId, pack: packNumber }: { partner: string; pack: string },
  { reference, on }: PaidOptions,
): Promise<Outcome> {
  const { points } = await findPack(operator, partnerId, packNumber)
  const { data } = await operator.api
    .withKey(operator.key)
    .POST('/v1/partners/{partnerId}/packs/{packNumber}/payment', {
      params: { path: { partnerId, packNumber } },
      body: { reference, paidOn: on, points },
    })
  if (isProposal(data)) return describeProposal(data)
  const { value, text } = outcomeOf(data)
  return { value, text: `${text} The allowance of partner ${partnerId} is raised by ${points}.` }
}

async function cancel({ api, key }: Operator, { partner, pack }: { partner: string; pack: string }): Promise<Outcome> {
  const params = { path: { partnerId: partner, packNumber: pack } }
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/packs/{packNumber}/cancel', { params })
  return outcomeOf(data)
}

async function setAlert({ api, key }: Operator, partnerId: string, points: string | null): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/packs/alert', {
    params: { path: { partnerId } },
    body: { points },
  })
  return { value: data, text: describeAll(data) }
}
