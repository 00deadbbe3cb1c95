import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { SigningKey } from 'ethers'
import { type Abi, type Address, encodeFunctionData, type Hash, type Hex, keccak256, toBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { partnerRegistryAbi } from '../../../abis/PartnerRegistry.ts'
import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { type BatchToSign, hashBatch } from '../../../server/chain/batch-typed-data.ts'
import { type Chain, connectChain, createChain } from '../../../server/chain/client.ts'
import { deployContracts, deployerOf } from '../../../server/chain/deploy-contracts.ts'
import type { CompleteDeployment } from '../../../server/chain/deployment-record.ts'
import { postBatchCall } from '../../../server/chain/post-batch-call.ts'
import { type LocalSigner, localSigner } from '../../../server/chain/signer.ts'
import { composeRecords } from '../../../server/domain/batches.ts'
import { EDR_CHAIN_ID, type EdrChain, openEdrChain, testKey } from './edr-chain.ts'

const EPOCH_SECONDS = 30 * 24 * 60 * 60
const GAS = 5_000_000n
const FEE = 10_000_000_000n

const registryAbi: Abi = partnerRegistryAbi
const tokenAbi: Abi = pointsTokenAbi

/** A chain with our contracts, and the means to act on them as the operator and the partners would. */
export interface CoalitionChain {
  edr: EdrChain
  chain: Chain
  deployment: CompleteDeployment
  operator: LocalSigner
  /** Sends a call from the operator's account; it is mined with the next block. Returns the transaction's hash. */
  send(to: Address, data: Hex): Promise<Hash>
  registry(functionName: string, args: readonly unknown[]): Promise<Hash>
  token(functionName: string, args: readonly unknown[]): Promise<Hash>
  sweep(accounts: readonly string[]): Promise<Hash>
  /** Sends a batch signed by its partner; entries are signed points of accounts. */
  post(batch: TestBatch): Promise<BatchToSign & { batchHash: Hash; transactionHash: Hash }>
}

export interface TestBatch {
  partnerId: number
  firstEntry: bigint
  entries: readonly (readonly [account: string, points: bigint])[]
}

/** The issuer key of a partner in tests. */
export function issuerOf(partnerId: number): LocalSigner {
  return localSigner(testKey(`issuer ${partnerId}`))
}

/** Signs a digest with the hosted key of the card member with an index, whose account is `accountOf('member <index>')`. */
export function signAsTestMember(derivationIndex: number, digest: string): string {
  return new SigningKey(testKey(`member ${derivationIndex}`)).sign(digest).serialized
}

/** An account of its own for each name. */
export function accountOf(name: string): Address {
  return privateKeyToAccount(testKey(name)).address.toLowerCase() as Address
}

/** Deploys our contracts, as the server does, on a chain of the test's own that begins at this time. */
export async function openCoalitionChain(startsAt: Date, openChain = openEdrChain): Promise<CoalitionChain> {
  const edr = await openChain(startsAt)
  const operator = localSigner(testKey('operator'))
  await edr.fund(operator.address)
  return joinCoalitionChain(edr, await deploy(edr, operator))
}

/** The means to act on contracts that are on a chain already. */
export async function joinCoalitionChain(edr: EdrChain, deployment: CompleteDeployment): Promise<CoalitionChain> {
  const operator = localSigner(testKey('operator'))
  const { accessManager, token, registry, issuance, redemption, accounts, clearing, logAnchors } = deployment
  const chain = await createChain({
    endpoints: [edr.request],
    chainId: EDR_CHAIN_ID,
    addresses: { accessManager, token, registry, issuance, redemption, accounts, clearing, logAnchors },
  })
  const send = (to: Address, data: Hex): Promise<Hash> => sendFrom(edr, operator, { to, data })
  return {
    edr,
    chain,
    deployment,
    operator,
    send,
    registry: (functionName, args) => send(registry, encodeFunctionData({ abi: registryAbi, functionName, args })),
    token: (functionName, args) => send(token, encodeFunctionData({ abi: tokenAbi, functionName, args })),
    sweep: (accounts) =>
      send(token, encodeFunctionData({ abi: pointsTokenAbi, functionName: 'sweep', args: [accounts as Address[]] })),
    async post({ partnerId, firstEntry, entries }) {
      const records = composeRecords(entries.map(([account, points]) => ({ account, points })))
      const batch = {
        partnerId,
        firstEntry,
        entryCount: entries.length,
        receiptsRoot: keccak256(toBytes(`${partnerId} ${firstEntry}`)),
        credits: records.credits as Hex,
        debits: records.debits as Hex,
        deadline: 2n ** 40n,
      }
      const signature = await issuerOf(partnerId).signBatch(chain, batch)
      const call = postBatchCall(chain, batch, signature)
      return { ...batch, batchHash: hashBatch(batch), transactionHash: await send(call.to, call.data) }
    },
  }
}

async function deploy(edr: EdrChain, operator: LocalSigner): Promise<CompleteDeployment> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-deployment-'))
  try {
    const deployment = await deployContracts(
      {
        connection: await connectChain({ endpoints: [edr.request], chainId: EDR_CHAIN_ID }),
        deployer: deployerOf(privateKeyToAccount(testKey('operator'))),
        sleep: async () => undefined,
        afterSend: () => edr.mine(),
      },
      {
        folder,
        terms: { name: 'Test Points', symbol: 'POINTS', contractUri: '', epochLength: EPOCH_SECONDS },
        admin: accountOf('admin'),
        operator: operator.address,
      },
    )
    if (deployment === null) throw new Error('the contracts were not deployed')
    return deployment
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function sendFrom(edr: EdrChain, signer: LocalSigner, call: { to: Address; data: Hex }): Promise<Hash> {
  const nonce = Number(await edr.request({ method: 'eth_getTransactionCount', params: [signer.address, 'pending'] }))
  const raw = await signer.signTransaction({
    ...call,
    nonce,
    chainId: EDR_CHAIN_ID,
    gas: GAS,
    accessList: [],
    maxFeePerGas: FEE,
    maxPriorityFeePerGas: 1_000_000_000n,
  })
  return (await edr.request({ method: 'eth_sendRawTransaction', params: [raw] })) as Hash
}
