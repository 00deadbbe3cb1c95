import { ORDER_FIELDS } from '../../../domain/redemption-order.ts'
import {
  ACCOUNT,
  BLOCK_HASH,
  CONTRACTS,
  DEADLINE,
  DIGEST,
  EXPIRES_AT,
  MEMBER_ID,
  PARTNER_ID,
  PARTNER_NAME,
  SALT,
  TRANSACTION_HASH,
  typedData,
} from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'
import { CARD } from '../members/examples.ts'
import { CLAIM, REWARD_ID } from '../rewards/examples.ts'

const REDEMPTION_ID = '0199ab30-11aa-7e6b-8c55-0d7b1e2f3a44'
const REFERENCE = 'P1-2026-000077'
const PIN_CONSENT = { kind: 'pin', pin: '2580' } as const
const HOLD_ENDS_AT = '2026-11-23T10:25:00.000Z'

const ORDER = {
  typedData: typedData('Redemption', 'Redemption', {
    fields: ORDER_FIELDS,
    message: {
      partnerId: String(PARTNER_ID),
      member: ACCOUNT,
      points: '500',
      reward: `0x${'00'.repeat(32)}`,
      nonce: '3',
      deadline: DEADLINE,
    },
  }),
  digest: DIGEST,
  passkeys: null,
}

const HELD = {
  redemptionId: REDEMPTION_ID,
  reference: REFERENCE,
  partnerId: PARTNER_ID,
  memberId: MEMBER_ID,
  state: 'held',
  points: '500',
  rewardId: null,
  valueMinor: '500',
  currency: 'GBP',
  orderHash: null,
  nonce: null,
  deadline: '2026-11-24T10:20:00.000Z',
  expiresAt: HOLD_ENDS_AT,
  heldAt: '2026-11-23T10:20:00.000Z',
  consentKind: null,
  consentedAt: null,
  consentKinds: ['pin'],
  capturedAt: null,
  gaveWayAt: null,
  voidedAt: null,
  voidedBy: null,
  refusedReason: null,
  pointsRestored: '0',
  transactionHash: null,
  claimId: null,
  locationId: 'store-12',
  metadata: {},
}

const CONSENTED = {
  ...HELD,
  state: 'consented',
  orderHash: DIGEST,
  nonce: 3,
  consentKind: 'pin',
  consentedAt: '2026-11-23T10:20:20.000Z',
}
const CAPTURED = { ...CONSENTED, state: 'captured', capturedAt: '2026-11-23T10:20:24.000Z' }
const BURNED = { ...CAPTURED, state: 'confirmed', transactionHash: TRANSACTION_HASH }
const VOIDED = { ...HELD, state: 'voided', voidedAt: '2026-11-23T10:21:00.000Z' }

const APPROVAL = {
  redemptionId: REDEMPTION_ID,
  partnerName: PARTNER_NAME,
  points: '500',
  valueMinor: '500',
  currency: 'GBP',
  rewardTitle: null,
  state: 'held',
  expiresAt: HOLD_ENDS_AT,
  memberKind: 'card',
  memberAddress: ACCOUNT,
  ...ORDER,
}

const RESTORATION = {
  restorationId: '0199ac02-77d1-7a90-b2c3-d4e5f6071829',
  redemptionId: REDEMPTION_ID,
  reference: 'X1-2026-000005',
  points: '200',
  state: 'requested',
  failedReason: null,
  transactionHash: null,
  recordedAt: '2026-11-23T17:05:00.000Z',
}

const RECEIPT = {
  kind: 'redemption' as const,
  redemptionId: REDEMPTION_ID,
  order: {
    partnerId: PARTNER_ID,
    member: ACCOUNT,
    points: '500',
    reward: DIGEST,
    nonce: '3',
    deadline: DEADLINE,
  },
  orderHash: DIGEST,
  memberSignature: `0x${'5a'.repeat(65)}`,
  given: {
    rewardId: null,
    reference: REFERENCE,
    salt: SALT,
    rewardText: `Entente reward, version 1\n${PARTNER_ID}\nbasket\n${REFERENCE}\n${SALT}`,
  },
  burned: {
    points: '500',
    blockNumber: '9034',
    blockHash: BLOCK_HASH,
    transactionHash: TRANSACTION_HASH,
    includedAt: '2026-11-23T10:20:30.000Z',
  },
  restored: [],
  contract: CONTRACTS.redemption,
  howToCheck: ['order.reward = keccak256 of the UTF-8 text rewardText ...'],
}

export const redemptionsExamples: OperationExamples = {
  quoteRedemption: {
    body: { member: CARD, points: '500', basketMinor: '1999' },
    answer: {
      memberId: MEMBER_ID,
      pointsConfirmed: '965',
      pointsHeld: '0',
      pointsAvailable: '965',
      points: '500',
      rewardId: null,
      valueMinor: '500',
      currency: 'GBP',
      isAllowed: true,
      redeemRate: { redeemRateId: '01900000-0000-7000-8000-0000000000d1', points: '1', minor: '1' },
      reason: null,
      consentKinds: ['pin'],
      nextExpiry: { points: '320', expiresAt: EXPIRES_AT },
    },
  },
  holdPoints: {
    body: { reference: REFERENCE, member: CARD, points: '500', basketMinor: '1999' },
    answer: {
      ...HELD,
      approvalUrl: `https://points.example.com/wallet/approve/${REDEMPTION_ID}#q7Wd2xN4c9Lk5mPz8RtVbA`,
    },
  },
  listRedemptions: { answer: { data: [CONSENTED], nextCursor: null } },
  readRedemption: { answer: BURNED },
  readRedemptionReceipt: { answer: RECEIPT },
  readOwnRedemptionReceipt: { answer: RECEIPT },
  consentToRedemption: { body: PIN_CONSENT, answer: CONSENTED },
  captureRedemption: { answer: CAPTURED },
  voidRedemption: { answer: { ...VOIDED, voidedBy: 'partner' } },
  restoreRedemption: { body: { reference: RESTORATION.reference, points: '200' }, answer: RESTORATION },
  readRestoration: { answer: { ...RESTORATION, state: 'done', transactionHash: TRANSACTION_HASH } },
  readApproval: { answer: APPROVAL },
  consentByApproval: { body: PIN_CONSENT, answer: { ...APPROVAL, state: 'consented' } },
  declineByApproval: { answer: { ...APPROVAL, state: 'voided' } },
  listOwnApprovals: { answer: { data: [APPROVAL], nextCursor: null } },
  consentAsMember: { body: PIN_CONSENT, answer: CONSENTED },
  declineAsMember: { answer: { ...VOIDED, voidedBy: 'member' } },
  claimReward: {
    body: { rewardId: REWARD_ID },
    answer: {
      redemption: {
        redemptionId: REDEMPTION_ID,
        partnerId: PARTNER_ID,
        rewardId: REWARD_ID,
        points: '500',
        state: 'held',
        expiresAt: HOLD_ENDS_AT,
        consentKinds: ['pin'],
      },
      ...ORDER,
    },
  },
  cancelClaim: { answer: { ...CLAIM, state: 'cancelled', cancelledAt: '2026-11-24T15:10:00.000Z' } },
}
