/** What the routes that give a partner the next version of its terms have in common. */
export const setsTerms = {
  caller: 'operator',
  operatorScopes: ['operator:terms'],
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  refuses: ['partner_unknown', 'amount_out_of_range', 'valid_from_in_past'],
} as const

/** The same where a partner sets them itself. */
export const setsOwnTerms = {
  caller: 'partner',
  scope: 'terms:write',
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  refuses: ['partner_unknown', 'amount_out_of_range', 'valid_from_in_past', 'valid_from_too_soon', 'currency_mismatch'],
} as const

const ALL_VERSIONS =
  'All versions in all currencies, newest first. Of a currency, the one with the latest `validFrom` that has come counts.'

/** What the routes that list the versions of terms have in common. */
export const listsTerms = {
  description: ALL_VERSIONS,
  caller: 'operator',
  operatorScopes: ['operator:read'],
  refuses: ['partner_unknown'],
} as const

/** The same where a partner lists its own. */
export const listsOwnTerms = {
  description: ALL_VERSIONS,
  caller: 'partner',
  scope: 'ledger:read',
  refuses: ['partner_unknown'],
} as const
