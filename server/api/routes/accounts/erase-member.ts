import { eraseMember } from '../../../actions/accounts/erase-member.ts'
import { ErasedResponse, EraseMemberBody } from '../../schemas/accounts/erasures.ts'
import { route } from './deps.ts'

export const eraseMemberRoute = route({
  operation: 'eraseMember',
  method: 'post',
  path: '/v1/members/{memberId}/erasure',
  summary: 'Erase a member who asked for it by letter',
  description:
    'At once, and for good. Make sure first that it is the member who asks, and tell them how many points they lose. `readyAt` says when it was done.',
  caller: 'operator',
  operatorScopes: ['operator:members'],
  body: EraseMemberBody,
  audit: { keeps: ['points'] },
  fourEyes: { power: 'recovery' },
  repeatable: true,
  once: 'answer_kept',
  response: ErasedResponse,
  refuses: ['member_unknown', 'erasure_blocked', 'erasure_points_differ'],
  handle: async ({ deps, params: { memberId }, body: { points } }) => {
    const erasedAt = await eraseMember(deps, { memberId, points })
    return { state: 'erased' as const, readyAt: erasedAt.toISOString() }
  },
})
