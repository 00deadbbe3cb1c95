import { unfreezeMember } from '../../../actions/powers/unfreeze-member.ts'
import { changesFreeze } from './changes-freeze.ts'
import { route } from './deps.ts'

export const unfreezeMemberRoute = route({
  operation: 'unfreezeMember',
  method: 'post',
  path: '/v1/members/{memberId}/unfreeze',
  summary: 'Free the account of a member',
  description: "Lifts a freeze of the operator on the ledger within seconds; a freeze of the member's own stays.",
  ...changesFreeze,
  handle: async ({ deps, params: { memberId } }) => {
    const { address: account } = await unfreezeMember(deps, memberId)
    return { memberId, account }
  },
})
