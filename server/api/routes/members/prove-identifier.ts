import { proveIdentifier } from '../../../actions/members/prove-identifier.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { route } from './deps.ts'
import { presentMe } from './present-me.ts'
import { ProveIdentifierBody } from '../../schemas/members/identifiers.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const proveIdentifierRoute = route({
  operation: 'proveIdentifier',
  method: 'post',
  path: '/v1/me/identifiers/proof',
  summary: 'Prove that an e-mail address or phone is yours',
  description:
    'From then on it leads to your account, also at partners that had written it down for another one. Points that were collected there stay where they are, with the card of that account.',
  caller: 'member',
  body: ProveIdentifierBody,
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: ['identifier_malformed', 'code_wrong', 'identifiers_too_many'],
  handle: async ({ deps, caller: { memberId }, body: { identifier, code, notices: wantsNotices } }) => {
    await proveIdentifier(deps, { memberId, identifier, code, wantsNotices })
    return presentMe(await readMe(deps, memberId))
  },
})
