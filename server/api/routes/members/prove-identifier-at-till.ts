import { findMember } from '../../../actions/members/find-member.ts'
import { proveIdentifierAtTill } from '../../../actions/members/prove-identifier-at-till.ts'
import { route } from './deps.ts'
import { presentMember } from './present-member.ts'
import { ProveIdentifierAtTillBody } from '../../schemas/members/identifiers.ts'
import { MemberResponse } from '../../schemas/members/members.ts'

export const proveIdentifierAtTillRoute = route({
  operation: 'proveIdentifierAtTill',
  method: 'post',
  path: '/v1/members/identifiers/proof',
  summary: 'Prove the e-mail address or phone of a customer',
  description: 'With the card that is shown, and the code that the customer reads out.',
  caller: 'partner',
  scope: 'members:write',
  body: ProveIdentifierAtTillBody,
  repeatable: true,
  once: 'answer_kept',
  response: MemberResponse,
  refuses: ['member_unknown', 'identifier_malformed', 'code_wrong', 'identifiers_too_many'],
  handle: async ({ deps, caller: { partnerId }, body }) => {
    const { member: reference, identifier, code, notices: wantsNotices } = body
    await proveIdentifierAtTill(deps, { partnerId, reference, identifier, code, wantsNotices })
    return presentMember(await findMember(deps, { partnerId, reference }))
  },
})
