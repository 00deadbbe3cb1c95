import { enrolMember } from '../../../actions/members/enrol-member.ts'
import { Answer } from '../../route.ts'
import { presentEnrolled } from './present-member.ts'
import { route } from './deps.ts'
import { EnrolledMemberResponse, EnrolMemberBody } from '../../schemas/members/members.ts'

export const enrolMemberRoute = route({
  operation: 'enrolMember',
  method: 'post',
  path: '/v1/members',
  summary: 'Enrol a member',
  description:
    'A card member gets a hosted address, and a card number unless one is given. A wallet member proves an address of their own with Sign-In with Ethereum.',
  caller: 'partner',
  scope: 'members:write',
  body: EnrolMemberBody,
  repeatable: true,
  status: 201,
  response: EnrolledMemberResponse,
  refuses: [
    'identifier_taken',
    'identifier_malformed',
    'wallet_taken',
    'wallet_proof_invalid',
    'account_moving',
    'budget_used_up',
  ],
  handle: async ({ deps, caller: { partnerId }, body, mark }) => {
    const proof = body.kind === 'wallet' ? body.proof : null
    const enrolled = await enrolMember(deps, {
      identifiers: body.identifiers,
      enrolledBy: partnerId,
      proof,
      keyed: mark,
    })
    const { replayed } = enrolled
    return new Answer(replayed ? 200 : 201, EnrolledMemberResponse.parse(presentEnrolled(enrolled)), replayed)
  },
})
