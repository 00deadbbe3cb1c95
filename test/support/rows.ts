import { randomBytes, randomUUID } from 'node:crypto'
import type { NewRow, TableName } from '../../server/database/engine/tables.ts'

/** Builds a row: `aRow('purchase').with('amountMinor', 1999n).build()`. State only what the test is about. */
export interface RowBuilder<T extends TableName> {
  with<C extends keyof NewRow<T>>(column: C, value: NewRow<T>[C]): RowBuilder<T>
  build(): NewRow<T>
}

function builder<T extends TableName>(row: NewRow<T>): RowBuilder<T> {
  return {
    with: (column, value) => builder({ ...row, [column]: value }),
    build: () => ({ ...row }),
  }
}

const hex = (bytes: number) => `0x${randomBytes(bytes).toString('hex')}`
const digest = () => randomBytes(32).toString('hex')
const MORNING = new Date('2026-03-02T09:00:00.000Z')

export const aPartner = (id = 1): RowBuilder<'partner'> =>
  builder({
    id,
    name: `Partner ${id}`,
    currency: 'GBP',
    status: 'active',
    returnPolicy: 'within_balance',
    issuerKind: 'external',
    issuerAddress: hex(20),
    issuerKeystore: null,
    nextEntryNumber: 1n,
    logoId: null,
    logoSmallId: null,
    colour: null,
    textColour: null,
    timeZone: null,
    country: null,
    createdAt: MORNING,
  })

/** A rate of a penny a point. */
export const aRedeemRate = (): NewRow<'redeem_rate'> => ({
  id: randomUUID(),
  partnerId: 1,
  version: 1,
  currency: 'GBP',
  points: 1n,
  minor: 1n,
  validFrom: MORNING,
  createdAt: MORNING,
})

export const anApiKey = (): RowBuilder<'api_key'> =>
  builder({
    id: randomUUID(),
    partnerId: 1,
    label: 'till 1',
    secretHash: digest(),
    scopes: ['purchases:write', 'returns:write'],
    issuedBy: null,
    holder: null,
    createdAt: MORNING,
    expiresAt: null,
    revokedAt: null,
  })

export const aMember = (derivationIndex = 0): RowBuilder<'member'> =>
  builder({
    id: randomUUID(),
    kind: 'card',
    address: hex(20),
    derivationIndex,
    enrolledBy: 1,
    createdAt: MORNING,
    frozenAt: null,
    erasedAt: null,
  })

export const anIdentifier = (memberId: string): RowBuilder<'member_identifier'> =>
  builder({
    kind: 'card',
    valueHash: digest(),
    partnerId: 0,
    memberId,
    hint: '0001',
    createdAt: MORNING,
    provenAt: null,
    endedAt: null,
    contact: null,
  })

export const aPurchase = (memberId: string = randomUUID()): RowBuilder<'purchase'> =>
  builder({
    id: randomUUID(),
    partnerId: 1,
    memberId,
    orderRef: `order-${randomUUID()}`,
    locationId: null,
    currency: 'GBP',
    amountMinor: 1_999n,
    eligibleMinor: 1_999n,
    points: 19n,
    earningRuleId: randomUUID(),
    occurredAt: MORNING,
    recordedAt: MORNING,
    metadata: {},
    shares: null,
    inputs: null,
    firstOf: null,
  })

export const aReturn = (memberId: string = randomUUID()): RowBuilder<'purchase_return'> =>
  builder({
    id: randomUUID(),
    partnerId: 1,
    memberId,
    returnRef: `return-${randomUUID()}`,
    orderRef: null,
    locationId: null,
    currency: 'GBP',
    amountMinor: 1_999n,
    unmatchedMinor: 0n,
    points: 19n,
    occurredAt: MORNING,
    recordedAt: MORNING,
    metadata: {},
  })

export const anEntry = (memberId: string = randomUUID()): RowBuilder<'outbox_entry'> =>
  builder({
    id: randomUUID(),
    partnerId: 1,
    memberId,
    account: hex(20),
    kind: 'accrual',
    points: 19n,
    sourceId: randomUUID(),
    orderCommitment: hex(32),
    salt: hex(32),
    recordedAt: MORNING,
    batchId: null,
    entryNumber: null,
    explanation: null,
  })

export const aBatch = (): RowBuilder<'batch'> =>
  builder({
    id: randomUUID(),
    partnerId: 1,
    firstEntry: 1n,
    entryCount: 1,
    receiptsRoot: hex(32),
    leafVersion: 2,
    credits: '0x',
    debits: '0x',
    credited: 19n,
    debited: 0n,
    deadline: new Date('2026-03-03T09:00:00Z'),
    batchHash: hex(32),
    signature: null,
    state: 'formed',
    parkedReason: null,
    callId: null,
    createdAt: MORNING,
  })

export const aPostedBatch = (batchHash: string): RowBuilder<'posted_batch'> =>
  builder({
    partnerId: 1,
    firstEntry: 1n,
    entryCount: 1,
    receiptsRoot: hex(32),
    batchHash,
    credited: 19n,
    debited: 0n,
    blockNumber: 90n,
    blockHash: hex(32),
    transactionHash: hex(32),
    logIndex: 9,
    sender: null,
    gasUsed: 60_000n,
    includedAt: MORNING,
    seenAt: MORNING,
  })
