/** What an API key of a partner may be used for. */
export const PARTNER_SCOPES = [
  'purchases:write',
  'returns:write',
  'members:read',
  'members:write',
  'ledger:read',
  'redemptions:write',
  'rewards:write',
  'terms:write',
  'audit:read',
  'webhooks:write',
  'clearing:write',
  'keys:write',
  'people:write',
] as const

/** What a key has only where somebody names it: giving keys and roles to others, and what each sale gives. */
const NAMED_SCOPES: ReadonlySet<string> = new Set(['keys:write', 'people:write', 'terms:write'])

/** What a key of a partner may do where nobody says what. */
export const USUAL_PARTNER_SCOPES = PARTNER_SCOPES.filter((scope) => !NAMED_SCOPES.has(scope))

/** What an API key of an operator may be used for, by the groups of their routes. */
export const OPERATOR_SCOPES = [
  'operator:read',
  'operator:partners',
  'operator:powers',
  'operator:allowances',
  'operator:terms',
  'operator:clearing',
  'operator:keys',
  'operator:members',
  'operator:recovery',
  'operator:charities',
  'operator:audit',
  'operator:approvals',
] as const

/** All that an operator can do, the keys of operators included. The first key has it. */
export const FULL_OPERATOR_SCOPE = 'operator'

export type PartnerScope = (typeof PARTNER_SCOPES)[number]
export type OperatorScope = (typeof OPERATOR_SCOPES)[number] | typeof FULL_OPERATOR_SCOPE
/** A partner's key never holds a scope of operators, and the other way round. */
export type Scope = PartnerScope | OperatorScope

/** Tells whether a text names a scope of partners. */
export function isPartnerScope(text: string): text is PartnerScope {
  return PARTNER_SCOPES.some((scope) => scope === text)
}

/** Tells whether a text names a scope of operators. */
export function isOperatorScope(text: string): text is OperatorScope {
  return text === FULL_OPERATOR_SCOPE || OPERATOR_SCOPES.some((scope) => scope === text)
}
