import { drawOwnCard } from '../../../actions/members/draw-own-card.ts'
import { route } from './deps.ts'
import { CardNumberResponse } from '../../schemas/members/me.ts'

export const drawOwnCardRoute = route({
  operation: 'drawOwnCard',
  method: 'post',
  path: '/v1/me/card',
  summary: 'Get a card number',
  description: 'For a member without one. It is shown this once: only a hash of it is kept.',
  caller: 'member',
  status: 201,
  response: CardNumberResponse,
  refuses: ['identifier_taken'],
  handle: async ({ deps, caller: { memberId } }) => drawOwnCard(deps, memberId),
})
