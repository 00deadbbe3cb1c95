import { ACCOUNT, ENROLLED_AT, EXPIRES_AT, MEMBER_ID } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

/** How a till names the member of the examples. */
export const CARD = { kind: 'card', value: '9000000000000019' } as const

const EMAIL = { kind: 'email', value: 'ada@example.com' } as const
const CODE = '40718265'
const CODE_SENT = { expiresAt: '2026-11-23T10:25:00.000Z' }

const IDENTIFIERS = [
  { kind: 'card', hint: '0019', isProven: true },
  { kind: 'email', hint: 'a…@e', isProven: true },
]
const [OWN_CARD, OWN_EMAIL] = IDENTIFIERS

const NEXT_EXPIRY = { points: '320', expiresAt: EXPIRES_AT }

/** A member as a till sees them. */
export const MEMBER = {
  memberId: MEMBER_ID,
  kind: 'card',
  address: ACCOUNT,
  identifiers: IDENTIFIERS,
  isProven: true,
  isPresent: true,
  visit: {
    value: `EV1.${MEMBER_ID}.1.1795429860.${'7f'.repeat(16)}`,
    expiresAt: '2026-11-23T10:31:00.000Z',
  },
  enrolledAt: ENROLLED_AT,
  pointsPending: '19',
  pointsConfirmed: '965',
  pointsFinal: '940',
  pointsAvailable: '965',
  nextExpiry: NEXT_EXPIRY,
  move: null,
}

/** The same member, whose card was not shown. */
export const ABSENT_MEMBER = {
  ...MEMBER,
  isPresent: false,
  visit: null,
  pointsPending: null,
  pointsConfirmed: null,
  pointsFinal: null,
  pointsAvailable: null,
  nextExpiry: null,
}

/** The signed-in member, as several operations answer. */
export const ME = {
  memberId: MEMBER_ID,
  kind: 'card',
  address: ACCOUNT,
  enrolledAt: ENROLLED_AT,
  pointsPending: '19',
  pointsConfirmed: '965',
  pointsFinal: '940',
  pointsHeld: '0',
  pointsAvailable: '965',
  lots: [NEXT_EXPIRY, { points: '645', expiresAt: '2029-02-21T00:00:00.000Z' }],
  nextExpiry: NEXT_EXPIRY,
  isFrozen: false,
  frozenBy: { member: false, operator: false },
  frozenOnLedger: false,
  hasCard: true,
  hasPin: true,
  identifiers: [
    { ...OWN_CARD, isContact: false },
    { ...OWN_EMAIL, isContact: true },
  ],
  recovery: null,
  move: null,
  passkeys: [],
}

export const membersExamples: OperationExamples = {
  enrolMember: {
    body: { kind: 'card', identifiers: [EMAIL] },
    answer: {
      memberId: MEMBER_ID,
      kind: 'card',
      address: ACCOUNT,
      cardNumber: CARD.value,
      enrolledAt: ENROLLED_AT,
    },
  },
  findMember: { body: CARD, answer: MEMBER },
  readMember: { answer: ABSENT_MEMBER },
  startIdentifierProofAtTill: { body: { member: CARD, identifier: EMAIL }, answer: CODE_SENT },
  proveIdentifierAtTill: { body: { member: CARD, identifier: EMAIL, code: CODE, notices: true }, answer: MEMBER },
  readVisitor: { answer: { me: ME } },
  readMe: { answer: ME },
  readOwnData: {
    answer: {
      data: [
        {
          section: 'identifiers',
          values: {
            kind: 'email',
            partnerId: 0,
            memberId: MEMBER_ID,
            hint: 'a…@e',
            createdAt: '2026-11-20T09:00:00.000Z',
            provenAt: '2026-11-20T09:01:00.000Z',
            endedAt: null,
            contact: 'ada@example.com',
          },
        },
      ],
      nextCursor: null,
    },
  },
  drawOwnCard: { answer: { cardNumber: CARD.value } },
  readCardCode: {
    answer: {
      code: `EN1.${MEMBER_ID}.1795428960.${'3c'.repeat(16)}`,
      expiresAt: '2026-11-23T10:16:00.000Z',
    },
  },
  startIdentifierProof: { body: { identifier: EMAIL }, answer: CODE_SENT },
  proveIdentifier: { body: { identifier: EMAIL, code: CODE, notices: true }, answer: ME },
}
