import { expect } from 'chai'
import { TypedDataEncoder, getAddress, hexlify, id } from 'ethers'
import { hashTypedData } from 'viem'

import { openBench } from '../../bench/bench-chain.ts'
import { deployEntente } from '../../bench/entente.ts'
import { Chance } from '../differential/random.ts'

const sources = {
  name: 'entente',
  folders: ['./contracts'],
  npmFiles: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
}
const structs = 500

const batch = [
  { name: 'partnerId', type: 'uint32' },
  { name: 'firstEntry', type: 'uint64' },
  { name: 'entryCount', type: 'uint32' },
  { name: 'receiptsRoot', type: 'bytes32' },
  { name: 'credits', type: 'bytes' },
  { name: 'debits', type: 'bytes' },
  { name: 'deadline', type: 'uint64' },
]
const redemption = [
  { name: 'partnerId', type: 'uint32' },
  { name: 'member', type: 'address' },
  { name: 'points', type: 'uint256' },
  { name: 'reward', type: 'bytes32' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint64' },
]
const list = [
  { name: 'partnerId', type: 'uint32' },
  { name: 'orders', type: 'Redemption[]' },
]
const restoration = [
  { name: 'partnerId', type: 'uint32' },
  { name: 'order', type: 'bytes32' },
  { name: 'points', type: 'uint256' },
  { name: 'restoredBefore', type: 'uint256' },
]

type Types = Record<string, { name: string; type: string }[]>
type Values = Record<string, unknown>

/** ethers and viem, which share no code for this, must agree before either is believed. */
function digestOf(
  domain: { name: string; version: string; chainId: bigint; verifyingContract: string },
  types: Types,
  primaryType: string,
  message: Values,
): string {
  const byEthers = TypedDataEncoder.hash(domain, types, message)
  const verifyingContract = getAddress(domain.verifyingContract) as `0x${string}`
  const byViem = hashTypedData({ domain: { ...domain, verifyingContract }, types, primaryType, message })
  expect(byViem).to.equal(byEthers)
  return byEthers
}

const number = (chance: Chance, bits: number) =>
  BigInt.asUintN(bits, (chance.next() << 192n) | (chance.next() << 128n) | (chance.next() << 64n) | chance.next())
const bytes = (chance: Chance, length: number) => hexlify(Uint8Array.from({ length }, () => chance.below(256)))

describe('what is signed', function () {
  this.timeout(0)

  it(`is the same for the contracts, ethers and viem, in ${structs} random structs of each kind`, async function () {
    const openChain = await openBench(sources)
    const chain = await openChain()
    const { issuance, redemption: redeemer } = await deployEntente(chain)
    const chance = new Chance(712n)
    const domain = (name: string, verifyingContract: string) => ({
      name,
      version: '1',
      chainId: chain.chainId,
      verifyingContract,
    })
    const issuing = domain('Entente Issuance', issuance.address)
    const redeeming = domain('Entente Redemption', redeemer.address)
    const ask = async (contract: typeof issuance, method: string, args: unknown[]) =>
      (await chain.call(contract, method, args))[0]
    for (let index = 0; index < structs; index += 1) {
      const head = {
        partnerId: chance.below(2 ** 32),
        firstEntry: number(chance, 64),
        entryCount: chance.below(2 ** 32),
        receiptsRoot: id(`${index}`),
        deadline: number(chance, 64),
      }
      const records = { credits: bytes(chance, chance.below(90)), debits: bytes(chance, chance.below(60)) }
      expect(await ask(issuance, 'batchDigest', [head, records.credits, records.debits])).to.equal(
        digestOf(issuing, { Batch: batch }, 'Batch', { ...head, ...records }),
      )

      const partnerId = head.partnerId
      const orders = Array.from({ length: chance.below(4) }, () => ({
        partnerId,
        member: getAddress(bytes(chance, 20)),
        points: number(chance, 48),
        reward: bytes(chance, 32),
        nonce: number(chance, 24),
        deadline: number(chance, 64),
      }))
      const hashes = []
      for (const order of orders) {
        expect(await ask(redeemer, 'digestOfOrder', [partnerId, order])).to.equal(
          digestOf(redeeming, { Redemption: redemption }, 'Redemption', order),
        )
        hashes.push(await ask(redeemer, 'hashOfOrder', [partnerId, order]))
      }
      const types = { RedemptionList: list, Redemption: redemption }
      expect(await ask(redeemer, 'digestOfList', [partnerId, hashes])).to.equal(
        digestOf(redeeming, types, 'RedemptionList', { partnerId, orders }),
      )

      const back = {
        partnerId,
        order: bytes(chance, 32),
        points: number(chance, 48),
        restoredBefore: number(chance, 48),
      }
      expect(
        await ask(redeemer, 'digestOfRestoration', [partnerId, back.order, back.points, back.restoredBefore]),
      ).to.equal(digestOf(redeeming, { Restoration: restoration }, 'Restoration', back))
    }
    await chain.close()
  })
})
