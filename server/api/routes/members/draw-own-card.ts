import { drawOwnCard } from '../../../actions/members/draw-own-card.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'
import { CardNumberResponse } from '../../schemas/members/me.ts'

export const drawOwnCardRoute = route({
  operation: 'drawOwnCard',
  method: 'post',
  path: '/v1/me/card',
  summary: 'Get a card number',
  description: 'For a member without one. It is shown this once: only a hash of it is kept.',
  caller: 'member',
  repeatable: true,
  status: 201,
  response: CardNumberResponse,
  refuses: ['identifier_taken', 'answer_not_kept'],
  handle: async ({ deps, caller: { memberId }, mark }) => {
    const { cardNumber, replayed } = await drawOwnCard(deps, memberId, mark)
    return new Answer(replayed ? 200 : 201, { cardNumber }, replayed)
  },
})
