import { PauseBody, PowerResponse } from '../../schemas/powers/powers.ts'

/** What pausing a power and letting it go on have in common. */
export const changesPause = {
  caller: 'operator',
  operatorScopes: ['operator:powers'],
  repeatable: true,
  once: 'answer_kept',
  status: 202,
  body: PauseBody,
  response: PowerResponse,
} as const
