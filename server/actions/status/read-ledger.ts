import type { Chain } from '../../chain/client.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listPartners, type Partner } from '../../database/partners.ts'

/** Partners that are named at once; a coalition has dozens. */
const PARTNERS_MAX = 1_000

/** What wallets call the ledger, and where it may be asked. */
export interface LedgerNames {
  readonly chainName: string
  readonly name: string
  readonly symbol: string
  /** Null where the chain runs elsewhere: an endpoint of ours may hold a key. */
  readonly rpcUrl: string | null
}

export interface ReadLedgerDeps {
  readonly db: Reader
  readonly chain: Chain
  readonly ledgerNames: LedgerNames
}

/** What is needed to check a receipt without asking us. */
export interface LedgerView {
  readonly chainId: number
  readonly addresses: Chain['addresses']
  readonly names: LedgerNames
  readonly partners: readonly Partner[]
}

/** Says where the ledger is, what it is called, and which partners issue its points. */
export async function readLedger({ db, chain, ledgerNames }: ReadLedgerDeps): Promise<LedgerView> {
  const { chainId, addresses } = chain
  const partners = await listPartners(db, { after: 0, rowsMax: PARTNERS_MAX })
  return { chainId, addresses, names: ledgerNames, partners }
}
