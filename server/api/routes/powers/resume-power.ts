import { resumePower } from '../../../actions/powers/resume-power.ts'
import { changesPause } from './changes-pause.ts'
import { route } from './deps.ts'
import { presentPower } from './present-power.ts'

export const resumePowerRoute = route({
  operation: 'resumePower',
  method: 'post',
  path: '/v1/powers/{power}/resume',
  summary: 'Let a paused power go on',
  description: 'On the ledger within seconds; what waited goes on by itself. Asking again changes nothing.',
  ...changesPause,
  handle: async ({ deps, caller: { keyId: askedBy }, params: { power }, body: { reason } }) =>
    presentPower(await resumePower(deps, { power, reason, askedBy })),
})
