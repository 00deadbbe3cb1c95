import { pausePower } from '../../../actions/powers/pause-power.ts'
import { changesPause } from './changes-pause.ts'
import { route } from './deps.ts'
import { presentPower } from './present-power.ts'

export const pausePowerRoute = route({
  operation: 'pausePower',
  method: 'post',
  path: '/v1/powers/{power}/pause',
  summary: 'Pause a power of the whole ledger',
  description:
    'Here at once, and on the ledger within seconds. `issuing`: purchases and returns are still accepted, and wait. `redeeming`: ' +
    'nothing can be held any more (`redeeming_paused`); what was captured, what is to be given back and moves of accounts wait. All of it goes on by itself. Asking again changes nothing.',
  ...changesPause,
  handle: async ({ deps, caller: { keyId: askedBy }, params: { power }, body: { reason } }) =>
    presentPower(await pausePower(deps, { power, reason, askedBy })),
})
