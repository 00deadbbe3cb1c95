import type { NewPurchase } from '../../server/actions/purchases/purchase-facts.ts'
import type { NewReturn } from '../../server/actions/purchases/return-facts.ts'
import type { RejectionCode } from '../../server/domain/rejection.ts'

/** What a till asks for, until it is answered. The same request may be sent any number of times. */
export interface TillRequest {
  partnerId: number
  key: string | null
  ask: { kind: 'purchases'; items: NewPurchase[] } | { kind: 'returns'; items: NewReturn[] }
  /** By reference; null until all of it was answered. */
  answer: ReadonlyMap<string, ItemAnswer> | null
  /** Sends to which no answer came, or not yet: they may have been carried out. */
  unanswered: number
}

/** What became of one item, as the till was told. */
export type ItemAnswer = { accepted: true; id: string } | { accepted: false; code: RejectionCode }
