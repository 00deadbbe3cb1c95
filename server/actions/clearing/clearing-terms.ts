import type { Chain } from '../../chain/client.ts'
import type { Database } from '../../database/engine/client.ts'
import type { CharityStatementJson } from '../../domain/clearing/charity-statement.ts'
import type { VatByCountry } from '../../domain/clearing/vat.ts'
import type { LegKind, StatementJson, StatementLine } from '../../domain/clearing/statement.ts'
import type { Clock } from '../../domain/environment.ts'

/** What the operator has agreed with all partners of its coalition. */
export interface ClearingTerms {
  readonly coalition: string
  /** ISO 4217: what prices and statements are in. */
  readonly currency: string
  /** What each partner pays for a month, without VAT. */
  readonly feeMinor: bigint
  readonly vat: Readonly<Record<LegKind, VatByCountry>>
  /** Addresses of those whose exchange rates are taken, in lower case. */
  readonly rateSigners: readonly string[]
}

/** What closing a month takes. */
export interface CloseMonthDeps {
  readonly db: Database
  readonly clock: Clock
  readonly chain: Chain
  readonly clearingTerms: ClearingTerms
  /** The root of the tree over a partner's lines of a month: server/chain/statement-typed-data.ts */
  readonly rootOfLines: (partnerId: number, month: number, lines: readonly StatementLine[]) => string
  /** Signs a statement with the operator's key: EIP-712, server/chain/statement-typed-data.ts */
  readonly signStatement: (statement: StatementJson, document: string) => Promise<SignatureOf>
  /** The same for a charity's statement. */
  readonly signCharityStatement: (statement: CharityStatementJson, document: string) => Promise<SignatureOf>
}

interface SignatureOf {
  readonly signer: string
  readonly signature: string
}
