import { freezeMember } from '../../../actions/powers/freeze-member.ts'
import { changesFreeze } from './changes-freeze.ts'
import { route } from './deps.ts'

export const freezeMemberRoute = route({
  operation: 'freezeMember',
  method: 'post',
  path: '/v1/members/{memberId}/freeze',
  summary: 'Freeze the account of a member',
  description:
    'On the ledger within seconds: nothing is spent or moved from it. The member sees it (`frozenBy.operator`). Points still come in, and expire.',
  ...changesFreeze,
  handle: async ({ deps, params: { memberId } }) => {
    const { address: account } = await freezeMember(deps, memberId)
    return { memberId, account }
  },
})
