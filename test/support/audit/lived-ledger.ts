import { type Address, encodeFunctionData, type Hex, keccak256, toBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { clearingAbi } from '../../../abis/Clearing.ts'
import { type AccountCall, accountCall } from '../../../server/chain/account-calls.ts'
import { type AccountOrder, accountOrderToSign } from '../../../server/chain/account-orders.ts'
import { anchorCall } from '../../../server/chain/log-anchors.ts'
import { redeemCall, restoreCall } from '../../../server/chain/redemption-calls.ts'
import { hashOrder, orderDigest } from '../../../server/chain/redemption-order-hash.ts'
import { listTypedData, restorationTypedData } from '../../../server/chain/redemption-typed-data.ts'
import { localSigner } from '../../../server/chain/signer.ts'
import { EMPTY_CHAIN } from '../../../server/chain/spent-chain.ts'
import type { RedemptionOrder } from '../../../server/domain/redemption-order.ts'
import { SigningWallet__factory } from '../../../typechain-types/factories/contracts/mocks/SigningWallet__factory.ts'
import { passkeyOf } from '../../contracts/support/passkey.ts'
import { administratorOf } from '../platform/administrator.ts'
import { accountOf, type CoalitionChain, issuerOf, openCoalitionChain } from '../platform/coalition-chain.ts'
import { deployContract } from '../platform/deploy-contract.ts'
import { testKey } from '../platform/edr-chain.ts'
import { settleMonth } from './settle-month.ts'

export const STARTS_AT = new Date('2026-03-10T09:00:00Z')
const DAY = 24 * 60 * 60
const FAR = 2n ** 40n

/** A member's key of any kind. */
export interface MemberKey {
  readonly address: Address
  sign(digest: Hex): Promise<Hex>
}

/** A plain key for a name. */
export function plainMember(name: string): MemberKey {
  const account = privateKeyToAccount(testKey(name))
  return { address: accountOf(name), sign: (hash) => account.sign({ hash }) }
}

/** The key that countersigns a partner's redemptions. */
export const redeemerOf = (partnerId: number) => localSigner(testKey(`redeemer ${partnerId}`))

/** What a coalition does in these tests, in short sentences. Every act is in a block of its own when it returns. */
export function actorsOf(coalition: CoalitionChain) {
  const { edr, registry, send, deployment } = coalition
  const mined: Mined = async (sending) => {
    await sending
    await edr.mine()
  }
  return {
    mined,
    ...tillsOf(coalition, mined),
    ...accountsOf(coalition, mined),
    async waitDays(days: number) {
      await edr.mine((await edr.head()).timestamp + days * DAY)
    },
    async waitUntil(date: string) {
      await edr.mine(new Date(date).getTime() / 1_000)
    },
    async enrolPartner(id: number) {
      await mined(registry('register', [id, `Partner ${id}`, issuerOf(id).address, redeemerOf(id).address]))
      await mined(registry('raiseAllowance', [id, 1_000_000n]))
      await mined(registry('setDailyLimit', [id, 100_000n]))
    },
    async post(partnerId: number, firstEntry: bigint, entries: readonly (readonly [string, bigint])[]) {
      const posted = await coalition.post({ partnerId, firstEntry, entries })
      await edr.mine()
      return posted
    },
    async closeMonth(month: number) {
      const data = encodeFunctionData({ abi: clearingAbi, functionName: 'closeMonth', args: [BigInt(month), 100n] })
      await mined(send(deployment.clearing!, data))
    },
    async anchorLog(month: number, size: bigint, root: Uint8Array) {
      const call = anchorCall(coalition.chain, { month, size, root })
      await mined(send(call.to, call.data))
    },
    administrator: administratorOf(coalition),
  }
}

type Mined = (sending: Promise<unknown>) => Promise<void>

/** Redemptions and restorations. */
function tillsOf({ edr, chain, send }: CoalitionChain, mined: Mined) {
  const nonces = new Map<string, number>()
  const orderOf = (partnerId: number, member: Address, points: bigint): RedemptionOrder => {
    const nonce = (nonces.get(member) ?? 0) + 1
    nonces.set(member, nonce)
    const reward = keccak256(toBytes(`${member} ${nonce}`))
    return { partnerId, member, points, nonce, reward, deadline: new Date('2035-01-01T00:00:00Z') }
  }
  return {
    orderOf,
    async redeem(partnerId: number, members: readonly (readonly [MemberKey, bigint])[]) {
      const orders = members.map(([{ address }, points]) => orderOf(partnerId, address, points))
      const signed = await Promise.all(
        orders.map(async (order, at) => ({ order, signature: await members[at]![0].sign(orderDigest(chain, order)) })),
      )
      const partnerSignature = await redeemerOf(partnerId).signTypedData(listTypedData(chain, { partnerId, orders }))
      const call = redeemCall(chain, { partnerId, orders: signed, partnerSignature })
      await mined(send(call.to, call.data))
      return orders
    },
    /** Gives points of the day's only list back. */
    async restore(order: RedemptionOrder, points: bigint, spentOrders: readonly RedemptionOrder[] = [order]) {
      const { partnerId } = order
      const hashes = spentOrders.map((each) => hashOrder(each))
      const orderHash = hashOrder(order)
      const restoration = { partnerId, orderHash, points, restoredBefore: 0n }
      const partnerSignature = await redeemerOf(partnerId).signTypedData(restorationTypedData(chain, restoration))
      const day = Math.floor((await edr.head()).timestamp / DAY)
      const proof = {
        day,
        chainBefore: EMPTY_CHAIN,
        spentOrders: hashes,
        position: hashes.indexOf(orderHash),
        laterLists: [],
      }
      const call = restoreCall(chain, { order, points, proof, partnerSignature })
      await mined(send(call.to, call.data))
    },
  }
}

/** What members and operators do to whole accounts. */
function accountsOf({ chain, send }: CoalitionChain, mined: Mined) {
  const act = (call: AccountCall) => {
    const { to, data } = accountCall(chain, call)
    return mined(send(to, data))
  }
  const digestOf = (order: AccountOrder) => accountOrderToSign(chain, order).digest
  return {
    async move(from: MemberKey, to: MemberKey) {
      const order = { from: from.address, to: to.address, deadline: FAR }
      const digest = digestOf({ kind: 'Move', ...order })
      const [signatureFrom, signatureTo] = [await from.sign(digest), await to.sign(digest)]
      await act({ name: 'move', ...order, signatureFrom, signatureTo })
    },
    async freezeOwn(member: MemberKey, frozen: boolean, sequence: bigint) {
      const order = { account: member.address, frozen, sequence, deadline: FAR }
      await act({ name: 'set_freeze', ...order, signature: await member.sign(digestOf({ kind: 'Freeze', ...order })) })
    },
    async recover(from: Address, to: MemberKey) {
      const order = { from, to: to.address, deadline: FAR }
      const signatureTo = await to.sign(digestOf({ kind: 'Recovery', ...order }))
      await act({ name: 'announce_recovery', ...order, signatureTo })
    },
    completeRecovery: (from: Address) => act({ name: 'complete_recovery', from }),
  }
}

export type Actors = ReturnType<typeof actorsOf>

/** The members of the lived ledger, a kind of key each. */
export interface Members {
  readonly ann: MemberKey
  readonly annsNewPhone: MemberKey
  readonly bob: MemberKey
  readonly cid: MemberKey
  readonly cidsNewKey: MemberKey
  readonly passkey: MemberKey
  readonly wallet: MemberKey
}

/** A coalition that has done everything a coalition can do, on a chain of its own; what happened is all in order. */
export async function liveLedger(openChain = openCoalitionChain) {
  const coalition = await openChain(STARTS_AT)
  const actors = actorsOf(coalition)
  const members = await membersOf(coalition)
  await found(actors)
  await firstWeeks(actors, coalition, members)
  await laterMonths(actors, coalition, members)
  // The last act is final, and not in the end block.
  for (let block = 0; block < 10; block += 1) await coalition.edr.mine()
  return { coalition, actors, members }
}

export type LivedLedger = Awaited<ReturnType<typeof liveLedger>>

async function membersOf(coalition: CoalitionChain): Promise<Members> {
  const passkey = passkeyOf(testKey('a passkey'))
  const owner = plainMember('owner of a wallet')
  const { bytecode } = SigningWallet__factory
  const wallet = await deployContract(coalition, { bytecode, type: 'address', argument: owner.address })
  return {
    ann: plainMember('ann'),
    annsNewPhone: plainMember("ann's new phone"),
    bob: plainMember('bob'),
    cid: plainMember('cid'),
    cidsNewKey: plainMember("cid's new key"),
    passkey: {
      address: passkey.address.toLowerCase() as Address,
      sign: async (digest) => passkey.assert(digest) as Hex,
    },
    wallet: { address: wallet, sign: owner.sign },
  }
}

async function found({ enrolPartner, administrator, waitDays }: Actors): Promise<void> {
  for (const id of [1, 2]) await enrolPartner(id)
  const prices = await administrator.announce('setPrices', '1', '2026-03', '1000000', '900000')
  const others = await administrator.announce('setPrices', '2', '2026-03', '1100000', '800000')
  await waitDays(2)
  await administrator.execute(prices)
  await administrator.execute(others)
}

async function firstWeeks(
  actors: Actors,
  { registry, token, edr }: CoalitionChain,
  { ann, annsNewPhone, bob, cid, passkey, wallet }: Members,
): Promise<void> {
  const { post, redeem, restore, move, freezeOwn, mined } = actors
  await post(1, 1n, [
    [ann.address, 500n],
    [bob.address, 300n],
    [cid.address, 200n],
    [passkey.address, 400n],
    [wallet.address, 350n],
  ])
  await post(2, 1n, [
    [ann.address, 100n],
    [bob.address, -50n],
  ])
  const spent = await redeem(1, [
    [ann, 120n],
    [passkey, 30n],
    [wallet, 40n],
  ])
  await restore(spent[0]!, 20n, spent)
  await redeem(2, [[bob, 10n]])
  await redeem(2, [[ann, 5n]])
  // More than Cid has: refused, and nothing changes.
  await redeem(2, [
    [cid, 5_000n],
    [ann, 1n],
  ])
  // More than Bob has left: a shortfall.
  await post(1, 6n, [[bob.address, -100_000n]])
  await move(ann, annsNewPhone)
  // What is credited to Ann's old key, or debited from it, is her new phone's.
  await post(1, 7n, [[ann.address, 60n]])
  await post(1, 8n, [[ann.address, -15n]])
  await freezeOwn(bob, true, 0n)
  await mined(token('freeze', [bob.address]))
  await freezeOwn(bob, false, 1n)
  await mined(token('unfreeze', [bob.address]))
  await mined(token('pauseIssuing', []))
  await mined(token('resumeIssuing', []))
  await mined(registry('suspend', [2]))
  await mined(registry('resume', [2]))
  await mined(registry('lowerAllowance', [2, 1_000n]))
  await edr.mine()
}

async function laterMonths(actors: Actors, coalition: CoalitionChain, members: Members): Promise<void> {
  const { ann, bob, cid, cidsNewKey, wallet } = members
  const { waitDays, waitUntil, recover, completeRecovery, post, closeMonth, anchorLog, mined } = actors
  await recover(cid.address, cidsNewKey)
  // The new key is reserved: what is credited to it meanwhile goes to Cid.
  await post(2, 3n, [[cidsNewKey.address, 25n]])
  await waitDays(15)
  await completeRecovery(cid.address)
  await waitUntil('2026-05-03T00:00:00Z')
  await closeMonth(monthOf('2026-03'))
  await settleMonth(coalition, monthOf('2026-03'))
  // Nobody gives an archive here, so any root will do.
  await anchorLog(monthOf('2026-03'), 6n, toBytes(keccak256(toBytes('a log'))))
  await post(2, 4n, [
    [ann.address, 70n],
    [bob.address, 80n],
  ])
  await waitUntil('2026-10-20T00:00:00Z')
  await post(1, 9n, [[bob.address, 8n]])
  await mined(coalition.sweep([wallet.address]))
}

/** Months since 1970-01 of a text such as `2026-03`. */
export function monthOf(text: string): number {
  const [year, month] = text.split('-').map(Number)
  return (year! - 1970) * 12 + month! - 1
}
