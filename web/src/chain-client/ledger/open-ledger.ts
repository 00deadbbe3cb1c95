import { type Address, BaseError, createPublicClient, http, isAddress, type PublicClient, zeroAddress } from 'viem'

import { pointsIssuanceAbi } from '../../../../abis/PointsIssuance.ts'
import { pointsTokenAbi } from '../../../../abis/PointsToken.ts'

const TIMEOUT_MS = 15_000
/** Questions that go out in one request. */
const QUESTIONS_MAX = 50

/** `Module` of IPointsToken. */
const MODULES = { issuance: 0, redemption: 1, accounts: 2 } as const

/** The contracts of a ledger, found from the address of its token alone. */
export interface LedgerContracts {
  readonly token: Address
  readonly issuance: Address
  readonly redemption: Address
  readonly accounts: Address
  readonly registry: Address
  /** The AccessManager, which has the operator's powers. */
  readonly manager: Address
}

/** A ledger as an endpoint shows it, with the block at which everything is read. */
export interface OpenLedger {
  readonly url: string
  readonly client: PublicClient
  readonly chainId: number
  readonly contracts: LedgerContracts
  readonly block: { readonly number: bigint; readonly hash: string; readonly at: Date }
  /** Null where the endpoint does not say what is final. */
  readonly finalBlock: bigint | null
}

/** Why a ledger could not be opened: `endpoint` did not answer, or there is no token of ours at the address. */
export class LedgerUnreadable extends Error {
  override readonly name = 'LedgerUnreadable'
  readonly reason: 'endpoint' | 'not_a_token'

  constructor(reason: LedgerUnreadable['reason'], cause: unknown) {
    super(cause instanceof BaseError ? cause.shortMessage : String(cause), { cause })
    this.reason = reason
  }
}

/** Opens the ledger of a token, with the newest block of the endpoint. Nobody else is asked. Throws `LedgerUnreadable`. */
export async function openLedger(url: string, token: string): Promise<OpenLedger> {
  if (!isAddress(token, { strict: false })) throw new LedgerUnreadable('not_a_token', token)
  const transport = http(url, { batch: { batchSize: QUESTIONS_MAX }, timeout: TIMEOUT_MS, retryCount: 2 })
  const client: PublicClient = createPublicClient({ transport })
  const [chainId, block] = await Promise.all([client.getChainId(), client.getBlock()]).catch((error: unknown) => {
    throw new LedgerUnreadable('endpoint', error)
  })
  const contracts = await findContracts(client, token.toLowerCase() as Address).catch((error: unknown) => {
    throw new LedgerUnreadable('not_a_token', error)
  })
  return {
    url,
    client,
    chainId,
    contracts,
    block: { number: block.number, hash: block.hash, at: new Date(Number(block.timestamp) * 1_000) },
    finalBlock: await findFinalBlock(client),
  }
}

async function findContracts(client: PublicClient, token: Address): Promise<LedgerContracts> {
  const ledger = { address: token, abi: pointsTokenAbi } as const
  const moduleOf = (module: number) => client.readContract({ ...ledger, functionName: 'moduleOf', args: [module] })
  const [issuance, redemption, accounts, manager] = await Promise.all([
    moduleOf(MODULES.issuance),
    moduleOf(MODULES.redemption),
    moduleOf(MODULES.accounts),
    client.readContract({ ...ledger, functionName: 'authority' }),
  ])
  if (issuance === zeroAddress) throw new Error('nothing issues points')
  const registry = await client.readContract({ address: issuance, abi: pointsIssuanceAbi, functionName: 'REGISTRY' })
  return { token, issuance, redemption, accounts, registry, manager }
}

/** Null where the endpoint has no such block: not every network has one. */
async function findFinalBlock(client: PublicClient): Promise<bigint | null> {
  try {
    return (await client.getBlock({ blockTag: 'finalized' })).number
  } catch (error) {
    if (error instanceof BaseError) return null
    throw error
  }
}
