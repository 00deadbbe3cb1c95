import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import type { Database } from '../../../server/database/engine/client.ts'
import { BUDGET_LIMITS_DEFAULT, type BudgetLimits, restorationsMax } from '../../../server/domain/budgets.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aVirtualPasskey } from '../../support/virtual-passkey.ts'
import { aMember, aPartner, aSession, OWN_ORIGIN, send, type TestPartner } from './support/coalition.ts'
import { aWalletMember } from './support/members.ts'
import { NOW, type RunningApi, startApi } from './support/running-api.ts'
import { aTill, burn, PIN, type Till } from './support/till.ts'
import { aReward, store } from '../../support/reward-rows.ts'

const DAY_MS = 86_400_000
const SECONDS_TO_MIDNIGHT = 12 * 3_600

describe('the budgets of the operator’s gas', function () {
  let db: Database
  let api: RunningApi
  beforeEach(async () => {
    db = await sharedTestDatabase()
  })
  afterEach(() => api.close())

  const open = async (limits: Partial<BudgetLimits>) => {
    api = await startApi(db, { budgetLimits: { ...BUDGET_LIMITS_DEFAULT, ...limits }, trustedProxies: 1 })
  }
  const exhausted = (budget: string, usedMax: number) => ({
    code: 'budget_used_up',
    details: { budget, usedMax, retryAfterSeconds: SECONDS_TO_MIDNIGHT },
  })

  describe('enrolments', function () {
    let partner: TestPartner
    const enrol = (by: TestPartner, headers: Record<string, string> = {}, identifiers: object[] = []) =>
      send(api.url, '/v1/members', { key: by.key, body: { kind: 'card', identifiers }, headers })

    it('of a partner are refused above its budget, and no other partner’s', async () => {
      await open({ enrolmentsPerPartnerMax: 3 })
      partner = await aPartner(api.deps)
      const other = await aPartner(api.deps, 'Other Books')
      for (let member = 0; member < 3; member++) expect((await enrol(partner)).status).to.equal(201)
      const refused = await enrol(partner)
      expect(refused.status).to.equal(429)
      expect(refused.body).to.deep.include(exhausted('enrolments_of_partner', 3))
      expect(refused.headers.get('Retry-After')).to.equal(String(SECONDS_TO_MIDNIGHT))
      expect((await enrol(other)).status).to.equal(201)
      expect(await db.member.count()).to.equal(4)
      api.clock.advance(SECONDS_TO_MIDNIGHT * 1_000)
      expect((await enrol(partner)).status).to.equal(201)
    })

    it('that come at the same moment use it up exactly, and a repetition uses none', async () => {
      await open({ enrolmentsPerPartnerMax: 5 })
      partner = await aPartner(api.deps)
      const key = { 'Idempotency-Key': 'once' }
      expect((await enrol(partner, key)).status).to.equal(201)
      expect((await enrol(partner, key)).status).to.equal(200)
      const cards = ['4000000000000002', '4000000000000010', '4000000000000028', '4000000000000036', '4000000000000044']
      const named = cards.map((value) => enrol(partner, {}, [{ kind: 'email', value: `${value}@example.com` }]))
      const answers = await Promise.all([...named, enrol(partner), enrol(partner)])
      expect(answers.filter(({ status }) => status === 201)).to.have.length(4)
      expect(answers.filter(({ status }) => status === 429)).to.have.length(3)
      expect(await db.member.count()).to.equal(5)
    })

    it('by a passkey are refused above the budget of a network address, and no other address’s', async () => {
      await open({ enrolmentsPerAddressMax: 2 })
      const alone = async (address: string) => {
        const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
        const headers = { Origin: OWN_ORIGIN, 'X-Forwarded-For': address }
        const registration = aVirtualPasskey().register(challenge)
        return send(api.url, '/v1/passkeys', { body: { registration }, headers })
      }
      const statuses = []
      for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'])
        statuses.push((await alone(address)).status)
      expect(statuses).to.deep.equal([201, 201, 429, 201])
      // One customer has a whole network of version 6.
      expect((await alone('2001:db8:1::1')).status).to.equal(201)
      expect((await alone('2001:db8:1::2')).status).to.equal(201)
      expect((await alone('2001:db8:1::3')).body).to.deep.include(exhausted('enrolments_of_address', 2))
      expect(await db.passkey.count()).to.equal(5)
      expect(JSON.stringify(await db.budgetUse.findMany()), 'no address is kept').not.to.match(/192\.0|2001/)
    })
  })

  describe('one-time codes', function () {
    it('are refused above the budget of a network address, whoever asks, and no other address’s', async () => {
      await open({ codesPerAddressMax: 2 })
      const ask = async (address: string, at: number) => {
        const { member } = await aMember(api.deps)
        const identifier = { kind: 'phone', value: `+44 20 7946 09${at}` }
        const session = await aSession(api.deps, member.id)
        return send(api.url, '/v1/me/identifiers', {
          session,
          body: { identifier },
          headers: { 'X-Forwarded-For': address },
        })
      }
      expect((await ask('192.0.2.1', 10)).status).to.equal(202)
      expect((await ask('192.0.2.1', 11)).status).to.equal(202)
      const refused = await ask('192.0.2.1', 12)
      expect(refused.status).to.equal(429)
      expect(refused.body).to.deep.include(exhausted('codes_of_address', 2))
      expect(await db.message.count(), 'nothing is sent').to.equal(2)
      expect((await ask('192.0.2.2', 13)).status).to.equal(202)
      api.clock.advance(SECONDS_TO_MIDNIGHT * 1_000)
      expect((await ask('192.0.2.1', 14)).status).to.equal(202)
    })
  })

  describe('restorations', function () {
    let till: Till
    const restore = (redemptionId: string, reference: string, points: string) =>
      till.post(redemptionId, 'restorations', { reference, points })
    const burned = async (points: string) => {
      const id = await till.consented({ points })
      await till.post(id, 'capture')
      await burn(db, id)
      return id
    }

    it('of one point are refused above the partner’s budget, and no other partner’s', async () => {
      await open({ restorationsPerPartnerLeast: 3 })
      till = await aTill(api, db)
      const id = await burned('100')
      for (let part = 0; part < 3; part++) expect((await restore(id, `R${part}`, '1')).status).to.be.oneOf([201, 202])
      const refused = await restore(id, 'R3', '1')
      expect(refused.status).to.equal(429)
      expect(refused.body).to.deep.include(exhausted('restorations_of_partner', 3))
      expect((await restore(id, 'R0', '1')).status, 'a repetition is answered').to.equal(200)
      expect(await db.restoration.count()).to.equal(3)
      const other = await aPartner(api.deps, 'Other Books')
      const asOther = (path: string, body?: unknown) =>
        send(api.url, `/v1/redemptions${path}`, { key: other.key, method: 'POST', body })
      const held = { reference: 'P1', member: { kind: 'card', value: till.card }, points: '10' }
      const { redemptionId } = (await asOther('', held)).body
      await asOther(`/${redemptionId}/consent`, { kind: 'pin', pin: PIN })
      await asOther(`/${redemptionId}/capture`)
      await burn(db, redemptionId)
      const back = await asOther(`/${redemptionId}/restorations`, { reference: 'R0', points: '10' })
      expect(back.status, back.body.code).to.be.oneOf([201, 202])
      api.clock.advance(SECONDS_TO_MIDNIGHT * 1_000)
      expect((await restore(id, 'R3', '1')).status).to.be.oneOf([201, 202])
    })

    it('may be more, the more orders of the partner can be restored', async () => {
      const limits = { ...BUDGET_LIMITS_DEFAULT, restorationsPerPartnerLeast: 1, restorationsPercent: 50 }
      expect([0, 1, 2, 3, 4].map((orders) => restorationsMax(limits, orders))).to.deep.equal([1, 1, 2, 2, 3])
      await open(limits)
      till = await aTill(api, db)
      const ids = [await burned('10'), await burned('10'), await burned('10'), await burned('10')]
      const statuses = []
      for (const [index, id] of ids.entries()) statuses.push((await restore(id, `R${index}`, '10')).status < 300)
      expect(statuses).to.deep.equal([true, true, true, false])
    })
  })

  describe('redemptions', function () {
    it('of one point by a member are refused above the budget, at that partner only', async () => {
      await open({ redemptionsPerMemberMax: 3 })
      const till = await aTill(api, db)
      for (let sale = 0; sale < 2; sale++) {
        const id = await till.consented({ points: '1' })
        expect((await till.post(id, 'capture')).status).to.equal(200)
      }
      const { body: voided } = await till.hold({ points: '1' })
      await till.post(voided.redemptionId, 'void')
      expect((await till.hold({ points: '1' })).status, 'what was voided does not count').to.equal(201)
      const refused = await till.hold({ points: '1' })
      expect(refused.status).to.equal(429)
      expect(refused.body).to.deep.include(exhausted('redemptions_of_member', 3))
      const quote = { member: { kind: 'card', value: till.card }, points: '1' }
      const quoted = await send(api.url, '/v1/redemptions/quote', { key: till.partner.key, body: quote })
      expect(quoted.body.reason).to.equal('budget_used_up')
      const other = await aPartner(api.deps, 'Other Books')
      const body = { reference: 'P1', member: { kind: 'card', value: till.card }, points: '1' }
      expect((await send(api.url, '/v1/redemptions', { key: other.key, body })).status).to.equal(201)
    })

    it('that a member claims away from any till count as well', async () => {
      await open({ redemptionsPerMemberMax: 1 })
      const till = await aTill(api, db)
      const session = await aSession(api.deps, till.memberId)
      const rewards = [
        aReward({ partnerId: till.partner.id, points: 1n }),
        aReward({ partnerId: till.partner.id, points: 1n }),
      ]
      for (const reward of rewards) await store(db, 'reward', reward)
      const claim = (rewardId: string) => send(api.url, '/v1/me/claims', { session, body: { rewardId } })
      expect((await claim(rewards[0]!.id)).status).to.equal(201)
      expect((await claim(rewards[1]!.id)).body).to.deep.include(exhausted('redemptions_of_member', 1))
    })
  })

  it('has a move from key to key refused after two of a day', async function () {
    await open({})
    const own = await aWalletMember(api.deps)
    const moveOn = async () => {
      const next = privateKeyToAccount(generatePrivateKey())
      const asOwner = (path: string, body: unknown) => send(api.url, `/v1/me/${path}`, { session: own.session, body })
      const target = next.address.toLowerCase()
      const { digest, deadline } = (await asOwner('move-order', { toAccount: target })).body
      const hash = digest as Hex
      const signatures = { fromSignature: await own.wallet.sign({ hash }), toSignature: await next.sign({ hash }) }
      const answer = await asOwner('move', { toKind: 'wallet', toAccount: target, deadline, ...signatures })
      if (answer.status !== 200) return answer
      // As the relayer and the indexer settle it.
      await db.accountAct.updateMany({ data: { state: 'done' } })
      await db.member.update({ where: { id: own.memberId }, data: { address: target } })
      Object.assign(own, { wallet: next })
      return answer
    }
    expect([(await moveOn()).status, (await moveOn()).status]).to.deep.equal([200, 200])
    const refused = await moveOn()
    expect([refused.status, refused.body.code]).to.deep.equal([429, 'budget_used_up'])
    expect(refused.body.details).to.deep.include({ budget: 'moves_of_member', usedMax: 2 })
    expect(await db.accountAct.count()).to.equal(2)
    api.clock.advance(86_400_000)
    expect((await moveOn()).status).to.equal(200)
  })

  it('shows an operator what was used of them, by partner, and whose gas it was', async () => {
    await open({})
    const partner = await aPartner(api.deps)
    await send(api.url, '/v1/members', { key: partner.key, body: { kind: 'card', identifiers: [] } })
    const [member] = await db.member.findMany()
    const callId = '01900000-0000-7000-8000-0000000000aa'
    const times = { createdAt: NOW }
    const made = { blockNumber: 1n, blockHash: `0x${'00'.repeat(32)}`, laneAddress: `0x${'1a'.repeat(20)}`, nonce: 1 }
    await db.call.create({
      data: {
        id: callId,
        kind: 'account',
        name: 'set_freeze',
        to: '0x',
        data: '0x',
        state: 'final',
        ...made,
        ...times,
        gasLimit: 90_000n,
        gasUsed: 51_234n,
      },
    })
    await db.accountAct.create({
      data: {
        id: callId,
        memberId: member!.id,
        account: member!.address,
        kind: 'freeze',
        state: 'done',
        callId,
        ...times,
      },
    })
    const metrics = await fetch(`${api.url}/metrics`).then((response) => response.text())
    expect(metrics).to.include(`entente_gas_used_today{kind="account",partner="${partner.id}"} 51234\n`)
    expect(metrics).to.include(
      `entente_partner_budget_used_today{budget="enrolments_of_partner",partner="${partner.id}"} 1\n`,
    )
    expect(metrics).to.include('entente_budget_most_used_today{budget="enrolments_of_partner"} 1\n')
    api.clock.advance(DAY_MS)
    const later = await fetch(`${api.url}/metrics`).then((response) => response.text())
    expect(later).not.to.include('entente_gas_used_today{')
    expect(later).not.to.include('entente_partner_budget_used_today{')
  })
})
