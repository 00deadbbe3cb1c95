import { createHash } from 'node:crypto'

import { encodeFunctionData, type Hex } from 'viem'

import { clearingAbi } from '../../../abis/Clearing.ts'
import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { commitToOrder } from '../../../server/chain/receipts-tree.ts'
import { sendCall } from '../../../server/chain/send-call.ts'
import { localSigner } from '../../../server/chain/signer.ts'
import type { CloseMonthDeps } from '../../../server/actions/clearing/clearing-terms.ts'
import type { ImportRatesDeps } from '../../../server/actions/clearing/import-rates.ts'
import type { NewPurchase } from '../../../server/actions/purchases/purchase-facts.ts'
import { createProgrammes } from '../../../server/actions/programme/live-programmes.ts'
import { recordPurchases, type RecordDeps } from '../../../server/actions/purchases/record-purchases.ts'
import { recordReturns } from '../../../server/actions/purchases/record-returns.ts'
import type { NewReturn } from '../../../server/actions/purchases/return-facts.ts'
import { saveRows } from '../../../server/database/engine/save-rows.ts'
import type { Member } from '../../../server/database/members.ts'
import { savePartner } from '../../../server/database/partners.ts'
import type { Redemption } from '../../../server/database/redemptions.ts'
import { monthText } from '../../../server/domain/utc-days.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { clearingParts } from '../../server/api/support/clearing.ts'
import { capture, restore, settleAll } from '../../server/relayer/redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from '../../server/relayer/relayer-platform.ts'
import { administratorOf } from '../platform/administrator.ts'
import {
  accountOf,
  type CoalitionChain,
  issuerOf,
  openCoalitionChain,
  signAsTestMember,
} from '../platform/coalition-chain.ts'
import { testKey } from '../platform/edr-chain.ts'

const CURRENCY = 'GBP'
/** A point for each pound. */
export const PER_MINOR = 100n
const LIMIT = 1_000_000_000n
const ANYBODY = localSigner(testKey('anybody'))
const LANES = ['lane 1', 'lane 2', 'lane 3']
/** The registry's delay of prices, and a minute. */
const PRICE_DELAY_MS = 2 * 86_400_000 + 60_000

/** What a point costs at a partner, in millionths of a minor unit. */
export interface PartnerPrices {
  readonly partnerId: number
  readonly issueMicros: bigint
  readonly redeemMicros: bigint
}

/** Partners of a coalition, and months that pass: the real actions, relayer, indexer and contracts, at a time that is told. */
export interface CoalitionMonths {
  readonly platform: RelayerPlatform
  /** Tells the time, to the server and to the chain. */
  goTo(time: Date): Promise<void>
  /** Sets prices of a month that has not begun, or the first ones. Takes two days. */
  setPrices(month: number, prices: readonly PartnerPrices[]): Promise<void>
  enrol(members: readonly Member[]): Promise<void>
  sell(partnerId: number, purchases: readonly NewPurchase[]): Promise<void>
  takeBack(partnerId: number, returns: readonly NewReturn[]): Promise<void>
  /** Passes until all is on chain, and final. */
  settle(): Promise<void>
  balanceOf(account: string): Promise<bigint>
  /** What closing a month in the server takes. */
  readonly closing: CloseMonthDeps & ImportRatesDeps
  /** Closes a month in the contract, in one step. */
  closeOnChain(month: number): Promise<void>
}

/** A chain with these partners, from a time on. They are numbered from 1, as the contract looks for them. */
export async function openPartnersChain(startsAt: Date, partners: number): Promise<CoalitionChain> {
  const coalition = await openCoalitionChain(startsAt)
  for (let id = 1; id <= partners; id += 1) {
    const key = issuerOf(id).address
    await coalition.registry('register', [id, `Partner ${id}`, key, key])
    await coalition.registry('raiseAllowance', [id, LIMIT])
    await coalition.registry('setDailyLimit', [id, LIMIT])
  }
  for (const name of LANES) await coalition.edr.fund(localSigner(testKey(name)).address)
  await coalition.edr.mine()
  await coalition.edr.remember()
  return coalition
}

/** Opens an empty database over such a chain as it was at first. */
export async function openMonths(coalition: CoalitionChain, partners: number): Promise<CoalitionMonths> {
  const platform = await openRelayerPlatform({}, coalition)
  const { database, relayer, clock, indexer } = platform
  const setClock = (ms: number) => clock.advance(ms - clock.now().getTime())
  setClock((await coalition.edr.head()).timestamp * 1_000 + 1_000)
  await savePartners(platform, partners)
  const record: RecordDeps = {
    db: database,
    clock,
    ids: relayer.ids,
    randomness: { bytes: (count) => createHash('sha512').update(relayer.ids.next()).digest().subarray(0, count) },
    hashIdentifier: (kind, value) => createHash('sha256').update(`${kind} ${value}`).digest('hex'),
    findProgrammes: createProgrammes(),
    commitOrder: commitToOrder,
  }
  const { edr } = coalition
  const goTo = async (time: Date): Promise<void> => {
    await edr.mine(time.getTime() / 1_000)
    setClock(time.getTime())
    await catchUp(indexer)
  }
  return {
    platform,
    goTo,
    setPrices: (month, prices) => setPrices(coalition, { month, prices, goTo, clock }),
    enrol: (members) => database.transaction((tx) => saveRows(tx, 'member', members)),
    async sell(partnerId, items) {
      const [outcome] = await recordPurchases(record, [{ partnerId, items, keyed: null }])
      checkRecorded(outcome)
    },
    async takeBack(partnerId, items) {
      const [outcome] = await recordReturns(record, [{ partnerId, items, keyed: null }])
      checkRecorded(outcome)
    },
    async settle() {
      await platform.settle()
      await settleAll(platform)
    },
    balanceOf: (account) => callToken(coalition, account),
    closing: { db: database, clock, chain: relayer.chain, ...clearingParts(relayer.chain.addresses) },
    closeOnChain: (month) => closeOnChain(coalition, month, partners),
  }
}

/** A member spends points at a partner, by a captured order that is on its way to the chain. */
export function burn(
  { platform }: CoalitionMonths,
  member: Member,
  { partnerId, points }: { partnerId: number; points: bigint },
): Promise<Redemption> {
  const sign = async (digest: string) => signAsTestMember(member.derivationIndex ?? 0, digest)
  return capture(platform, { member, sign }, points, { partnerId })
}

/** A partner gives points of an order back. */
export async function giveBack({ platform }: CoalitionMonths, redemption: Redemption, points: bigint): Promise<void> {
  await restore(platform, redemption, points)
}

/** A card member with a number, whose key signs orders. */
export function cardMember(index: number, createdAt: Date): Member {
  return {
    id: `01900000-0000-7000-9000-${index.toString(16).padStart(12, '0')}`,
    seq: BigInt(index),
    kind: 'card',
    address: accountOf(`member ${index}`),
    derivationIndex: index,
    enrolledBy: null,
    createdAt,
    frozenAt: null,
    erasedAt: null,
  }
}

async function savePartners({ database, clock }: RelayerPlatform, partners: number): Promise<void> {
  const numbers = Array.from({ length: partners }, (_, at) => at + 1)
  const createdAt = clock.now()
  await database.transaction(async (tx) => {
    const template = await tx.partner.findFirstOrThrow()
    for (const id of numbers) {
      const own = { id, name: `Partner ${id}`, currency: CURRENCY, issuerAddress: issuerOf(id).address, createdAt }
      await savePartner(tx, { ...template, ...own } as Parameters<typeof savePartner>[1])
    }
    await saveRows(
      tx,
      'earning_rule',
      numbers.map((partnerId) => ({
        id: `00000000-0000-7000-8000-${partnerId.toString().padStart(12, '0')}`,
        partnerId,
        version: 1,
        currency: CURRENCY,
        points: 1n,
        perMinor: PER_MINOR,
        pointsMax: 1_000_000n,
        validFrom: new Date(0),
        createdAt,
      })),
    )
  })
}

function checkRecorded(
  outcome: { status: string; outcomes?: readonly { status: string; rejection?: unknown }[] } | undefined,
): void {
  const refused = outcome?.outcomes?.find(({ status }) => status === 'refused')
  if (outcome?.outcomes === undefined || refused !== undefined)
    throw new Error('a purchase or a return was refused', { cause: refused?.rejection ?? outcome })
}

async function setPrices(
  coalition: CoalitionChain,
  {
    month,
    prices,
    goTo,
    clock,
  }: {
    month: number
    prices: readonly PartnerPrices[]
    goTo: CoalitionMonths['goTo']
    clock: RelayerPlatform['clock']
  },
): Promise<void> {
  const administrator = administratorOf(coalition)
  const announced = []
  for (const { partnerId, issueMicros, redeemMicros } of prices)
    announced.push(
      await administrator.announce(
        'setPrices',
        ...[partnerId, monthText(month), issueMicros, redeemMicros].map(String),
      ),
    )
  await goTo(new Date(Math.floor(clock.now().getTime() / 1_000) * 1_000 + PRICE_DELAY_MS))
  for (const call of announced) await administrator.execute(call)
}

/** Closes as anybody may: the operator's nonces belong to the relayer's lane. */
async function closeOnChain({ edr, chain }: CoalitionChain, month: number, partners: number): Promise<void> {
  const { clearing } = chain.addresses
  if (clearing === null) throw new Error('the contract was deployed')
  const args = [BigInt(month), BigInt(partners)] as const
  const data = encodeFunctionData({ abi: clearingAbi, functionName: 'closeMonth', args })
  await edr.fund(ANYBODY.address)
  await sendCall({ connection: chain, sleep: () => edr.mine() }, ANYBODY, { to: clearing, data })
}

async function callToken({ edr, chain }: CoalitionChain, account: string): Promise<bigint> {
  const data = encodeFunctionData({ abi: pointsTokenAbi, functionName: 'balanceOf', args: [account as Hex] })
  return BigInt(
    (await edr.request({ method: 'eth_call', params: [{ to: chain.addresses.token, data }, 'latest'] })) as Hex,
  )
}
