import { BRAND, PARTNER_ID, PARTNER_NAME, PASSKEY_ASSERTION, PASSKEY_REGISTRATION } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const PERSON = {
  personId: '0199b2c4-11aa-7f03-9c5d-6e1a2b3c4d5e',
  email: 'marie@harbourbooks.example',
  name: 'Marie Durand',
  role: 'finance',
  state: 'active',
  invitedAt: '2026-11-20T08:00:00.000Z',
  joinedAt: '2026-11-20T09:12:00.000Z',
}
const INVITED = { ...PERSON, state: 'invited', joinedAt: null }
const OWN = {
  ...PERSON,
  scopes: ['ledger:read', 'audit:read'],
  partner: { partnerId: PARTNER_ID, name: PARTNER_NAME, currency: 'GBP', timeZone: 'Europe/London', brand: BRAND },
}
const SESSION = {
  sessionId: '0199b2c5-7d20-7b11-8f3e-0a9b8c7d6e5f',
  isCurrent: true,
  signedInAt: '2026-11-23T09:00:00.000Z',
  lastUsedAt: '2026-11-23T10:15:00.000Z',
  expiresAt: '2026-11-23T21:00:00.000Z',
}
const PASSKEYS = {
  data: [
    {
      passkeyId: PASSKEY_REGISTRATION.id,
      addedAt: '2026-11-20T09:15:00.000Z',
      lastUsedAt: '2026-11-23T09:00:00.000Z',
    },
  ],
  nextCursor: null,
}
const { email, name, role } = PERSON
const INVITATION = { email, name, role }

export const peopleExamples: OperationExamples = {
  startPersonCode: { body: { email }, answer: { expiresAt: '2026-11-23T10:25:00.000Z' } },
  signInPerson: { body: { email, code: '40718265' }, answer: OWN },
  signInPersonPasskey: { body: { assertion: PASSKEY_ASSERTION }, answer: OWN },
  addPersonPasskey: { body: { registration: PASSKEY_REGISTRATION }, answer: PASSKEYS },
  listPersonPasskeys: { answer: PASSKEYS },
  removePersonPasskey: {},
  readOwnPerson: { answer: OWN },
  listPersonSessions: { answer: { data: [SESSION], nextCursor: null } },
  endPersonSession: {},
  signOutPerson: {},
  invitePerson: { body: INVITATION, answer: INVITED },
  listPeople: { answer: { data: [PERSON], nextCursor: null } },
  changePerson: { body: { role }, answer: PERSON },
  removePerson: {},
  invitePartnerPerson: { body: INVITATION, answer: INVITED },
  listPartnerPeople: { answer: { data: [PERSON], nextCursor: null } },
  removePartnerPerson: {},
}
