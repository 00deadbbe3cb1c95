import type { Address, Hex } from 'viem'

import type { Event } from '../contracts.ts'
import type { Act } from '../replay/acts.ts'
import { findCalls, type FoundCall, lowerAddress } from '../replay/find-calls.ts'
import { type Check, isPassedOn, type Scene } from '../replay/replay.ts'
import { judgeMember, STATE_NOT_KEPT } from '../signatures/judge-signature.ts'
import { digestOf, type SignedType } from '../signatures/typed-data.ts'
import type { FindingCode } from '../finding-codes.ts'

/** A recovery that waits. */
interface Pending {
  readonly to: Address
  readonly readyAt: bigint
}

interface Memory {
  readonly pending: Map<Address, Pending>
  /** How often each account changed its own freeze. */
  readonly freezes: Map<Address, bigint>
}

/** Check 5, accounts: keys signed what moved, froze or refused; recoveries waited as long as they have to. */
export function checkAccountActs(): Check {
  const memory: Memory = { pending: new Map(), freezes: new Map() }
  return {
    async see(act, scene) {
      if (act.kind === 'move') await checkMove(act, memory, scene)
      if (act.kind === 'freeze' && act.call !== null) await checkFreeze(act.event, act.call, memory, scene)
      if (act.kind !== 'event' || act.event.contract.kind !== 'PointsAccounts') return
      if (act.event.name === 'RecoveryAnnounced') await checkAnnounced(act.event, memory, scene)
      if (act.event.name === 'RecoveryRefused') await checkRefused(act.event, memory, scene)
      if (act.event.name === 'RecoveryCompleted') memory.pending.delete(lowerAddress(act.event.args['from']))
    },
  }
}

/** An account moves by both keys, or by a recovery whose wait is over. */
async function checkMove({ event }: Extract<Act, { kind: 'move' }>, memory: Memory, scene: Scene): Promise<void> {
  const { transaction, header, collector, place, judged } = scene
  const [from, to] = [lowerAddress(event.args['from']), lowerAddress(event.args['to'])]
  const call = findCalls(transaction.input, 'PointsAccounts', 'move').find(
    ({ args }) => lowerAddress(args[0]) === from && lowerAddress(args[1]) === to,
  )
  if (call !== undefined) {
    const [, , deadline, signatureFrom, signatureTo] = call.args as [unknown, unknown, bigint, Hex, Hex]
    if (!judged) return
    const message = { from, to, deadline }
    await checkSigned(scene, {
      code: 'move_signature_invalid',
      account: from,
      type: 'Move',
      message,
      signature: signatureFrom,
    })
    await checkSigned(scene, {
      code: 'move_signature_invalid',
      account: to,
      type: 'Move',
      message,
      signature: signatureTo,
    })
    return
  }
  const pending = memory.pending.get(from)
  if (pending?.to === to) {
    if (BigInt(header.timestamp) < pending.readyAt)
      collector.add('recovery_early', place, `The recovery of ${from} was to wait until ${pending.readyAt}.`)
    collector.count('consents', 'recoveries')
  } else if (!isPassedOn(scene))
    collector.add('move_not_by_module', place, `${from} moved to ${to} without a call or a recovery that says so.`)
  else
    collector.notChecked(
      'consents',
      'signatures of a move',
      'it was posted through another contract, and its call is not in the calldata',
    )
}

async function checkFreeze(event: Event, { args }: FoundCall, memory: Memory, scene: Scene): Promise<void> {
  const account = lowerAddress(event.args['account'])
  const [, frozen, sequence, deadline, signature] = args as [unknown, boolean, bigint, bigint, Hex]
  const expected = memory.freezes.get(account) ?? 0n
  memory.freezes.set(account, expected + 1n)
  if (sequence !== expected)
    scene.collector.add(
      'freeze_signature_invalid',
      scene.place,
      `Freeze ${sequence} of ${account} should be number ${expected}.`,
    )
  const message = { account, frozen, sequence, deadline }
  await checkSigned(scene, { code: 'freeze_signature_invalid', account, type: 'Freeze', message, signature })
}

async function checkAnnounced(event: Event, { pending }: Memory, scene: Scene): Promise<void> {
  const { transaction, header, collector, place, coalition } = scene
  const [from, to] = [lowerAddress(event.args['from']), lowerAddress(event.args['to'])]
  const readyAt = event.args['readyAt'] as bigint
  pending.set(from, { to, readyAt })
  const delay = coalition.recoveryDelays[event.contract.address] ?? 0n
  if (readyAt < BigInt(header.timestamp) + delay)
    collector.add(
      'recovery_delay_short',
      place,
      `The recovery of ${from} waits until ${readyAt}, less than ${delay} seconds.`,
    )
  const call = findCalls(transaction.input, 'PointsAccounts', 'announceRecovery').find(
    ({ args }) => lowerAddress(args[0]) === from && lowerAddress(args[1]) === to,
  )
  if (call === undefined) {
    callMissing('recovery_signature_invalid', `the recovery of ${from}`, scene)
    return
  }
  const [, , deadline, signature] = call.args as [unknown, unknown, bigint, Hex]
  const message = { from, to, deadline }
  await checkSigned(scene, { code: 'recovery_signature_invalid', account: to, type: 'Recovery', message, signature })
}

/** A member refuses by a signature, or by moving the account itself; the operator may take a recovery back. */
async function checkRefused(event: Event, { pending }: Memory, scene: Scene): Promise<void> {
  const [from, to] = [lowerAddress(event.args['from']), lowerAddress(event.args['to'])]
  const readyAt = pending.get(from)?.readyAt ?? 0n
  pending.delete(from)
  const byOperator = Number(event.args['by']) === 1
  const moved = findCalls(scene.transaction.input, 'PointsAccounts', 'move').some(
    ({ args }) => lowerAddress(args[0]) === from,
  )
  if (byOperator || moved) return
  const call = findCalls(scene.transaction.input, 'PointsAccounts', 'refuseRecovery').find(
    ({ args }) => lowerAddress(args[0]) === from,
  )
  if (call === undefined) {
    callMissing('recovery_signature_invalid', `the refusal by ${from}`, scene)
    return
  }
  const signature = call.args[1] as Hex
  const message = { from, to, readyAt }
  await checkSigned(scene, {
    code: 'recovery_signature_invalid',
    account: from,
    type: 'RecoveryRefusal',
    message,
    signature,
  })
}

function callMissing(code: FindingCode, what: string, scene: Scene): void {
  const { collector, place } = scene
  if (!isPassedOn(scene)) collector.add(code, place, `The calldata has no call for ${what}.`)
  else
    collector.notChecked(
      'consents',
      'signature about an account',
      'it was posted through another contract, and its call is not in the calldata',
    )
}

async function checkSigned(
  { judged, coalition, collector, place, header, ask, modules }: Scene,
  signed: {
    readonly code: FindingCode
    readonly account: Address
    readonly type: SignedType
    readonly message: Readonly<Record<string, unknown>>
    readonly signature: Hex
  },
): Promise<void> {
  if (!judged) return
  const { code, account, type, message, signature } = signed
  const contract = modules.get('PointsAccounts') ?? account
  const deadline = message['deadline']
  if (typeof deadline === 'bigint' && deadline < BigInt(header.timestamp))
    collector.add(
      code,
      place,
      `What ${account} signed was good until ${deadline}, and the block is of ${header.timestamp}.`,
    )
  const digest = digestOf({ of: 'accounts', chainId: coalition.chainId, contract }, type, message)
  const verdict = await judgeMember(ask, account, { digest, signature, block: header.number })
  if (verdict === 'valid') collector.count('consents', 'account signatures')
  if (verdict === 'unknown') collector.notChecked('consents', 'signature of a contract wallet', STATE_NOT_KEPT)
  if (verdict === 'invalid') collector.add(code, place, `${type}: ${account} did not sign it.`)
}
