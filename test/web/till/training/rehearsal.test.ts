import { expect } from 'chai'

import { Problem } from '../../../../web/src/api-client/problem.ts'
import {
  captureRedemption,
  consentWithPin,
  enrolCardMember,
  findTillMember,
  holdPoints,
  quotePurchase,
  quoteRedemption,
  readRedemption,
  readTillPartner,
  recordPurchase,
  recordReturn,
  restorePoints,
  setMemberPin,
  voidRedemption,
} from '../../../../web/src/api-client/till.ts'
import { findTillClaim, listTillRewards } from '../../../../web/src/api-client/till-rewards.ts'
import { openRehearsal } from '../../../../web/src/till/training/rehearsal.ts'
import { SAMPLE_MEMBERS, SAMPLE_PARTNER } from '../../../../web/src/till/training/sample-shop.ts'
import { TRAINING_MS_MAX, trainingSince } from '../../../../web/src/till/training/training.ts'

const codeOf = async (asking: Promise<unknown>): Promise<string> => {
  try {
    await asking
    return 'done'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

describe('training', () => {
  const { fetch: realFetch, Request: RealRequest } = globalThis
  let asked: number
  let now: Date
  let line: { key: string; onExchange: () => void; answer: (request: Request) => Promise<Response> }
  const [plenty, few, noPin] = SAMPLE_MEMBERS
  const member = { kind: 'card', value: plenty.cardNumber } as const

  beforeEach(() => {
    asked = 0
    globalThis.fetch = () => {
      asked += 1
      return Promise.reject(new Error('training asked the network'))
    }
    // Node knows no page to whose address a path could belong.
    globalThis.Request = class extends RealRequest {
      constructor(input: string | URL | Request, init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, 'http://till.example') : input, init)
      }
    }
    now = new Date('2026-11-23T10:15:00Z')
    const { answer } = openRehearsal(SAMPLE_PARTNER, () => now)
    line = { key: 'training', onExchange: () => undefined, answer }
  })

  afterEach(() => {
    Object.assign(globalThis, { fetch: realFetch, Request: RealRequest })
    expect(asked).to.equal(0)
  })

  const has = async () => (await findTillMember(line, member)).pointsConfirmed
  const sale = (orderRef: string, amountMinor = '1999') => {
    const occurredAt = now.toISOString()
    return recordPurchase(line, { orderRef, member, currency: 'GBP', amountMinor, occurredAt })
  }

  it('sells, and the same sale again counts once', async () => {
    expect((await readTillPartner(line)).name).to.equal(SAMPLE_PARTNER.name)
    expect((await quotePurchase(line, { currency: 'GBP', amountMinor: '1999' })).points).to.equal('19')
    await sale('T-1')
    await sale('T-1')
    expect(await has()).to.equal('1259')
  })

  it('takes goods back, and refuses what was not bought', async () => {
    await sale('T-1')
    const back = { returnRef: 'R-1', member, currency: 'GBP', occurredAt: now.toISOString() }
    expect((await recordReturn(line, { ...back, orderRef: 'T-1', amountMinor: '999' })).points).to.equal('9')
    expect(await codeOf(recordReturn(line, { ...back, orderRef: 'T-1', amountMinor: '99999' }))).to.equal(
      'return_exceeds_purchase',
    )
    expect(await codeOf(recordReturn(line, { ...back, orderRef: 'T-9', amountMinor: '1' }))).to.equal(
      'purchase_unknown',
    )
    expect(await has()).to.equal('1250')
  })

  it('redeems with the PIN, gives back, and ends a hold by itself', async () => {
    const held = await holdPoints(line, { reference: 'P-1', member, points: '200' })
    expect((await quoteRedemption(line, { member, points: '1041' })).reason).to.equal('points_insufficient')
    expect(await codeOf(captureRedemption(line, held.redemptionId))).to.equal('consent_missing')
    expect(await codeOf(consentWithPin(line, held.redemptionId, '0000'))).to.equal('pin_wrong')
    await consentWithPin(line, held.redemptionId, '2580')
    expect((await captureRedemption(line, held.redemptionId)).state).to.equal('final')
    expect(await has()).to.equal('1040')
    await restorePoints(line, held.redemptionId, { reference: 'W-1', points: '200' })
    expect(await codeOf(restorePoints(line, held.redemptionId, { reference: 'W-2', points: '1' }))).to.equal(
      'restoration_exceeds_redemption',
    )
    expect(await has()).to.equal('1240')
    const second = await holdPoints(line, { reference: 'P-2', member, points: '10' })
    now = new Date(now.getTime() + 301_000)
    expect((await readRedemption(line, second.redemptionId)).state).to.equal('expired')
    const third = await holdPoints(line, { reference: 'P-3', member, points: '10' })
    expect((await voidRedemption(line, third.redemptionId)).state).to.equal('voided')
  })

  it('refuses as the real shop does', async () => {
    const poor = { kind: 'card', value: few.cardNumber } as const
    expect(await codeOf(holdPoints(line, { reference: 'P-1', member: poor, points: '31' }))).to.equal(
      'points_insufficient',
    )
    expect(await codeOf(findTillMember(line, { kind: 'card', value: '9000000000000009' }))).to.equal('member_unknown')
    expect(await codeOf(findTillClaim(line, '7K2M-9QXA-41TF'))).to.equal('claim_unknown')
    const fresh = { kind: 'card', value: noPin.cardNumber } as const
    const held = await holdPoints(line, { reference: 'P-2', member: fresh, points: '10' })
    expect(await codeOf(consentWithPin(line, held.redemptionId, '2580'))).to.equal('pin_unset')
    expect(await codeOf(setMemberPin(line, noPin.memberId, { pin: '1234' }))).to.equal('malformed_request')
    await setMemberPin(line, noPin.memberId, { pin: '2580' })
    expect(await codeOf(consentWithPin(line, held.redemptionId, '2580'))).to.equal('done')
  })

  it('gives out cards, and has rewards', async () => {
    const { cardNumber } = await enrolCardMember(line)
    expect((await findTillMember(line, { kind: 'card', value: cardNumber ?? '' })).pointsConfirmed).to.equal('0')
    expect(await listTillRewards(line, 0)).to.have.length(1)
  })

  it('ends after a day, and when the clock was set back', () => {
    const start = 1_000_000
    expect(trainingSince(String(start), start + TRAINING_MS_MAX - 1)).to.equal(start)
    expect(trainingSince(String(start), start + TRAINING_MS_MAX)).to.equal(null)
    expect(trainingSince(String(start), start - 1)).to.equal(null)
    for (const kept of [null, '', 'yes', '-1e999', '1.5']) expect(trainingSince(kept, start)).to.equal(null)
  })
})
