import { type Hex, keccak256, toBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import { hashOrder, orderDigest } from '../../../server/chain/redemption-order-hash.ts'
import type { Member } from '../../../server/database/members.ts'
import { findLastNonce, insertRedemptions, type Redemption } from '../../../server/database/redemptions.ts'
import { insertRows } from '../../../server/database/engine/save-rows.ts'
import { orderDeadline, orderOf } from '../../../server/domain/redemption-order.ts'
import { passkeyOf } from '../../contracts/support/passkey.ts'
import { accountOf, signAsTestMember } from '../../support/platform/coalition-chain.ts'
import { testKey } from '../../support/platform/edr-chain.ts'
import { PARTNER, type RelayerPlatform } from './relayer-platform.ts'

/** A member of each kind of key, who can consent. */
export interface Holder {
  member: Member
  sign(digest: Hex): Promise<string>
}

type Kind = Member['kind']
const KINDS = { card: 'pin', wallet: 'wallet', passkey: 'passkey' } as const

let members = 0

/** Enrols a member with a key of that kind, or with their own; a card member's is `member <n>`. */
export async function enrol(platform: RelayerPlatform, kind: Kind, own?: Key): Promise<Holder> {
  const index = ++members
  const { address, sign } = own ?? keyOf(kind, index)
  const member: Omit<Member, 'seq'> = {
    id: `01900000-0000-7000-b000-${index.toString(16).padStart(12, '0')}`,
    kind,
    address,
    derivationIndex: kind === 'card' ? index : null,
    enrolledBy: null,
    createdAt: platform.clock.now(),
    frozenAt: null,
    erasedAt: null,
  }
  const [stored] = await platform.database.transaction((tx) => insertRows(tx, 'member', [member]))
  return { member: stored!, sign }
}

interface Key {
  address: string
  sign: Holder['sign']
}

function keyOf(kind: Kind, index: number): Key {
  const name = `member ${index}`
  if (kind === 'passkey') {
    const passkey = passkeyOf(testKey(name))
    return { address: passkey.address, sign: async (digest) => passkey.assert(digest) }
  }
  if (kind === 'card') return { address: accountOf(name), sign: async (digest) => signAsTestMember(index, digest) }
  const account = privateKeyToAccount(testKey(name))
  return { address: accountOf(name), sign: (hash) => account.sign({ hash }) }
}

let references = 0

/** Stores a captured redemption to which the member consented. */
export async function capture(
  platform: RelayerPlatform,
  { member, sign }: Holder,
  points: bigint,
  changed: Partial<Redemption> = {},
): Promise<Redemption> {
  const { database, relayer, clock } = platform
  const number = ++references
  const now = clock.now()
  const row: Omit<Redemption, 'seq'> = {
    id: `01900000-0000-7000-c000-${number.toString(16).padStart(12, '0')}`,
    partnerId: PARTNER,
    memberId: member.id,
    account: member.address,
    reference: `till ${number}`,
    locationId: null,
    points,
    rewardId: null,
    redeemRateId: null,
    rewardHash: keccak256(toBytes(`reward ${number}`)),
    salt: keccak256(toBytes(`salt ${number}`)),
    nonce: (await database.transaction((tx) => findLastNonce(tx, member.address))) + 1,
    deadline: orderDeadline(now),
    orderHash: '',
    approvalHash: '00'.repeat(32),
    expiresAt: new Date(now.getTime() + 300_000),
    heldAt: now,
    consentKind: KINDS[member.kind],
    consentedAt: now,
    memberSignature: '',
    state: 'captured',
    capturedAt: now,
    askedAt: null,
    gaveWayAt: null,
    voidedAt: null,
    voidedBy: null,
    listId: null,
    renewals: 0,
    refusedReason: null,
    metadata: {},
    ...changed,
  }
  const order = orderOf(row)
  const signed = {
    ...row,
    orderHash: hashOrder(order),
    memberSignature: changed.memberSignature ?? (await sign(orderDigest(relayer.chain, order))),
  }
  const [stored] = await database.transaction((tx) => insertRedemptions(tx, [signed]))
  return stored!
}

/** Asks for points of a redemption to be given back. */
export async function restore(platform: RelayerPlatform, redemption: Redemption, points: bigint): Promise<string> {
  const number = ++references
  const id = `01900000-0000-7000-d000-${number.toString(16).padStart(12, '0')}`
  const row = {
    id,
    redemptionId: redemption.id,
    memberId: redemption.memberId,
    partnerId: redemption.partnerId,
    reference: `back ${number}`,
    points,
    state: 'requested' as const,
    failedReason: null,
    callId: null,
    recordedAt: platform.clock.now(),
  }
  await platform.database.transaction((tx) => insertRows(tx, 'restoration', [row]))
  return id
}

/** Gives members points by a batch that becomes final. */
export async function fund(platform: RelayerPlatform, ...given: (readonly [Holder, bigint])[]): Promise<void> {
  await platform.accept(...given.map(([{ member }, points]) => [member.address, points] as const))
  await platform.settle()
}

/** Everything by which the relayer could still want to do something, and all that the partner's orders became. */
export async function redemptionOf(platform: RelayerPlatform, { id }: { id: string }): Promise<Redemption> {
  return (await platform.database.redemption.findUniqueOrThrow({ where: { id } })) as Redemption
}

/** The orders that the contract says were burned, by its own logs up to a block: points by account and nonce. */
export async function burnedOnChain(
  { coalition }: RelayerPlatform,
  toBlock: 'latest' | 'finalized' = 'latest',
): Promise<[string, number, bigint][]> {
  const { client } = coalition.chain.endpoints[0]!
  const logs = await client.getContractEvents({
    address: coalition.chain.addresses.redemption,
    abi: pointsRedemptionAbi,
    eventName: 'PointsRedeemed',
    fromBlock: 0n,
    toBlock,
    strict: true,
  })
  return logs.map(({ args }) => [args.member.toLowerCase(), Number(args.nonce), args.points])
}

/** Passes until nothing of lists, restorations and acts is on its way. */
export async function settleAll(platform: RelayerPlatform, passesMax = 60): Promise<void> {
  const { database } = platform
  for (let passes = 0; passes < passesMax; passes++) {
    await platform.pass()
    const counts = await Promise.all([
      database.call.count({ where: { state: { in: ['open', 'bound', 'included'] } } }),
      database.redemptionList.count({ where: { state: { in: ['formed', 'sent'] } } }),
      database.restoration.count({ where: { state: { in: ['requested', 'sent'] } } }),
      database.accountAct.count({ where: { state: 'requested' } }),
      database.redemption.count({ where: { state: 'captured', listId: null, refusedReason: null } }),
    ])
    if (counts.every((count) => count === 0)) return
  }
  throw new Error(
    `not settled: ${JSON.stringify(platform.events.slice(-30), (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each))}`,
  )
}
