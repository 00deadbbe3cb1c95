import { type Hex, hashTypedData, keccak256, toBytes } from 'viem'

import { accountCall } from '../../server/chain/account-calls.ts'
import { hashOrder, orderDigest } from '../../server/chain/redemption-order-hash.ts'
import type { Transaction } from '../../server/database/engine/client.ts'
import { lockMembers, type Member } from '../../server/database/members.ts'
import { listBurnedIds } from '../../server/database/redemption-lists.ts'
import { insertRedemptions, type Redemption } from '../../server/database/redemptions.ts'
import { insertRows } from '../../server/database/engine/save-rows.ts'
import { listSpendingFacts } from '../../server/database/spending-facts.ts'
import { HOLD_GRACE_MS, orderDeadline, orderOf } from '../../server/domain/redemption-order.ts'
import { openCall } from '../../server/relayer/sign-redemption-list.ts'
import { signAsTestMember } from '../support/platform/coalition-chain.ts'
import type { Faults } from './faults.ts'
import { isPassing, type SimulatedProcess } from './process.ts'
import type { Random } from './random.ts'
import { FIRST_PARTNERS, type World } from './world.ts'

/** Members who spend, change their minds, and freeze their accounts; tills that give points back. */
export interface Spenders {
  act(server: SimulatedProcess): Promise<void>
  /** Lifts every freeze that is there, or on its way. */
  unfreezeAll(server: SimulatedProcess): Promise<void>
}

const FREEZE_TYPES = {
  Freeze: [
    { name: 'account', type: 'address' },
    { name: 'frozen', type: 'bool' },
    { name: 'sequence', type: 'uint256' },
    { name: 'deadline', type: 'uint64' },
  ],
} as const
const FAR = 2n ** 40n

interface Draw {
  world: World
  random: Random
  faults: Faults
  /** A number for an id or a reference, never the same again. */
  next(): number
}

/** Spenders as a seed decides them. What they do is stored as the API stores it: what follows is the relayer's. */
export function makeSpenders(world: World, random: Random, faults: Faults): Spenders {
  let count = 0
  const draw: Draw = { world, random, faults, next: () => ++count }
  return {
    async act(server) {
      const choice = random.fraction()
      if (choice < 0.55) await spend(draw, server, random.pick(world.members))
      else if (choice < 0.9) await giveBack(draw, server)
      else await freeze(draw, server, random.pick(world.members), random.happens(0.4))
    },
    async unfreezeAll(server) {
      for (const member of world.members) await freeze(draw, server, member, true)
    },
  }
}

async function change(
  { faults }: Draw,
  { relayer }: SimulatedProcess,
  what: string,
  run: (tx: Transaction) => Promise<boolean>,
): Promise<void> {
  try {
    if (await relayer.database.transaction(run)) faults.note(what)
  } catch (error) {
    if (!isPassing(error)) throw error
  }
}

function spend(draw: Draw, server: SimulatedProcess, member: Member): Promise<void> {
  const { world, random } = draw
  return change(draw, server, 'member: spends', async (tx) => {
    await lockMembers(tx, [member.id])
    const now = world.clock.now()
    const facts = (await listSpendingFacts(tx, [member.id], { now, graceMs: HOLD_GRACE_MS })).get(member.id)!
    const left = facts.lots.reduce((sum, { points }) => sum + points, 0n) - facts.pointsReserved
    // Sometimes a return takes what was promised: the order waits, or never comes true.
    const pointsMax = left + (random.happens(0.1) ? 5n : 0n)
    if (pointsMax < 1n) return false
    const points = BigInt(random.whole(1, Number(pointsMax)))
    const order = newOrder(draw, server, member, { points, nonce: facts.lastNonce + 1, now })
    return (await insertRedemptions(tx, [order])).length === 1
  })
}

function newOrder(
  { random, next }: Draw,
  { relayer }: SimulatedProcess,
  member: Member,
  { points, nonce, now }: { points: bigint; nonce: number; now: Date },
): Omit<Redemption, 'seq'> {
  const number = next()
  const soon = new Date(Math.floor(now.getTime() / 1000) * 1000 + random.whole(90, 600) * 1000)
  const row = {
    id: idOf('c', number),
    partnerId: random.pick(FIRST_PARTNERS),
    memberId: member.id,
    account: member.address,
    reference: `till ${number}`,
    locationId: null,
    points,
    rewardId: null,
    redeemRateId: null,
    rewardHash: keccak256(toBytes(`reward ${number}`)),
    salt: keccak256(toBytes(`salt ${number}`)),
    nonce,
    deadline: random.happens(0.2) ? soon : orderDeadline(now),
    orderHash: '',
    approvalHash: '00'.repeat(32),
    expiresAt: new Date(now.getTime() + 300_000),
    heldAt: now,
    consentKind: random.pick(['pin', 'wallet'] as const),
    consentedAt: now,
    memberSignature: '',
    state: 'captured' as const,
    capturedAt: now,
    askedAt: null,
    gaveWayAt: null,
    voidedAt: null,
    voidedBy: null,
    listId: null,
    renewals: 0,
    refusedReason: null,
    metadata: {},
  }
  const order = orderOf(row)
  const memberSignature = signAsTestMember(member.derivationIndex!, orderDigest(relayer.chain, order))
  return { ...row, orderHash: hashOrder(order), memberSignature }
}

function giveBack(draw: Draw, server: SimulatedProcess): Promise<void> {
  const { world, random, next } = draw
  return change(draw, server, 'till: gives back', async (tx) => {
    const where = { state: 'captured', refusedReason: null }
    const captured = await tx.redemption.findMany({ where, orderBy: { seq: 'asc' } })
    const burned = await listBurnedIds(
      tx,
      captured.map(({ id }) => id),
    )
    const choices = captured.filter(({ id }) => burned.has(id))
    if (choices.length === 0) return false
    const { id: redemptionId, memberId, partnerId, points } = random.pick(choices)
    const asked = await tx.restoration.aggregate({
      where: { redemptionId, state: { not: 'failed' } },
      _sum: { points: true },
    })
    const left = points - (asked._sum.points ?? 0n)
    if (left < 1n) return false
    const number = next()
    const common = { redemptionId, memberId, partnerId, reference: `back ${number}`, recordedAt: world.clock.now() }
    const unsent = { state: 'requested' as const, failedReason: null, callId: null }
    const given = BigInt(random.whole(1, Number(left)))
    await insertRows(tx, 'restoration', [{ id: idOf('d', number), ...common, ...unsent, points: given }])
    return true
  })
}

function freeze(draw: Draw, server: SimulatedProcess, member: Member, onlyLift: boolean): Promise<void> {
  const { address: account, id: memberId } = member
  const { relayer } = server
  return change(draw, server, 'member: freezes or unfreezes', async (tx) => {
    await lockMembers(tx, [memberId])
    const acts = await tx.accountAct.findMany({ where: { memberId }, orderBy: { seq: 'asc' } })
    const frozen = acts.at(-1)?.kind !== 'freeze'
    if (frozen && onlyLift) return false
    const message = { account: account as Hex, frozen, sequence: BigInt(acts.length), deadline: FAR }
    const { chainId, addresses } = relayer.chain
    const domain = { name: 'Entente Accounts', version: '1', chainId, verifyingContract: addresses.accounts }
    const digest = hashTypedData({ domain, types: FREEZE_TYPES, primaryType: 'Freeze', message })
    const signature = signAsTestMember(member.derivationIndex!, digest)
    const call = accountCall(relayer.chain, { name: 'set_freeze', ...message, signature })
    const callId = await openCall(relayer, tx, { kind: 'account', name: 'set_freeze', partnerId: null, ...call })
    const kind = frozen ? 'freeze' : 'unfreeze'
    const common = { memberId, account, kind, callId, createdAt: draw.world.clock.now() } as const
    const unsettled = { toAccount: null, state: 'requested' as const, failedReason: null }
    await insertRows(tx, 'account_act', [{ id: idOf('e', draw.next()), ...common, ...unsettled }])
    return true
  })
}

function idOf(table: string, number: number): string {
  return `01900000-0000-7000-${table}000-${number.toString(16).padStart(12, '0')}`
}
