import type { TillPartner } from '../../api-client/till.ts'

/** What the customer's screen shows. Nothing in it is a key of the till. */
export type DisplayView =
  | { readonly kind: 'welcome' }
  /** Null: the card was not shown, so what they have is not told. */
  | { readonly kind: 'customer'; readonly points: string | null }
  | { readonly kind: 'sale'; readonly amountMinor: string; readonly currency: string; readonly points: string | null }
  | { readonly kind: 'recorded'; readonly amountMinor: string; readonly currency: string; readonly points: string }
  | ConsentView
  | { readonly kind: 'ended'; readonly isUsed: boolean; readonly points: string }

/** Points are held. The secret of the approval link is in it: with it and the PIN, the customer's window agrees by itself. */
export interface ConsentView {
  readonly kind: 'consent'
  readonly redemptionId: string
  readonly secret: string
  readonly points: string
  readonly valueMinor: string | null
  readonly currency: string
  /** What a reward is called in each language; null for money off. */
  readonly titles: Readonly<Record<string, string>> | null
  readonly hasPin: boolean
}

export type DisplayBrand = Pick<TillPartner, 'name' | 'brand'>

export type ToDisplay =
  | { readonly type: 'show'; readonly view: DisplayView; readonly brand: DisplayBrand }
  /** The display answers, so that the till knows that it is there. */
  | { readonly type: 'ping' }
  /** The till was closed or disconnected. */
  | { readonly type: 'end' }

export type ToTill =
  /** It was opened, and does not know yet what to show. */
  | { readonly type: 'hello' }
  | { readonly type: 'pong' }
  | { readonly type: 'bye' }
  /** The customer agreed with the PIN, of which the till learns nothing else. */
  | { readonly type: 'agreed'; readonly redemptionId: string }

/** A till and its display meet under a name that no other till of this browser has. */
export function channelOf(tillId: string): string {
  return `entente.till.display.${tillId}`
}
