import type { Address } from 'viem'

import { type Coalition, decodeEvent, type Event, type KnownContract } from '../contracts.ts'
import type { Header, RecordedTransaction } from '../read/history.ts'
import { findCalls, type FoundCall, lowerAddress } from './find-calls.ts'
import type { Ledger, Movement, Purpose } from './ledger.ts'
import { epochAt } from './lots.ts'

/** A return that took back less than it should have. */
export interface Shortfall {
  readonly kind: 'shortfall'
  readonly partnerId: number
  readonly account: Address
  readonly points: bigint
  /** What the account still had. */
  readonly balance: bigint
}

export type Step = Movement | Shortfall

/** What happened, put together from the logs of one transaction. The ledger is as after it. */
export type Act =
  | { readonly kind: 'batch' | 'restoration'; readonly event: Event; readonly steps: readonly Step[] }
  | { readonly kind: 'redemptions'; readonly events: readonly Event[]; readonly steps: readonly Step[] }
  | {
      readonly kind: 'move'
      readonly event: Event
      readonly steps: readonly Step[]
      readonly points: bigint
      readonly free: boolean
    }
  | {
      readonly kind: 'freeze'
      readonly event: Event
      readonly by: 'operator' | 'member'
      readonly call: FoundCall | null
    }
  | { readonly kind: 'stray'; readonly steps: readonly Step[] }
  | { readonly kind: 'event'; readonly event: Event }

interface Reading {
  readonly events: readonly Event[]
  readonly epoch: number
  readonly ledger: Ledger
  readonly transaction: RecordedTransaction
}

/** Reads a transaction's logs in their order, applies them to the ledger, and yields each act once it is complete. */
export function* readActs(
  transaction: RecordedTransaction,
  { header, ledger, coalition }: { header: Header; ledger: Ledger; coalition: Coalition },
): Generator<Act> {
  const contracts = new Map(coalition.contracts.map((contract) => [contract.address, contract]))
  const events = transaction.logs.flatMap((log) => {
    const contract = contracts.get(log.address)
    return (contract && decodeEvent(contract, log)) ?? []
  })
  const reading = { events, epoch: epochAt(header.timestamp, coalition), ledger, transaction }
  let at = 0
  while (at < events.length) {
    const { act, next } = readAct(reading, at)
    yield act
    at = next
  }
}

function readAct(reading: Reading, at: number): { act: Act; next: number } {
  const { events, ledger } = reading
  const first = events[at] as Event
  if (isRedemption(first)) return readRedemptions(reading, at, [])
  if (first.name === 'PointsRestored') return readRestoration(reading, at)
  if (!isStep(first)) return { act: readEvent(reading, at), next: at + 1 }
  const purpose = purposeAt(events, at)
  const steps: Step[] = []
  let next = at
  while (next < events.length && isStep(events[next] as Event)) {
    steps.push(applyStep(reading, events[next] as Event, purpose))
    next += 1
  }
  const closing = events[next]
  if (purpose === 'batch' && closing !== undefined)
    return { act: { kind: 'batch', event: closing, steps }, next: next + 1 }
  if (purpose === 'redemption') return readRedemptions(reading, next, steps)
  if (purpose === 'move' && closing !== undefined) {
    const { from, to } = addressesOf(closing)
    return { act: { kind: 'move', event: closing, steps, ...ledger.move(from, to, reading.epoch) }, next: next + 1 }
  }
  return { act: { kind: 'stray', steps }, next }
}

/** What the transfers that begin here are for: the next event that is none says it. */
function purposeAt(events: readonly Event[], at: number): Purpose {
  const closing = events.slice(at).find((event) => !isStep(event))
  if (closing === undefined) return 'none'
  if (closing.name === 'BatchPosted') return 'batch'
  if (isRedemption(closing)) return 'redemption'
  return closing.name === 'AccountMoved' ? 'move' : 'none'
}

/** Consecutive orders, of one list or more: which, only the calldata says. */
function readRedemptions(reading: Reading, at: number, steps: readonly Step[]): { act: Act; next: number } {
  let next = at
  while (next < reading.events.length && isRedemption(reading.events[next] as Event)) next += 1
  const events = reading.events.slice(at, next)
  for (const { name, args } of events)
    if (name === 'PointsRedeemed') reading.ledger.setNonce(lowerAddress(args['member']), Number(args['nonce']))
  return { act: { kind: 'redemptions', events, steps }, next }
}

/** The event comes first here, then what it did. */
function readRestoration(reading: Reading, at: number): { act: Act; next: number } {
  const { events, ledger } = reading
  const event = events[at] as Event
  const member = lowerAddress(event.args['member'])
  const steps: Step[] = []
  let next = at + 1
  let open = ledger.holderOf(member) === member ? 1 : 2
  while (open > 0 && next < events.length && isStep(events[next] as Event)) {
    const step = applyStep(reading, events[next] as Event, 'restoration')
    steps.push(step)
    if (step.kind !== 'expiry') open -= 1
    next += 1
  }
  return { act: { kind: 'restoration', event, steps }, next }
}

function readEvent({ events, ledger, transaction, epoch }: Reading, at: number): Act {
  const event = events[at] as Event
  const { name, args } = event
  // Nothing was transferred: an account of no points is moved with a transfer of none.
  if (name === 'BatchPosted') return { kind: 'batch', event, steps: [] }
  if (name === 'AccountMoved') {
    const { from, to } = addressesOf(event)
    return { kind: 'move', event, steps: [], ...ledger.move(from, to, epoch) }
  }
  if (name === 'AccountFrozen') return applyFreeze(event, { events, at, ledger, transaction })
  if (name === 'IssuingPaused') ledger.issuingPaused = args['paused'] as boolean
  if (name === 'RedeemingPaused') ledger.redeemingPaused = args['paused'] as boolean
  if (name === 'RecoveryAnnounced') {
    const { from, to } = addressesOf(event)
    ledger.reserve(from, to)
  }
  if (name === 'RecoveryRefused') ledger.release(addressesOf(event).from)
  return { kind: 'event', event }
}

/**
 * The event says whether the account is frozen now, not by whom: that is in the calldata. Where it is in neither of the calls
 * that we know, the operator did it.
 */
function applyFreeze(
  event: Event,
  {
    events,
    at,
    ledger,
    transaction,
  }: { events: readonly Event[]; at: number; ledger: Ledger; transaction: RecordedTransaction },
): Act {
  const account = lowerAddress(event.args['account'])
  const before = events
    .slice(0, at)
    .filter(({ name, args }) => name === 'AccountFrozen' && lowerAddress(args['account']) === account).length
  const own = findCalls(transaction.input, 'PointsAccounts', 'setFreeze')
    .filter(({ args }) => lowerAddress(args[0]) === account)
    .at(before)
  if (own !== undefined) {
    ledger.setFreeze(account, 'member', own.args[1] as boolean)
    return { kind: 'freeze', event, by: 'member', call: own }
  }
  const lifted = findCalls(transaction.input, 'PointsToken', 'unfreeze').some(
    ({ args }) => lowerAddress(args[0]) === account,
  )
  ledger.setFreeze(account, 'operator', !lifted && (event.args['frozen'] as boolean))
  return { kind: 'freeze', event, by: 'operator', call: null }
}

function applyStep({ ledger, epoch }: Reading, { name, args }: Event, purpose: Purpose): Step {
  if (name === 'DebitShortfall') {
    const account = lowerAddress(args['account'])
    return {
      kind: 'shortfall',
      partnerId: Number(args['partnerId']),
      account,
      points: args['points'] as bigint,
      balance: ledger.balanceOf(ledger.holderOf(account), epoch),
    }
  }
  const transfer = { from: lowerAddress(args['from']), to: lowerAddress(args['to']), points: args['value'] as bigint }
  return ledger.apply(transfer, epoch, purpose)
}

const isStep = ({ contract, name }: Event) => isToken(contract) && (name === 'Transfer' || name === 'DebitShortfall')
const isToken = ({ kind }: KnownContract) => kind === 'PointsToken'
const isRedemption = ({ name }: Event) => name === 'PointsRedeemed' || name === 'RedemptionRefused'
const addressesOf = ({ args }: Event) => ({ from: lowerAddress(args['from']), to: lowerAddress(args['to']) })
