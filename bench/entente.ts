import { Wallet, ZeroAddress, getCreateAddress, id } from 'ethers'

import { keyOf } from './bench-chain.ts'
import type { BenchChain, Deployed, Receipt } from './bench-chain.ts'
import { makeCredits, packRecords } from './credits.ts'
import type { Credit } from './credits.ts'
import { epochLength } from './peers.ts'
import type { Scheme } from './peers.ts'

/** The real contracts with one partner, whose allowance and daily limit never run out. */
export interface Entente {
  token: Deployed
  registry: Deployed
  issuance: Deployed
  redemption: Deployed
  /** Posts one signed batch, as the relayer does. Answers what it cost and its calldata. */
  post(credits: Credit[], debits: Credit[], entryCount?: number): Promise<Receipt & { calldata: string }>
}

/** The one partner of the bench. */
export const partnerId = 1
const forever = 4_000_000_000n

const batchTypes = {
  Batch: [
    { name: 'partnerId', type: 'uint32' },
    { name: 'firstEntry', type: 'uint64' },
    { name: 'entryCount', type: 'uint32' },
    { name: 'receiptsRoot', type: 'bytes32' },
    { name: 'credits', type: 'bytes' },
    { name: 'debits', type: 'bytes' },
    { name: 'deadline', type: 'uint64' },
  ],
}

/** Deploys token, registry and issuance as the deployment does: the modules are founding ones. */
export async function deployEntente(chain: BenchChain): Promise<Entente> {
  const manager = await chain.deploy('AccessManager', [chain.owner])
  const { token, registry, issuance, redemption } = await deployModules(chain, manager)
  const issuer = new Wallet(keyOf('issuer'))
  const till = new Wallet(keyOf('till'))
  await chain.send(registry, 'register', [partnerId, 'Bench', issuer.address, till.address])
  await chain.send(registry, 'raiseAllowance', [partnerId, 10n ** 18n])
  await chain.send(registry, 'setDailyLimit', [partnerId, 10n ** 18n])
  const domain = { name: 'Entente Issuance', version: '1', chainId: chain.chainId, verifyingContract: issuance.address }
  let nextEntry = 1n
  const post = async (credits: Credit[], debits: Credit[], entryCount = credits.length + debits.length) => {
    const records = { credits: packRecords(credits), debits: packRecords(debits) }
    const batch = {
      partnerId,
      firstEntry: nextEntry,
      entryCount,
      receiptsRoot: id(`root ${nextEntry}`),
      deadline: forever,
    }
    const signature = await issuer.signTypedData(domain, batchTypes, { ...batch, ...records })
    nextEntry += BigInt(entryCount)
    const args = [batch, records.credits, records.debits, signature]
    const receipt = await chain.send(issuance, 'post', args)
    return { ...receipt, calldata: issuance.interface.encodeFunctionData('post', args) }
  }
  return { token, registry, issuance, redemption, post }
}

async function deployModules(chain: BenchChain, manager: Deployed) {
  const nonce = await chain.nonce()
  const founding = [2, 3, 4].map((later) => getCreateAddress({ from: chain.owner, nonce: nonce + later }))
  const token = await chain.deploy('PointsToken', [manager.address, 'Entente points', 'PTS', '', epochLength, founding])
  const registry = await chain.deploy('PartnerRegistry', [manager.address, token.address])
  const issuance = await chain.deploy('PointsIssuance', [token.address, registry.address])
  const redemption = await chain.deploy('PointsRedemption', [token.address, registry.address, ZeroAddress])
  await chain.deploy('PointsAccounts', [manager.address, token.address, 14 * 86_400])
  return { token, registry, issuance, redemption }
}

/** Entente, measured like its peers: everything included that a real batch does. */
export const ententeScheme: Scheme = {
  name: '**Entente**, `PointsIssuance.post`',
  includes:
    'partner signature, numbering, status, allowance, daily limit, month counters, expiry, freeze, pause, receipts root, overflow',
  expires: true,
  open: async (chain) => {
    const entente = await deployEntente(chain)
    return { credit: async (credits) => (await entente.post(credits, [])).gasUsed }
  },
}

/** Gas of a whole batch of debits. */
export interface DebitRow {
  count: number
  oneLot: string
  threeLots: string
}

/** Measures debits: the accounts have points in one lot, then in three that are all taken from. */
export async function measureDebits(openChain: () => Promise<BenchChain>, counts: number[]): Promise<DebitRow[]> {
  const rows: DebitRow[] = []
  for (const count of counts) {
    const chain = await openChain()
    const entente = await deployEntente(chain)
    let epoch = Math.floor(chain.now() / epochLength)
    const few = makeCredits(count, `debit ${count}`, 0).map(({ account }) => ({ account, points: 10n }))
    await entente.post(
      few.map(({ account }) => ({ account, points: 5_000n })),
      [],
    )
    const oneLot = (await entente.post([], few)).gasUsed
    for (let round = 0; round < 2; round += 1) {
      epoch += 1
      chain.warpTo(epoch * epochLength + 1_000)
      await entente.post(few, [])
    }
    const threeLots = (
      await entente.post(
        [],
        few.map(({ account }) => ({ account, points: 25n })),
      )
    ).gasUsed
    rows.push({ count, oneLot: oneLot.toString(), threeLots: threeLots.toString() })
    await chain.close()
  }
  return rows
}
