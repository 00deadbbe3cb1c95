/** What an API key may be used for. A partner's key never holds `operator`; an operator's key holds nothing else. */
export const PARTNER_SCOPES = [
  'purchases:write',
  'returns:write',
  'members:read',
  'members:write',
  'ledger:read',
  'redemptions:write',
  'rewards:write',
] as const

export type PartnerScope = (typeof PARTNER_SCOPES)[number]
export type Scope = PartnerScope | 'operator'

/** Tells whether a text names a scope. */
export function isScope(text: string): text is Scope {
  return text === 'operator' || PARTNER_SCOPES.some((scope) => scope === text)
}
