/** What the routes that give a partner the next version of its terms have in common. */
export const setsTerms = {
  caller: 'operator',
  operatorScopes: ['operator:terms'],
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  refuses: ['partner_unknown', 'amount_out_of_range', 'valid_from_in_past'],
} as const

/** What the routes that list the versions of terms have in common. */
export const listsTerms = {
  description:
    'All versions in all currencies, newest first. Of a currency, the one with the latest `validFrom` that has come counts.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  refuses: ['partner_unknown'],
} as const
