import type { Hex } from 'viem'

import type { Event } from '../contracts.ts'
import { epochAt } from '../replay/lots.ts'
import type { Scene } from '../replay/replay.ts'
import { judgeMember } from '../signatures/judge-signature.ts'
import { digestOf } from '../signatures/typed-data.ts'
import type { SpendOrder } from './redemption-calls.ts'

const NONCE_MAX = 1_048_575n

/** The contract's `Refusal`s by number, as people say them. */
const REASONS = [
  'nothing',
  'an unusable nonce',
  'a freeze',
  'a closed account',
  'too few points',
  'a passed deadline',
  'an invalid signature',
  'no points',
]

/**
 * Whether an order was refused for a reason that held. The ledger is as after the whole list; what is looked at (nonces rise, balances
 * fall) can only make a wrong reason look better, never a right one worse.
 */
export async function judgeRefusal(
  { order, signature }: { order: SpendOrder; signature: Hex },
  event: Event,
  scene: Scene,
): Promise<void> {
  const reason = Number(event.args['reason'])
  if (await mayHold(reason, { order, signature }, event, scene)) return
  scene.collector.add(
    'refusal_unfounded',
    scene.place,
    `The order of ${order.member} with nonce ${order.nonce} was refused for ${REASONS[reason] ?? reason}, which did not hold.`,
  )
}

async function mayHold(
  reason: number,
  { order, signature }: { order: SpendOrder; signature: Hex },
  event: Event,
  { ledger, coalition, header }: Scene,
): Promise<boolean> {
  const { member, nonce, points, deadline } = order
  const account = ledger.accountOf(member)
  switch (reason) {
    case 1:
      return nonce <= BigInt(account.nonce) || nonce > NONCE_MAX
    case 2:
      return account.frozenByMember || account.frozenByOperator
    case 3:
      return ledger.holderOf(member) !== member
    case 4:
      return ledger.balanceOf(member, epochAt(header.timestamp, coalition)) < points
    case 5:
      return deadline < BigInt(header.timestamp)
    case 6: {
      const domain = { of: 'redemption', chainId: coalition.chainId, contract: event.contract.address } as const
      const digest = digestOf(domain, 'Redemption', { ...order })
      // What a contract wallet said then, only the transaction saw.
      return (await judgeMember(async () => 'refused', member, { digest, signature, block: header.number })) !== 'valid'
    }
    case 7:
      return points === 0n
    default:
      return false
  }
}
