import {
  ACCOUNT,
  DEADLINE,
  DIGEST,
  MEMBER_ID,
  NEW_ACCOUNT,
  PASSKEY_ASSERTION,
  PASSKEY_HINTS,
  PASSKEY_REGISTRATION,
  SIGNATURE,
  typedData,
} from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'
import { ABSENT_MEMBER, ME } from '../members/examples.ts'

const PIN = '2580'
const PASSKEY = { passkeyId: 'Zm9vYmFy', addedAt: '2026-11-23T10:15:00.000Z', confirmsFrom: '2026-11-26T10:15:00.000Z' }
const READY_AT = '2026-11-26T10:15:00.000Z'

const moving = (primaryType: string) =>
  typedData('Accounts', primaryType, {
    fields: [
      { name: 'from', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'deadline', type: 'uint64' },
    ],
    message: { from: ACCOUNT, to: NEW_ACCOUNT, deadline: DEADLINE },
  })

const FREEZING = typedData('Accounts', 'Freeze', {
  fields: [
    { name: 'account', type: 'address' },
    { name: 'frozen', type: 'bool' },
    { name: 'sequence', type: 'uint256' },
    { name: 'deadline', type: 'uint64' },
  ],
  message: { account: ACCOUNT, frozen: true, sequence: '1', deadline: DEADLINE },
})

const REFUSING = typedData('Accounts', 'RecoveryRefusal', {
  fields: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'readyAt', type: 'uint64' },
  ],
  message: { from: ACCOUNT, to: NEW_ACCOUNT, readyAt: '1795688100' },
})

const recovery = (kind: string, state: 'requested' | 'done', readyAt: string | null) => ({
  memberId: MEMBER_ID,
  account: ACCOUNT,
  toAccount: readyAt === null && kind !== 'announce_recovery' ? null : NEW_ACCOUNT,
  readyAt,
  acts: [{ kind, state, failedReason: null, createdAt: '2026-11-23T10:15:00.000Z' }],
})

export const accountsExamples: OperationExamples = {
  readFreezeOrder: {
    answer: { typedData: FREEZING, digest: DIGEST, passkeys: null, sequence: '1', deadline: DEADLINE },
  },
  freezeAccount: {
    body: {},
    answer: { ...ME, isFrozen: true, frozenBy: { member: true, operator: false }, pointsAvailable: '0' },
  },
  unfreezeAccount: { body: { pin: PIN }, answer: ME },
  readMoveOrder: {
    body: { toAccount: NEW_ACCOUNT },
    answer: { typedData: moving('Move'), digest: DIGEST, passkeys: PASSKEY_HINTS, deadline: DEADLINE, readyAt: null },
  },
  moveAccount: {
    body: { toKind: 'wallet', toAccount: NEW_ACCOUNT, deadline: DEADLINE, toSignature: SIGNATURE, pin: PIN },
    answer: { ...ME, move: { toAccount: NEW_ACCOUNT, state: 'waiting', readyAt: READY_AT } },
  },
  readMoveConfirmation: {
    answer: { typedData: moving('Move'), digest: DIGEST, passkeys: PASSKEY_HINTS, deadline: DEADLINE },
  },
  confirmMove: {
    body: { kind: 'passkey', assertion: PASSKEY_ASSERTION },
    answer: { ...ME, move: { toAccount: NEW_ACCOUNT, state: 'requested', readyAt: null } },
  },
  addPasskey: {
    body: { registration: PASSKEY_REGISTRATION, pin: PIN },
    answer: { ...ME, passkeys: [PASSKEY] },
  },
  removePasskey: { answer: ME },
  refuseMove: { answer: { ...ME, move: { toAccount: NEW_ACCOUNT, state: 'refused', readyAt: null } } },
  refuseMoveAtTill: { answer: ABSENT_MEMBER },
  startMoveCode: { body: { kind: 'email' }, answer: { expiresAt: '2026-11-23T10:25:00.000Z' } },
  confirmMoveByCode: {
    body: { kind: 'email', code: '40718265' },
    answer: { ...ME, move: { toAccount: NEW_ACCOUNT, state: 'waiting', readyAt: '2026-11-23T10:16:00.000Z' } },
  },
  readRecoveryRefusal: { answer: { typedData: REFUSING, digest: DIGEST, passkeys: null } },
  refuseRecovery: { body: { pin: PIN }, answer: ME },
  readRecoveryOrder: { answer: { typedData: moving('Recovery'), digest: DIGEST, deadline: DEADLINE } },
  announceRecovery: {
    body: { memberId: MEMBER_ID, toAccount: NEW_ACCOUNT, deadline: DEADLINE, toSignature: SIGNATURE },
    answer: recovery('announce_recovery', 'requested', null),
  },
  readRecovery: { answer: recovery('announce_recovery', 'done', READY_AT) },
  cancelRecovery: { answer: recovery('cancel_recovery', 'requested', READY_AT) },
  readErasure: { answer: { points: '200', open: [], readyAt: null } },
  requestErasure: { body: { points: '200', pin: PIN }, answer: { state: 'waiting', readyAt: READY_AT } },
  refuseErasure: { answer: { points: '200', open: [], readyAt: null } },
  eraseMember: { body: { points: '200' }, answer: { state: 'erased', readyAt: '2026-11-23T10:15:00.000Z' } },
  completeRecovery: { answer: recovery('complete_recovery', 'requested', READY_AT) },
}
