import { enrolMember } from '../../../actions/members/enrol-member.ts'
import { proveWallet } from '../../../actions/members/prove-wallet.ts'
import { Rejection } from '../../../domain/rejection.ts'
import { Answer } from '../../route.ts'
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
  refuses: ['identifier_taken', 'identifier_malformed', 'wallet_taken', 'wallet_proof_invalid', 'account_moving'],
  handle: async ({ deps, caller: { partnerId }, body, mark }) => {
    const wallet = body.kind === 'wallet' ? await proveWallet(deps, body.proof) : null
    const keyed = mark === null ? null : { ...mark, partnerId }
    const asked = { identifiers: body.identifiers, enrolledBy: partnerId }
    const isGivenCard = wallet === null && keyed === null && asked.identifiers.some(({ kind }) => kind === 'card')
    // Tills that hand out cards in the same moment share a transaction.
    const enrolled = isGivenCard
      ? await deps.cardIntake.submit({ items: [asked], keyed: null })
      : await enrolMember(deps, { ...asked, wallet, keyed })
    if (enrolled instanceof Rejection) throw enrolled
    const { member, cardNumber, replayed } = enrolled
    const { id: memberId, kind, address, createdAt } = member
    const answer = EnrolledMemberResponse.parse({
      memberId,
      kind,
      address,
      cardNumber,
      enrolledAt: createdAt.toISOString(),
    })
    return new Answer(replayed ? 200 : 201, answer, replayed)
  },
})
