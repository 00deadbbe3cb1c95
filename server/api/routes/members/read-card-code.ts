import { readCardCode } from '../../../actions/members/read-card-code.ts'
import { route } from './deps.ts'
import { CardCodeResponse } from '../../schemas/members/me.ts'

export const readCardCodeRoute = route({
  operation: 'readCardCode',
  method: 'get',
  path: '/v1/me/card-code',
  summary: 'Read the code that your card shows now',
  description: 'For the QR code; good for a minute. A till sends it as a member reference of the kind `card_code`.',
  caller: 'member',
  response: CardCodeResponse,
  handle: ({ deps, caller: { memberId } }) => {
    const { code, expiresAt } = readCardCode(deps, memberId)
    return Promise.resolve({ code, expiresAt: expiresAt.toISOString() })
  },
})
