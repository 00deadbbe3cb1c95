import { createContext, useContext } from 'react'

import type { NewTerms, TermsKind, TermsVersion } from './terms.ts'

/** Where terms are set: by whom, and how. */
export interface TermsDesk {
  readonly partnerName: string
  /** Whose texts say why something was refused. */
  readonly room: string
  /** Under which name the answer about the terms is kept. */
  readonly queryKey: readonly unknown[]
  /** How long before a version counts it must be set; null: it may count at once. */
  readonly noticeMs: number | null
  /** Sets the next version; null for whoever may only look. */
  readonly send: ((kind: TermsKind, terms: NewTerms, idempotencyKey: string) => Promise<TermsVersion>) | null
}

export const TermsDeskContext = createContext<TermsDesk | null>(null)

/** Where the terms that are shown are set. */
export function useTermsDesk(): TermsDesk {
  const desk = useContext(TermsDeskContext)
  if (desk === null) throw new Error('terms are shown without a desk')
  return desk
}
