import { SigningKey } from 'ethers'
import { expect } from 'chai'
import type { Hex } from 'viem'

import { redeemCall, restoreCall } from '../../../server/chain/redemption-calls.ts'
import { commitToReward, hashOrder, orderDigest } from '../../../server/chain/redemption-order-hash.ts'
import { listDigest, restorationDigest } from '../../../server/chain/redemption-typed-data.ts'
import { type RedemptionOrder, rewardCommitmentText } from '../../../server/domain/redemption-order.ts'
import { SigningWallet__factory } from '../../../typechain-types/factories/contracts/mocks/SigningWallet__factory.ts'
import type { LoggedPoints, RedemptionReceipt } from '../../../web/src/chain-client/redemption-receipt.ts'
import { passkeyOf } from '../../contracts/support/passkey.ts'
import { accountOf, type CoalitionChain, issuerOf } from '../../support/platform/coalition-chain.ts'
import { deployContract } from '../../support/platform/deploy-contract.ts'
import { testKey } from '../../support/platform/edr-chain.ts'

const PARTNER = 7
export const ANN = accountOf('ann')
export const PASSKEY = passkeyOf(testKey('pia'))
const SALT = `0x${'5a'.repeat(32)}`

/** The receipts of three orders that were burned in one list. */
export interface BurnedOrders {
  /** Of a plain key; two parts of it came back. */
  readonly genuine: RedemptionReceipt
  readonly ofPasskey: RedemptionReceipt
  readonly ofWallet: RedemptionReceipt
}

const signWith = (name: string, digest: string) => new SigningKey(testKey(name)).sign(digest).serialized
const signAsPartner = (digest: string) => signWith(`issuer ${String(PARTNER)}`, digest)
const given = (at: number) => ({ rewardId: null, reference: `till ${String(at)}`, salt: SALT })

/** Burns an order of a plain key, one of a passkey and one of a contract wallet, and gives parts of the first back. */
export async function burnOrders(coalition: CoalitionChain): Promise<BurnedOrders> {
  const made = { bytecode: SigningWallet__factory.bytecode, type: 'address', argument: accountOf('wanda') }
  const accounts = [ANN, PASSKEY.address.toLowerCase(), await deployContract(coalition, made)]
  await fund(coalition, accounts)
  const { chain } = coalition
  const { timestamp } = await coalition.edr.head()
  const orders = accounts.map((member, at): RedemptionOrder => {
    const reward = commitToReward({ partnerId: PARTNER, ...given(at) })
    return {
      partnerId: PARTNER,
      member,
      points: 100n,
      reward,
      nonce: 1,
      deadline: new Date((timestamp + 3_600) * 1_000),
    }
  })
  const [byKey, byPasskey, byWallet] = orders.map((order) => orderDigest(chain, order)) as [Hex, Hex, Hex]
  const signatures = [signWith('ann', byKey), PASSKEY.assert(byPasskey), signWith('wanda', byWallet)]
  const { to, data } = redeemCall(chain, {
    partnerId: PARTNER,
    orders: orders.map((order, at) => ({ order, signature: signatures[at]! })),
    partnerSignature: signAsPartner(listDigest(chain, { partnerId: PARTNER, orders })),
  })
  const burned = await logged(coalition, await coalition.send(to, data), 100n)
  const restored = [await restore(coalition, orders, [30n, 0n]), await restore(coalition, orders, [20n, 30n])]
  const [genuine, ofPasskey, ofWallet] = orders.map((order, at) =>
    receiptOf(order, { at, memberSignature: signatures[at]!, burned, contract: chain.addresses.redemption }),
  ) as [RedemptionReceipt, RedemptionReceipt, RedemptionReceipt]
  return { genuine: { ...genuine, restored }, ofPasskey, ofWallet }
}

async function fund(coalition: CoalitionChain, accounts: readonly string[]): Promise<void> {
  const key = issuerOf(PARTNER).address
  await coalition.registry('register', [PARTNER, 'Seven', key, key])
  await coalition.registry('raiseAllowance', [PARTNER, 1_000n])
  await coalition.registry('setDailyLimit', [PARTNER, 1_000n])
  await coalition.edr.mine()
  await coalition.post({ partnerId: PARTNER, firstEntry: 1n, entries: accounts.map((account) => [account, 200n]) })
  await coalition.edr.mine()
}

function receiptOf(
  order: RedemptionOrder,
  { at, ...facts }: { at: number; memberSignature: string; burned: LoggedPoints; contract: string },
): RedemptionReceipt {
  const { member, points, reward, nonce, deadline } = order
  const signed = { partnerId: PARTNER, member, points: String(points), reward, nonce: String(nonce) }
  return {
    kind: 'redemption',
    order: { ...signed, deadline: String(deadline.getTime() / 1_000) },
    orderHash: hashOrder(order),
    given: { ...given(at), rewardText: rewardCommitmentText({ partnerId: PARTNER, ...given(at) }) },
    restored: [],
    ...facts,
  }
}

/** Gives points of the first order back. */
async function restore(
  coalition: CoalitionChain,
  orders: readonly RedemptionOrder[],
  [points, restoredBefore]: readonly [bigint, bigint],
): Promise<LoggedPoints> {
  const { chain } = coalition
  const order = orders[0]!
  const day = Math.floor((await coalition.edr.head()).timestamp / 86_400)
  const spentOrders = orders.map((one) => hashOrder(one))
  const chainBefore: Hex = `0x${'00'.repeat(24)}`
  const proof = { day, chainBefore, spentOrders, position: 0, laterLists: [] }
  const signed = { partnerId: PARTNER, orderHash: hashOrder(order), points, restoredBefore }
  const partnerSignature = signAsPartner(restorationDigest(chain, signed))
  const { to, data } = restoreCall(chain, { order, points, proof, partnerSignature })
  return logged(coalition, await coalition.send(to, data), points)
}

async function logged({ edr }: CoalitionChain, transactionHash: string, points: bigint): Promise<LoggedPoints> {
  await edr.mine()
  const params = [transactionHash]
  const found = (await edr.request({ method: 'eth_getTransactionReceipt', params })) as Record<string, string>
  expect(found['status']).to.equal('0x1')
  const number = found['blockNumber'] ?? ''
  const block = (await edr.request({ method: 'eth_getBlockByNumber', params: [number, false] })) as {
    timestamp: string
  }
  return {
    points: String(points),
    blockNumber: String(BigInt(number)),
    blockHash: found['blockHash'] ?? null,
    transactionHash,
    includedAt: new Date(Number(block.timestamp) * 1_000).toISOString(),
  }
}
