import { MemberFreezeResponse } from '../../schemas/powers/powers.ts'

/** What freezing a member's account and freeing it have in common. */
export const changesFreeze = {
  caller: 'operator',
  operatorScopes: ['operator:powers'],
  repeatable: true,
  once: 'answer_kept',
  status: 202,
  response: MemberFreezeResponse,
  refuses: ['member_unknown'],
} as const
