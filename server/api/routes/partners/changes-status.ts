import { PartnerStatusResponse } from '../../schemas/partners/partners.ts'

/** What suspending a partner and resuming it have in common. */
export const changesStatus = {
  caller: 'operator',
  operatorScopes: ['operator:partners'],
  repeatable: true,
  once: 'answer_kept',
  response: PartnerStatusResponse,
  refuses: ['partner_unknown', 'partner_left'],
} as const
