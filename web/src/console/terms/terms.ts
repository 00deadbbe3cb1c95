/** How points are earned, or what they are worth. */
export type TermsKind = 'earning' | 'redeem'

/** So many points for so many minor units that are spent; or so many points take so many minor units off. */
export interface Terms {
  readonly points: bigint
  readonly minor: bigint
  /** The most that one purchase earns; null where points are spent. */
  readonly pointsMax: bigint | null
}

/** One version of the terms of a partner in a currency. */
export interface TermsVersion extends Terms {
  readonly version: number
  readonly currency: string
  readonly validFrom: Date
}

/** The terms of one kind that a partner has in one currency. */
export interface TermsOfPartner {
  readonly kind: TermsKind
  readonly currency: string
  readonly versions: readonly TermsVersion[]
}

/** Terms that are to be set; from now on, or for a first version from the start, where no moment is named. */
export interface NewTerms extends Terms {
  readonly currency: string
  readonly validFrom: Date | null
}

/** All versions of a partner's terms. */
export type AllTerms = Record<TermsKind, readonly TermsVersion[]>
