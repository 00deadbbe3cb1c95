import { makeCardCode } from '../../../actions/members/card-code.ts'
import { route } from '../../route.ts'
import { CardCodeResponse } from '../../schemas/members/me.ts'

export const readCardCodeRoute = route({
  operation: 'readCardCode',
  method: 'get',
  path: '/v1/me/card-code',
  summary: 'Read the code that your card shows now',
  description: 'For the QR code; good for a minute. A till sends it as a member reference of the kind `card_code`.',
  caller: 'member',
  status: 200,
  response: CardCodeResponse,
  refuses: [],
  handle: ({ deps: { hashIdentifier, clock }, caller: { memberId } }) => {
    const { code, expiresAt } = makeCardCode(hashIdentifier, { memberId, now: clock.now() })
    return Promise.resolve({ code, expiresAt: expiresAt.toISOString() })
  },
})
