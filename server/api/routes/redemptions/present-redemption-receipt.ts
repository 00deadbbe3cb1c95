import type { z } from 'zod'

import type { RedemptionReceiptView } from '../../../actions/redemptions/redemption-receipt.ts'
import type { LoggedOfOrder } from '../../../database/redemption-events.ts'
import { rewardCommitmentText } from '../../../domain/redemption-order.ts'
import type { RedemptionReceiptResponse } from '../../schemas/redemptions/redemption-receipts.ts'

const HOW_TO_CHECK = [
  'order.reward = keccak256 of the UTF-8 text rewardText, which has the reward (or "basket"), the reference and the salt in it.',
  'orderHash = the EIP-712 struct hash of Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline).',
  'memberSignature is of order.member over the EIP-712 digest in the domain ("Entente Redemption", "1", chainId, contract): 64 or 65 bytes of a plain key; x, y and a WebAuthn assertion of a passkey; else ERC-1271.',
  'The same partnerId, member, points, reward and nonce are in a PointsRedeemed event of `contract` in burned.transactionHash, and a Transfer of the ledger from the member to the zero address.',
  'Each of `restored` is a PointsRestored event of `contract` with orderHash, in its own transaction. Together they are at most order.points.',
]

const presentLogged = ({ points, blockNumber, blockHash, transactionHash, includedAt }: LoggedOfOrder) => ({
  points: String(points),
  blockNumber: String(blockNumber),
  blockHash,
  transactionHash,
  includedAt: includedAt.toISOString(),
})

function rewardTextOf(partnerId: number, { rewardId, reference, salt }: RedemptionReceiptView['given']): string | null {
  if (reference === null || salt === null) return null
  return rewardCommitmentText({ partnerId, rewardId, reference, salt })
}

/** The receipt of a redemption, with all that is needed to check it against the chain. */
export function presentRedemptionReceipt(
  { redemptionId, order, orderHash, memberSignature, given, burned, restored }: RedemptionReceiptView,
  contract: string,
): z.input<typeof RedemptionReceiptResponse> {
  return {
    kind: 'redemption',
    redemptionId,
    order: {
      partnerId: order.partnerId,
      member: order.member,
      points: String(order.points),
      reward: order.reward,
      nonce: String(order.nonce),
      deadline: String(order.deadline.getTime() / 1_000),
    },
    orderHash,
    memberSignature,
    given: { ...given, rewardText: rewardTextOf(order.partnerId, given) },
    burned: presentLogged(burned),
    restored: restored.map(presentLogged),
    contract,
    howToCheck: HOW_TO_CHECK,
  }
}
