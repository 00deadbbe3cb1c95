import { AbiCoder, Signature, TypedDataEncoder, Wallet, id } from 'ethers'

import { keyOf } from './bench-chain.ts'
import type { BenchChain } from './bench-chain.ts'
import { packRecords } from './credits.ts'
import type { Credit } from './credits.ts'

/** A way to credit many accounts. `credit` answers the gas of all its transactions together. */
export interface Scheme {
  name: string
  /** What it checks and who may call it, beside the crediting itself. */
  includes: string
  /** Points of this scheme expire, so the first batch of an epoch is measured apart. */
  expires: boolean
  open(chain: BenchChain): Promise<{ credit(credits: Credit[]): Promise<bigint> }>
}

/** Seconds in an epoch of every scheme whose points expire. */
export const epochLength = 90 * 24 * 3600

const columns = (credits: Credit[]) => [credits.map(({ account }) => account), credits.map(({ points }) => points)]

async function inOneCall(chain: BenchChain, contract: string, args: unknown[], encode: (c: Credit[]) => unknown[]) {
  const token = await chain.deploy(contract, args)
  return { credit: async (credits: Credit[]) => (await chain.send(token, 'mintMany', encode(credits))).gasUsed }
}

const openZeppelinOneByOne: Scheme = {
  name: 'OpenZeppelin ERC-20, a `mint` transaction each',
  includes: 'owner',
  expires: false,
  open: async (chain) => {
    const token = await chain.deploy('OpenZeppelinPoints')
    const credit = async (credits: Credit[]) => {
      let gas = 0n
      for (const { account, points } of credits) gas += (await chain.send(token, 'mint', [account, points])).gasUsed
      return gas
    }
    return { credit }
  },
}

const openZeppelinLoop: Scheme = {
  name: 'OpenZeppelin ERC-20, `_mint` loop',
  includes: 'owner',
  expires: false,
  open: (chain) => inOneCall(chain, 'OpenZeppelinPoints', [], columns),
}

const soladyLoop: Scheme = {
  name: 'Solady ERC-20, `_mint` loop',
  includes: 'owner',
  expires: false,
  open: (chain) => inOneCall(chain, 'SoladyPoints', [], columns),
}

const erc1155Loop: Scheme = {
  name: 'OpenZeppelin ERC-1155, `_mint` loop, id = epoch',
  includes: 'owner',
  expires: true,
  open: (chain) =>
    inOneCall(chain, 'OpenZeppelinPoints1155', [], (credits) => [
      Math.floor(chain.now() / epochLength),
      ...columns(credits),
    ]),
}

const epochSlotLoop: Scheme = {
  name: 'expiring ERC-20, a slot per epoch, loop',
  includes: 'owner',
  expires: true,
  open: (chain) => inOneCall(chain, 'EpochSlotPoints', [epochLength], columns),
}

const yulFloor: Scheme = {
  name: 'hand-written Yul floor, keccak slot',
  includes: 'nothing',
  expires: false,
  open: (chain) => inOneCall(chain, 'YulFloor', [], (credits) => [packRecords(credits)]),
}

async function deployThirdweb(chain: BenchChain) {
  const tokenImplementation = await chain.deploy('TokenERC20')
  const airdropImplementation = await chain.deploy('Airdrop')
  const factory = await chain.deploy('ThirdwebClones')
  const receipt = await chain.send(factory, 'deploy', [
    tokenImplementation.address,
    airdropImplementation.address,
    chain.owner,
  ])
  const log = receipt.logs.find(({ address }) => address.toLowerCase() === factory.address.toLowerCase())!
  const [token, airdrop] = AbiCoder.defaultAbiCoder().decode(['address', 'address'], log.data) as unknown as [
    string,
    string,
  ]
  return { token: await chain.attach('TokenERC20', token), airdrop: await chain.attach('Airdrop', airdrop) }
}

const mintRequestTypes = {
  MintRequest: [
    { name: 'to', type: 'address' },
    { name: 'primarySaleRecipient', type: 'address' },
    { name: 'quantity', type: 'uint256' },
    { name: 'price', type: 'uint256' },
    { name: 'currency', type: 'address' },
    { name: 'validityStartTimestamp', type: 'uint128' },
    { name: 'validityEndTimestamp', type: 'uint128' },
    { name: 'uid', type: 'bytes32' },
  ],
}

const thirdwebSignatureMint: Scheme = {
  name: 'thirdweb TokenERC20, `mintWithSignature` each',
  includes: 'minter signature, validity, unique id',
  expires: false,
  open: async (chain) => {
    const { token } = await deployThirdweb(chain)
    const minter = new Wallet(keyOf('owner'))
    const domain = { name: 'Points', version: '1', chainId: chain.chainId, verifyingContract: token.address }
    let count = 0
    const credit = async (credits: Credit[]) => {
      let gas = 0n
      for (const { account, points } of credits) {
        const request = {
          to: account,
          primarySaleRecipient: chain.owner,
          quantity: points,
          price: 0n,
          currency: '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE',
          validityStartTimestamp: 0n,
          validityEndTimestamp: 4_000_000_000n,
          uid: id(`mint ${count++}`),
        }
        const signature = minter.signingKey.sign(TypedDataEncoder.hash(domain, mintRequestTypes, request)).serialized
        gas += (await chain.send(token, 'mintWithSignature', [request, signature])).gasUsed
      }
      return gas
    }
    return { credit }
  },
}

const airdropTypes = {
  AirdropRequestERC20: [
    { name: 'uid', type: 'bytes32' },
    { name: 'tokenAddress', type: 'address' },
    { name: 'expirationTimestamp', type: 'uint256' },
    { name: 'contents', type: 'AirdropContentERC20[]' },
  ],
  AirdropContentERC20: [
    { name: 'recipient', type: 'address' },
    { name: 'amount', type: 'uint256' },
  ],
}

async function openAirdrop(chain: BenchChain) {
  const { airdrop } = await deployThirdweb(chain)
  const token = await chain.deploy('OpenZeppelinPoints')
  await chain.send(token, 'mint', [chain.owner, 10n ** 18n])
  await chain.send(token, 'approve', [airdrop.address, 2n ** 256n - 1n])
  return { airdrop, token }
}

const contentsOf = (credits: Credit[]) => credits.map(({ account, points }) => ({ recipient: account, amount: points }))

const thirdwebAirdrop: Scheme = {
  name: 'thirdweb Airdrop, `airdropERC20` (moves minted points)',
  includes: 'owner',
  expires: false,
  open: async (chain) => {
    const { airdrop, token } = await openAirdrop(chain)
    return {
      credit: async (credits) =>
        (await chain.send(airdrop, 'airdropERC20', [token.address, contentsOf(credits)])).gasUsed,
    }
  },
}

const thirdwebSignedAirdrop: Scheme = {
  name: 'thirdweb Airdrop, `airdropERC20WithSignature`',
  includes: 'owner signature, deadline, unique id',
  expires: false,
  open: async (chain) => {
    const { airdrop, token } = await openAirdrop(chain)
    const signer = new Wallet(keyOf('owner')).signingKey
    const domain = { name: 'Airdrop', version: '1', chainId: chain.chainId, verifyingContract: airdrop.address }
    let count = 0
    const credit = async (credits: Credit[]) => {
      const request = {
        uid: id(`airdrop ${count++}`),
        tokenAddress: token.address,
        expirationTimestamp: 4_000_000_000n,
        contents: contentsOf(credits),
      }
      const signature = Signature.from(signer.sign(TypedDataEncoder.hash(domain, airdropTypes, request))).serialized
      return (await chain.send(airdrop, 'airdropERC20WithSignature', [request, signature])).gasUsed
    }
    return { credit }
  },
}

/** Every foreign scheme, dearest first, and the floor last. */
export const peerSchemes: Scheme[] = [
  thirdwebSignatureMint,
  openZeppelinOneByOne,
  erc1155Loop,
  epochSlotLoop,
  thirdwebSignedAirdrop,
  thirdwebAirdrop,
  openZeppelinLoop,
  soladyLoop,
  yulFloor,
]
