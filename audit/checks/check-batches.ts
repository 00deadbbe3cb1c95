import { type Address, type Hex, hexToBigInt, size, slice } from 'viem'

import type { Event } from '../contracts.ts'
import type { Act, Step } from '../replay/acts.ts'
import { findCalls, type FoundCall } from '../replay/find-calls.ts'
import { type Partner, STATUS } from '../replay/partners.ts'
import { type Check, isPassedOn, type Scene } from '../replay/replay.ts'
import { judgePartnerKey, STATE_NOT_KEPT } from '../signatures/judge-signature.ts'
import { digestOf, structHash } from '../signatures/typed-data.ts'

const RECORD_BYTES = 26

/** A record of a batch: an account and its points. */
export interface PackedRecord {
  readonly account: Address
  readonly points: bigint
}

/** A `post` call, as it stands in the calldata. */
export interface PostedBatch {
  readonly message: Readonly<Record<string, unknown>> & {
    readonly credits: Hex
    readonly debits: Hex
    readonly deadline: bigint
  }
  readonly signature: Hex
}

/** Check 1: every batch is signed, numbered without gaps, and became exactly what was signed. */
export const checkBatches: Check = {
  async see(act, scene) {
    if (act.kind !== 'batch') return
    const { collector, modules, partners, place } = scene
    const { args, contract } = act.event
    collector.count('batches', 'batches')
    if (modules.get('PointsIssuance') !== contract.address)
      collector.add('batch_not_by_module', place, `${contract.address} is not the issuance module of the ledger.`)
    const id = Number(args['partnerId'])
    const partner = partners.byId.get(id)
    if (partner === undefined) collector.add('batch_partner_unknown', place, `Partner ${id} was never registered.`)
    else checkNumbering(act.event, partner, scene)
    checkSums(act, scene)
    const calls = findPosted(act.event, scene)
    if (calls === null) return
    checkContents(act, calls[0], scene)
    if (partner !== undefined && scene.judged) await checkSignature(act.event, { partner, calls }, scene)
  },
}

function checkNumbering({ args }: Event, { id, status, nextEntry }: Partner, { collector, place }: Scene): void {
  const first = args['firstEntry'] as bigint
  if (first !== nextEntry)
    collector.add(
      'batch_number_gap',
      place,
      `The batch of partner ${id} begins with entry ${first}; the next one is ${nextEntry}.`,
    )
  if (status !== STATUS.active)
    collector.add('batch_partner_inactive', place, `Partner ${id} is not active (status ${status}).`)
  collector.count('batches', 'entries', Number(args['entryCount']))
}

/** The event's sums are those of the transfers. */
function checkSums({ event, steps }: Extract<Act, { event: Event; steps: readonly Step[] }>, scene: Scene): void {
  const credited = sumOf(steps.filter(({ kind }) => kind === 'mint'))
  const debited = sumOf(steps.filter(({ kind }) => kind === 'burn'))
  const { args } = event
  if (args['credited'] !== credited || args['debited'] !== debited)
    scene.collector.add(
      'batch_sums_differ',
      scene.place,
      `The event says ${String(args['credited'])} credited and ${String(args['debited'])} debited; the log has ${credited} and ${debited}.`,
    )
}

const sumOf = (steps: readonly Step[]) => steps.reduce((sum, { points }) => sum + points, 0n)

/** The calls of the batch: those whose struct hash the event names. There is more than one only where one is a decoy. */
function findPosted({ args }: Event, scene: Scene): readonly [PostedBatch, ...PostedBatch[]] | null {
  const { transaction, collector, place } = scene
  const [first, ...others] = findPostedBatches(transaction.input, args['batchHash'] as Hex)
  if (first !== undefined) return [first, ...others]
  if (!isPassedOn(scene))
    collector.add('batch_hash_wrong', place, `No call in the calldata has the batch hash ${String(args['batchHash'])}.`)
  else
    collector.notChecked(
      'batches',
      'signatures and records of a batch',
      'it was posted through another contract, and its call is not in the calldata',
    )
  return null
}

/** The `post` calls in a transaction's input that have this batch hash. */
export function findPostedBatches(input: Hex, batchHash: Hex): PostedBatch[] {
  const calls = findCalls(input, 'PointsIssuance', 'post').map(readCall)
  return calls.filter(({ message }) => structHash('Batch', message) === batchHash)
}

function readCall({ args }: FoundCall): PostedBatch {
  const [batch, credits, debits, signature] = args as [Readonly<Record<string, unknown>>, Hex, Hex, Hex]
  return { message: { ...batch, credits, debits, deadline: batch['deadline'] as bigint }, signature }
}

function checkContents(
  { event, steps }: Extract<Act, { event: Event; steps: readonly Step[] }>,
  posted: PostedBatch,
  scene: Scene,
): void {
  const { collector, place, header } = scene
  const { message } = posted
  for (const name of ['partnerId', 'firstEntry', 'entryCount', 'receiptsRoot'])
    if (numberOf(message[name]) !== numberOf(event.args[name]))
      collector.add('batch_hash_wrong', place, `The event's ${name} is not the one that was signed.`)
  if (message.deadline < BigInt(header.timestamp))
    collector.add('batch_late', place, `The deadline was ${message.deadline}, the block's time is ${header.timestamp}.`)
  const [credits, debits] = [readRecords(message.credits), readRecords(message.debits)]
  const isEmpty = message['entryCount'] === 0 || BigInt(message['receiptsRoot'] as Hex) === 0n
  if (credits === null || debits === null || isEmpty || credits.length + debits.length === 0) {
    collector.add('batch_malformed', place, 'The batch has no entries, no root, or records that are cut off.')
    return
  }
  collector.count('batches', 'records', credits.length + debits.length)
  const minted = steps.flatMap((step) => (step.kind === 'mint' ? [step] : []))
  const wrong = credits.findIndex(
    ({ account, points }, at) => minted[at]?.account !== account || minted[at].points !== points,
  )
  if (wrong !== -1 || minted.length !== credits.length)
    collector.add(
      'batch_credits_differ',
      place,
      `${credits.length} credits were signed, ${minted.length} are in the log; the first that differs is number ${wrong === -1 ? credits.length : wrong}.`,
    )
  checkDebits(debits, steps, scene)
}

/** Numbers come as number, bigint or hex. */
const numberOf = (value: unknown) => BigInt(value as string)

/** Each record was paid from its account, and what is missing was logged as a shortfall. */
function checkDebits(debits: readonly PackedRecord[], steps: readonly Step[], { collector, place }: Scene): void {
  const taken = steps.flatMap((step) => (step.kind === 'burn' || step.kind === 'shortfall' ? [step] : []))
  let at = 0
  for (const { account, points } of debits) {
    let left = points
    const burn = taken[at]
    if (left > 0n && burn?.kind === 'burn' && burn.account === account && burn.points <= left) {
      left -= burn.points
      at += 1
    }
    const shortfall = taken[at]
    if (left > 0n && shortfall?.kind === 'shortfall' && shortfall.account === account && shortfall.points === left) {
      left = 0n
      at += 1
    }
    if (left === 0n) continue
    collector.add(
      'batch_debits_differ',
      place,
      `${points} points of ${account} were to be taken back; the log does not say what became of ${left} of them.`,
    )
    return
  }
  if (at !== taken.length)
    collector.add('batch_debits_differ', place, `${taken.length - at} debits are in the log, and in no record.`)
}

/** 26-byte records of address and uint48 points, back to back; null where the last one is cut off. */
export function readRecords(packed: Hex): PackedRecord[] | null {
  if (size(packed) % RECORD_BYTES !== 0) return null
  return Array.from({ length: size(packed) / RECORD_BYTES }, (_, record) => {
    const at = record * RECORD_BYTES
    const account = slice(packed, at, at + 20).toLowerCase() as Address
    return { account, points: hexToBigInt(slice(packed, at + 20, at + RECORD_BYTES)) }
  })
}

async function checkSignature(
  { contract }: Event,
  { partner, calls }: { partner: Partner; calls: readonly PostedBatch[] },
  { coalition, collector, place, header, ask }: Scene,
): Promise<void> {
  const domain = { of: 'issuance', chainId: coalition.chainId, contract: contract.address } as const
  const verdicts = await Promise.all(
    calls.map(({ message, signature }) => {
      const digest = digestOf(domain, 'Batch', message)
      return judgePartnerKey(ask, partner.issuerKey, { digest, signature, block: header.number })
    }),
  )
  if (verdicts.includes('valid')) collector.count('batches', 'signatures')
  else if (verdicts.includes('unknown'))
    collector.notChecked('batches', "signature of a contract's key", STATE_NOT_KEPT)
  else
    collector.add(
      'batch_signature_invalid',
      place,
      `The batch of partner ${partner.id} was not signed by its issuer key ${partner.issuerKey}.`,
    )
}
