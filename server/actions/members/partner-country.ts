import type { Reader } from '../../database/engine/client.ts'
import { listPartnersByIds } from '../../database/partners.ts'
import { needsCountry } from './normalise-identifier.ts'

/** An identifier, and the partner whose till sent it. */
interface SentIdentifier {
  readonly partnerId: number | null
  readonly identifier: { readonly kind: string; readonly value: string }
}

/** The countries with which partners' phone numbers are read; nothing is asked where none of them needs it, as in most lists. */
export async function listCountries(db: Reader, sent: readonly SentIdentifier[]): Promise<Map<number, string | null>> {
  const homeless = sent.filter(({ identifier }) => needsCountry(identifier))
  const partnerIds = new Set(homeless.map(({ partnerId }) => partnerId).filter((id) => id !== null))
  if (partnerIds.size === 0) return new Map()
  return new Map((await listPartnersByIds(db, [...partnerIds])).map(({ id, country }) => [id, country]))
}

/** The country with which a partner's phone number is read; null where it needs none, or the partner has said none. */
export async function findCountry(db: Reader, sent: SentIdentifier): Promise<string | null> {
  return (await listCountries(db, [sent])).get(sent.partnerId ?? 0) ?? null
}
