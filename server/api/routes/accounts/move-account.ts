import type { z } from 'zod'

import { moveAccount, type MoveTarget } from '../../../actions/accounts/move-account.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { MoveBody } from '../../schemas/accounts/account-orders.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const moveAccountRoute = route({
  operation: 'moveAccount',
  method: 'post',
  path: '/v1/me/move',
  summary: 'Move the account to a new key',
  description:
    'Both keys have signed. The move of a card account is asked for with the PIN, waits until `readyAt`, and can be refused until then from any session and any till. Once the ledger has it for good, only the new key signs in: every session of before ends.',
  caller: 'member',
  body: MoveBody,
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: [
    'account_used',
    'account_moving',
    'account_closed',
    'points_reserved',
    'stronger_proof_needed',
    'account_signature_invalid',
    'passkey_invalid',
    'passkey_taken',
    'pin_unset',
    'pin_wrong',
    'pin_locked',
    'budget_used_up',
  ],
  handle: async ({ deps, caller: { memberId }, body, device, networkAddress }) => {
    const { toAccount, deadline, pin = null, fromSignature: signature = null, fromAssertion: assertion = null } = body
    const from = { pin, device, signature, assertion }
    await moveAccount(deps, { memberId, networkAddress }, { toAccount, deadline, target: targetOf(body), from })
    return presentMe(await readMe(deps, memberId))
  },
})

function targetOf(body: z.output<typeof MoveBody>): MoveTarget {
  if (body.toKind === 'wallet') return { kind: 'wallet', signature: body.toSignature }
  return { kind: 'passkey', registration: body.toRegistration, assertion: body.toAssertion }
}
