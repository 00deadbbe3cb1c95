import type { ConsentPurpose } from '../domain/consents.ts'
import type { Transaction } from './engine/client.ts'
import type { Narrow } from './engine/row.ts'
import { insertRows } from './engine/save-rows.ts'
import type { ConsentModel } from './generated/models.ts'

/** That a member agreed to something, or took it back, and in which wording. */
export type Consent = Narrow<ConsentModel, { purpose: ConsentPurpose; kind: 'email' | 'phone' }>

declare module './engine/tables.ts' {
  interface Rows {
    consent: Consent
  }
}

/** Notes what a member said. What was noted before stays: it is the history of what they agreed to. */
export async function noteConsent(tx: Transaction, consent: Omit<Consent, 'seq'>): Promise<void> {
  await insertRows(tx, 'consent', [consent])
}
