import { MEMBER_ID, PASSKEY_REGISTRATION } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'
import { CARD, ME } from '../members/examples.ts'

const PIN = '2580'
const PIN_SET = { memberId: MEMBER_ID, setAt: '2026-11-20T09:32:10.000Z' }
const CHALLENGE_ENDS_AT = '2026-11-23T10:25:00.000Z'

export const signInExamples: OperationExamples = {
  startWalletChallenge: {
    answer: {
      nonce: '4f6e1c2ab9d84e7f90a1b2c3d4e5f607',
      domain: 'points.example.com',
      uri: 'https://points.example.com',
      chainId: 31_337,
      statement: 'I want to collect points at this address.',
      expiresAt: CHALLENGE_ENDS_AT,
    },
  },
  startPasskeyChallenge: {
    answer: {
      challenge: 'T24gcG9pbnRzIGFuZCBwYXNza2V5cw',
      rpId: 'points.example.com',
      rpName: 'Entente',
      expiresAt: CHALLENGE_ENDS_AT,
    },
  },
  enrolPasskey: {
    body: {
      registration: PASSKEY_REGISTRATION,
    },
    answer: { ...ME, kind: 'passkey', hasCard: false, hasPin: false, identifiers: [] },
  },
  signIn: { body: { kind: 'card', cardNumber: CARD.value, pin: PIN }, answer: ME },
  signOut: {},
  listOwnSessions: {
    answer: {
      data: [
        {
          sessionId: '0198c5b2-6d1e-7c4f-9a3b-2f5e8d7c6b1a',
          kind: 'card',
          isCurrent: true,
          signedInAt: '2026-11-20T09:30:00.000Z',
          lastUsedAt: '2026-11-20T09:32:10.000Z',
          expiresAt: '2026-12-20T09:30:00.000Z',
        },
      ],
      nextCursor: null,
    },
  },
  endOwnSession: {},
  endOtherSessions: {},
  setOwnPin: { body: { pin: PIN, currentPin: '1379' }, answer: PIN_SET },
  setPin: { body: { pin: PIN, resetCode: '7K2M-9QXA-41TF' }, answer: PIN_SET },
  resetPin: {
    answer: { memberId: MEMBER_ID, resetCode: '7K2M-9QXA-41TF', expiresAt: '2026-11-30T10:15:00.000Z' },
  },
}
