import { expect } from 'chai'
import { AbiCoder, getAddress, id, keccak256, TypedDataEncoder } from 'ethers'
import type { BaseContract, TypedDataDomain, TypedDataField } from 'ethers'
import { domainSeparator, hashStruct, hashTypedData, toHex } from 'viem'

import { TypedDataReference__factory } from '../../typechain-types/factories/contracts/mocks/TypedDataReference__factory.js'
import { accountsTypes } from './support/accounts.ts'
import { batchTypes, FAR_DEADLINE } from './support/batch.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { addressOf, keyOf, PARTNER } from './support/coalition.ts'
import { domainOf, modulesFixture } from './support/modules.ts'
import type { Modules } from './support/modules.ts'
import { listTypes, orderHashOf, redemptionTypes, restorationTypes } from './support/redemption.ts'

const { loadFixture } = networkHelpers

type Types = Record<string, TypedDataField[]>
type Message = Record<string, unknown>

/** A struct that somebody signs, written down by hand: what a wallet or another implementation must come to as well. */
interface Vector {
  types: Types
  typeText: string
  typeHash: string
  message: Message
  /** What stands for a field in the struct's encoding where it is not the field itself. */
  encoded?: Record<string, string>
  /** What the contract says; where it has no view for it, the signature of the digest is what it takes. */
  ofContract?: (modules: Modules) => Promise<string>
}

const [ada, bob] = [addressOf('ada'), addressOf('bob')]
const order = { member: ada, points: 125n, reward: id('a coffee'), nonce: 3n, deadline: FAR_DEADLINE }
const head = { partnerId: PARTNER, firstEntry: 41n, entryCount: 2n, receiptsRoot: id('root'), deadline: FAR_DEADLINE }
const [credits, debits] = [`0x${'11'.repeat(26)}`, '0x'] as const
const hash = orderHashOf(order)
const orderText =
  'Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)'

const vectors: Record<string, Record<string, Vector>> = {
  'Entente Issuance': {
    Batch: {
      types: batchTypes,
      typeText:
        'Batch(uint32 partnerId,uint64 firstEntry,uint32 entryCount,bytes32 receiptsRoot,bytes credits,bytes debits,uint64 deadline)',
      typeHash: '0xd8db1c202659dc5a902d2a234255c8ff177987e433b9022bcf1647bedae5fbda',
      message: { ...head, credits, debits },
      encoded: { credits: keccak256(credits), debits: keccak256(debits) },
      ofContract: ({ issuance }) => issuance.batchDigest(head, credits, debits),
    },
  },
  'Entente Redemption': {
    Redemption: {
      types: redemptionTypes,
      typeText: orderText,
      typeHash: '0x5c3731fd16c3dfb98d2a7c10efa0789fee31e4a2116da2656e69abef8c600e26',
      message: { partnerId: PARTNER, ...order },
      ofContract: ({ redemption }) => redemption.digestOfOrder(PARTNER, order),
    },
    RedemptionList: {
      types: listTypes,
      typeText: `RedemptionList(uint32 partnerId,Redemption[] orders)${orderText}`,
      typeHash: '0xeb853187a8c09838fe42a598ce6966c888c60770793e5afc7ab52dc1e9dc3ffc',
      message: { partnerId: PARTNER, orders: [{ partnerId: PARTNER, ...order }] },
      encoded: { orders: keccak256(hash) },
      ofContract: ({ redemption }) => redemption.digestOfList(PARTNER, [hash]),
    },
    Restoration: {
      types: restorationTypes,
      typeText: 'Restoration(uint32 partnerId,bytes32 order,uint256 points,uint256 restoredBefore)',
      typeHash: '0x99604ad8bc8557c45680b7243aa2bfcc567f59f99703dc6246cfa5029f7f2457',
      message: { partnerId: PARTNER, order: hash, points: 25n, restoredBefore: 100n },
      ofContract: ({ redemption }) => redemption.digestOfRestoration(PARTNER, hash, 25n, 100n),
    },
  },
  'Entente Accounts': {
    Move: {
      types: accountsTypes.Move,
      typeText: 'Move(address from,address to,uint64 deadline)',
      typeHash: '0xb8ec41a8379d02f814d1f5aad174accab8dfb518c83ce2e8497457fca9414c0e',
      message: { from: ada, to: bob, deadline: FAR_DEADLINE },
    },
    Freeze: {
      types: accountsTypes.Freeze,
      typeText: 'Freeze(address account,bool frozen,uint256 sequence,uint64 deadline)',
      typeHash: '0x7263b379fb6ff611554d13c81541924451d59eb28d6e3c2ed50ca6b05810d188',
      message: { account: ada, frozen: true, sequence: 0n, deadline: FAR_DEADLINE },
    },
    Recovery: {
      types: accountsTypes.Recovery,
      typeText: 'Recovery(address from,address to,uint64 deadline)',
      typeHash: '0x2ca2129137c616d76cae940b715a1fb08bf50c8897abc369630cb06213efe39f',
      message: { from: ada, to: bob, deadline: FAR_DEADLINE },
    },
    RecoveryRefusal: {
      types: accountsTypes.RecoveryRefusal,
      typeText: 'RecoveryRefusal(address from,address to,uint64 readyAt)',
      typeHash: '0x3f6095cfca568727488c3b7acb1c55a3b10ded1ecfd223a4cab3537007f4f508',
      message: { from: ada, to: bob, readyAt: 1_774_000_000n },
    },
  },
}

/** The struct's words as EIP-712 encodes them, by the ABI coder. */
function wordsOf(name: string, { types, message, encoded = {} }: Vector): string {
  const fields = types[name]!.map((field) => ({ ...field, type: field.name in encoded ? 'bytes32' : field.type }))
  const values = fields.map((field) => encoded[field.name] ?? message[field.name])
  return AbiCoder.defaultAbiCoder().encode(
    fields.map(({ type }) => type),
    values,
  )
}

/** viem's digest; it wants plain objects of its own types. */
function viemDigest(domain: TypedDataDomain, types: Types, primaryType: string, message: Message): string {
  const verifyingContract = getAddress(String(domain.verifyingContract)) as `0x${string}`
  const own = { name: domain.name!, version: domain.version!, chainId: BigInt(domain.chainId!), verifyingContract }
  return hashTypedData({ domain: own, types, primaryType, message })
}

async function vectorFixture() {
  const modules = await modulesFixture()
  const { deployer, issuance, redemption, accounts } = modules
  const reference = await new TypedDataReference__factory(deployer).deploy()
  const contracts = { 'Entente Issuance': issuance, 'Entente Redemption': redemption, 'Entente Accounts': accounts }
  return { ...modules, reference, contracts: contracts as Record<string, BaseContract> & typeof contracts }
}

describe('Typed data', function () {
  for (const [contractName, structs] of Object.entries(vectors)) {
    describe(`of ${contractName}`, function () {
      it('has the domain that ERC-5267 tells, with the separator of ethers, viem and OpenZeppelin', async function () {
        const { contracts, reference } = await loadFixture(vectorFixture)
        const contract = contracts[contractName]!
        const address = await contract.getAddress()
        const domain = await domainOf(contractName, contract)
        const told = (await contract.getFunction('eip712Domain').staticCall()) as unknown[]
        expect([...told]).to.deep.equal(['0x0f', contractName, '1', domain.chainId, address, ethers.ZeroHash, []])
        const separator = await reference.separator(contractName, address)
        expect(TypedDataEncoder.hashDomain(domain)).to.equal(separator)
        const verifyingContract = address as `0x${string}`
        const own = { name: contractName, version: '1', chainId: BigInt(domain.chainId!), verifyingContract }
        expect(domainSeparator({ domain: own })).to.equal(separator)
      })

      for (const [name, vector] of Object.entries(structs)) {
        it(`${name} has this type, this type hash, and one digest for the contract, ethers, viem and OpenZeppelin`, async function () {
          const modules = await loadFixture(vectorFixture)
          const { types, typeText, typeHash, message, ofContract } = vector
          expect(TypedDataEncoder.from(types).encodeType(name)).to.equal(typeText)
          expect(keccak256(toHex(typeText))).to.equal(typeHash)

          const contract = modules.contracts[contractName]!
          const domain = await domainOf(contractName, contract)
          const digest = TypedDataEncoder.hash(domain, types, message)
          expect(viemDigest(domain, types, name, message)).to.equal(digest)
          expect(hashStruct({ data: message, types, primaryType: name })).to.equal(
            TypedDataEncoder.hashStruct(name, types, message),
          )
          const asked = [contractName, await contract.getAddress(), typeText, wordsOf(name, vector)] as const
          expect(await modules.reference.digest(...asked)).to.equal(digest)
          if (ofContract !== undefined) expect(await ofContract(modules)).to.equal(digest)
        })
      }
    })
  }

  it('of accounts is taken when what was signed is the digest by OpenZeppelin', async function () {
    const { accounts, token, reference, credit } = await loadFixture(vectorFixture)
    await credit({ account: ada, points: 10n })
    const address = await accounts.getAddress()
    const signed = async (name: 'Move' | 'Freeze', key: string, message: Message) => {
      const vector = { ...vectors['Entente Accounts']![name]!, message }
      const digest = await reference.digest('Entente Accounts', address, vector.typeText, wordsOf(name, vector))
      return keyOf(key).signingKey.sign(digest).serialized
    }
    const freeze = { account: ada, frozen: true, sequence: 0n, deadline: FAR_DEADLINE }
    await accounts.setFreeze(ada, true, 0n, FAR_DEADLINE, await signed('Freeze', 'ada', freeze))
    expect(await token.frozenBy(ada)).to.deep.equal([false, true])
    const move = { from: ada, to: bob, deadline: FAR_DEADLINE }
    await accounts.move(ada, bob, FAR_DEADLINE, await signed('Move', 'ada', move), await signed('Move', 'bob', move))
    expect(await token.successorOf(ada)).to.equal(bob)
  })
})
