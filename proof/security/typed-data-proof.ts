import { expect } from 'chai'
import { TypedDataEncoder, getAddress, hexlify, id } from 'ethers'
import { hashTypedData } from 'viem'

import { openBench } from '../../bench/bench-chain.ts'
import { ententeSources } from '../../bench/entente-sources.ts'
import { deployEntente } from '../../bench/entente.ts'
import { batchTypes } from '../../server/chain/batch-typed-data.ts'
import { orderTypes } from '../../server/chain/redemption-order-hash.ts'
import { listTypes, restorationTypes } from '../../server/chain/redemption-typed-data.ts'
import { Chance } from '../differential/random.ts'

const structs = 500

type Types = Record<string, readonly { name: string; type: string }[]>
type Values = Record<string, unknown>

/** By the types that the server signs: ethers and viem, which share no code for this, must agree before either is believed. */
function digestOf(
  domain: { name: string; version: string; chainId: bigint; verifyingContract: string },
  types: Types,
  primaryType: string,
  message: Values,
): string {
  const ownTypes = Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]))
  const byEthers = TypedDataEncoder.hash(domain, ownTypes, message)
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
    const openChain = await openBench(ententeSources)
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
        digestOf(issuing, batchTypes, 'Batch', { ...head, ...records }),
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
          digestOf(redeeming, orderTypes, 'Redemption', order),
        )
        hashes.push(await ask(redeemer, 'hashOfOrder', [partnerId, order]))
      }
      expect(await ask(redeemer, 'digestOfList', [partnerId, hashes])).to.equal(
        digestOf(redeeming, listTypes, 'RedemptionList', { partnerId, orders }),
      )

      const back = {
        partnerId,
        order: bytes(chance, 32),
        points: number(chance, 48),
        restoredBefore: number(chance, 48),
      }
      expect(
        await ask(redeemer, 'digestOfRestoration', [partnerId, back.order, back.points, back.restoredBefore]),
      ).to.equal(digestOf(redeeming, restorationTypes, 'Restoration', back))
    }
    await chain.close()
  })
})
