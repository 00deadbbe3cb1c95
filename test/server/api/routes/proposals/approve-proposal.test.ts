import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import { PROPOSALS_WAITING_MAX } from '../../../../../server/actions/proposals/propose-call.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import {
  type FourEyes,
  FOUR_EYES_POWERS,
  NO_FOUR_EYES,
  RAISES_WINDOW_MS,
} from '../../../../../server/domain/four-eyes.ts'
import type { OperatorScope } from '../../../../../server/domain/scopes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { verifyLog } from '../../support/audit.ts'
import { type ApiAnswer, aMember, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const ALL: FourEyes = { ...NO_FOUR_EYES, powers: FOUR_EYES_POWERS, allowanceMax: 1_000n }

describe('a call that needs a second person', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let root: string
  let marie: string
  let paul: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db, { overrides: { fourEyes: ALL } })
    partner = await aPartner(api.deps)
    root = await aKey('root', ['operator'])
    marie = await aKey('Marie', ['operator'], root)
    paul = await aKey('Paul', ['operator'], root)
  })

  afterEach(() => api.close())

  const idOf = (key: string) => key.split('_')[1] ?? ''

  /** A key as the set-up makes it, before FOUR_EYES is on. */
  async function aKey(label: string, scopes: OperatorScope[], issuer?: string): Promise<string> {
    const terms = { partnerId: null, label, scopes, expiresAt: null, replaces: null }
    return (await issueApiKey(api.deps, { ...terms, ...(issuer === undefined ? {} : { issuedBy: idOf(issuer) }) })).text
  }

  const post = (path: string, key: string, { body, name }: { body?: unknown; name?: string } = {}) =>
    send(api.url, path, {
      key,
      method: 'POST',
      ...(body === undefined ? {} : { body }),
      ...(name === undefined ? {} : { headers: { 'Idempotency-Key': name } }),
    })
  const raise = (points: string, key = marie, name?: string) =>
    post(`/v1/partners/${String(partner.id)}/allowance`, key, {
      body: { change: 'raise', points },
      ...(name === undefined ? {} : { name }),
    })
  const decide = (answer: ApiAnswer, verb: 'approve' | 'reject' | 'carry-out', key: string) =>
    post(`/v1/proposals/${String(answer.body.proposalId)}/${verb}`, key)
  const raised = async () => {
    const calls = await db.call.findMany({ where: { name: 'raise_allowance', partnerId: partner.id } })
    return calls.length - 1
  }

  it('is stored and not done, is done once when somebody else approves, and both are in the log', async () => {
    const proposed = await raise('1001', marie, 'first')
    expect([proposed.status, proposed.body.state, proposed.body.proposedBy]).to.deep.equal([
      202,
      'waiting',
      idOf(marie),
    ])
    expect(await raised()).to.equal(0)
    const again = await raise('1001', marie, 'first')
    expect([again.status, again.body]).to.deep.equal([200, proposed.body])
    const approved = await decide(proposed, 'approve', paul)
    expect([approved.status, approved.body.state, approved.body.decidedBy]).to.deep.equal([200, 'done', idOf(paul)])
    expect(await raised()).to.equal(1)
    const { name, status } = partner.partner
    const answered = await raise('1001', marie, 'first')
    expect([answered.status, answered.body]).to.deep.equal([200, { partnerId: partner.id, name, status }])
    expect((await decide(proposed, 'approve', paul)).body.details).to.deep.equal({ state: 'done' })
    expect(await raised()).to.equal(1)
    expect((await raise('1002', marie, 'first')).body.code).to.equal('idempotency_key_reused')
    const log = await db.auditEntry.findMany({ where: { changed: true }, orderBy: { number: 'asc' } })
    expect(log.map(({ operation, keyLabel, proposalId }) => [operation, keyLabel, proposalId !== null])).to.deep.equal([
      ['changeAllowance', 'Marie', true],
      ['approveProposal', 'Paul', false],
      ['changeAllowance', 'Marie', true],
    ])
    expect((await verifyLog(api.url, paul)).status).to.equal('right')
  })

  it('is approved with no key that may be in the same hand', async () => {
    const proposed = await raise('1001')
    const own = await aKey('second key of Marie', ['operator'], marie)
    const sibling = await aKey('third key of Marie', ['operator'], marie)
    const rotated = (await post('/v1/operator-keys/rotate', marie, { body: { overlapSeconds: 600 } })).body.apiKey
    for (const key of [marie, own, root, rotated]) {
      const refused = await decide(proposed, 'approve', key)
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'second_person_needed'])
    }
    expect(await raised()).to.equal(0)
    const byOwn = await raise('1001', own)
    for (const key of [sibling, rotated, root])
      expect((await decide(byOwn, 'approve', key)).body.code).to.equal('second_person_needed')
    expect((await decide(byOwn, 'approve', paul)).body.state).to.equal('done')
  })

  it('needs the scopes of the call of whoever approves, besides that for approvals', async () => {
    const proposed = await raise('1001')
    const approvals = await aKey('approvals', ['operator:approvals'], root)
    const allowances = await aKey('allowances', ['operator:allowances'], root)
    const both = await aKey('both', ['operator:approvals', 'operator:allowances'], root)
    expect((await decide(proposed, 'approve', approvals)).body.details).to.deep.equal({ scope: 'operator:allowances' })
    expect((await decide(proposed, 'approve', allowances)).body.details).to.deep.equal({ scope: 'operator:approvals' })
    expect((await decide(proposed, 'approve', partner.key)).body.code).to.equal('scope_missing')
    expect((await decide(proposed, 'approve', both)).body.state).to.equal('done')
  })

  it('counts all slices of a day, by whomever and for whichever partner, also side by side', async () => {
    const other = await aPartner(api.deps, 'Other')
    const raiseOther = (points: string, key = paul) =>
      post(`/v1/partners/${String(other.id)}/allowance`, key, { body: { change: 'raise', points } })
    expect((await raise('1000')).body).to.have.property('status')
    expect((await raise('1')).body).to.have.property('proposalId')
    expect((await raiseOther('1')).body).to.have.property('proposalId')
    api.clock.advance(RAISES_WINDOW_MS - 1)
    expect((await raise('1')).body).to.have.property('proposalId')
    api.clock.advance(1)
    expect((await raise('1')).body).to.have.property('status')
    const slices = await Promise.all(Array.from({ length: 12 }, () => raise('100')))
    expect(slices.filter(({ body }) => 'status' in body)).to.have.length(9)
    const daily = { change: 'set_daily_limit', points: '1001' }
    const limit = await post(`/v1/partners/${String(partner.id)}/allowance`, marie, { body: daily })
    expect(limit.body).to.have.property('proposalId')
    const less = { change: 'lower', points: '5000' }
    expect((await post(`/v1/partners/${String(partner.id)}/allowance`, marie, { body: less })).body).to.have.property(
      'status',
    )
  })

  it('is no allowance that a new partner comes with, and no key of an operator that can do harm', async () => {
    const body = {
      name: 'New',
      currency: 'GBP',
      earningRule: { points: '1', perMinor: '100', pointsMax: '1000' },
      allowance: '1001',
      dailyLimit: '10',
    }
    const partners = await db.partner.count()
    const added = await post('/v1/partners', marie, { body })
    expect([added.status, await db.partner.count()]).to.deep.equal([202, partners])
    const reader = await post('/v1/operator-keys', marie, {
      body: { label: 'r', scopes: ['operator:read', 'operator:audit'] },
    })
    expect(reader.status).to.equal(201)
    const keys = await db.apiKey.count()
    const wide = await post('/v1/operator-keys', marie, { body: { label: 'w', scopes: ['operator:approvals'] } })
    expect([wide.status, await db.apiKey.count()]).to.deep.equal([202, keys])
  })

  it('shows a new secret to whoever proposed, and to nobody else', async () => {
    const wide = await post('/v1/operator-keys', marie, {
      body: { label: 'Carol', scopes: ['operator'] },
      name: 'carol',
    })
    expect((await decide(wide, 'carry-out', marie)).body.details).to.deep.equal({ state: 'waiting' })
    const approved = await decide(wide, 'approve', paul)
    expect(approved.body.state).to.equal('approved')
    expect(JSON.stringify(approved.body)).to.not.include('ent_')
    expect((await decide(wide, 'carry-out', paul)).body.code).to.equal('proposal_unknown')
    const { status, body } = await decide(wide, 'carry-out', marie)
    expect([status, body.proposal.state]).to.deep.equal([200, 'done'])
    expect((await send(api.url, '/v1/proposals', { key: body.answer.apiKey })).status).to.equal(200)
    expect((await decide(wide, 'carry-out', marie)).body.details).to.deep.equal({ state: 'done' })
    const again = await post('/v1/operator-keys', marie, {
      body: { label: 'Carol', scopes: ['operator'] },
      name: 'carol',
    })
    expect(again.body.code).to.equal('answer_not_kept')
    // The new key comes from Marie: it is no second person for her, and one for Paul.
    expect((await decide(await raise('1001'), 'approve', body.answer.apiKey)).body.code).to.equal(
      'second_person_needed',
    )
  })

  it('is a recovery, which is announced when it is approved', async () => {
    const { member } = await aMember(api.deps)
    const fresh = privateKeyToAccount(generatePrivateKey())
    const toAccount = fresh.address.toLowerCase()
    const order = await send(api.url, `/v1/recoveries/${member.id}/order?toAccount=${toAccount}`, { key: marie })
    const toSignature = await fresh.sign({ hash: order.body.digest as Hex })
    const body = { memberId: member.id, toAccount, deadline: order.body.deadline, toSignature }
    const unknown = { ...body, memberId: '01900000-0000-7000-8000-000000000001' }
    expect((await post('/v1/recoveries', marie, { body: unknown })).body.code).to.equal('member_unknown')
    const proposed = await post('/v1/recoveries', marie, { body })
    expect([proposed.status, await db.accountAct.count()]).to.deep.equal([202, 0])
    expect(proposed.body.body).to.deep.equal(body)
    expect((await decide(proposed, 'approve', paul)).body.state).to.equal('done')
    expect(await db.accountAct.count()).to.equal(1)
  })

  it('ends after its time, when it is rejected, when its key is revoked, and when it would be refused', async () => {
    const late = await raise('1001')
    api.clock.advance(ALL.waitMs - 1)
    const rejected = await raise('1001')
    const own = await raise('1001')
    api.clock.advance(1)
    expect((await decide(late, 'approve', paul)).body.details).to.deep.equal({ state: 'expired' })
    expect((await decide(rejected, 'reject', paul)).body.state).to.equal('rejected')
    expect((await decide(rejected, 'approve', paul)).body.details).to.deep.equal({ state: 'rejected' })
    expect((await decide(own, 'reject', marie)).body.state).to.equal('rejected')
    const refused = await raise('1001')
    await db.partner.update({ where: { id: partner.id }, data: { status: 'left' } })
    const failed = await decide(refused, 'approve', paul)
    expect([failed.body.state, failed.body.problem]).to.deep.equal(['failed', 'partner_left'])
    await db.partner.update({ where: { id: partner.id }, data: { status: 'active' } })
    const orphan = await raise('1001')
    await send(api.url, `/v1/operator-keys/${idOf(marie)}`, { key: paul, method: 'DELETE' })
    expect((await decide(orphan, 'approve', paul)).body.details).to.deep.equal({ state: 'proposer_revoked' })
    expect(await raised()).to.equal(0)
  })

  it('is done once when it is approved by several at the same time', async () => {
    const proposed = await raise('1001')
    const carol = await aKey('Carol', ['operator'], root)
    const answers = await Promise.all([paul, carol, paul, carol].map((key) => decide(proposed, 'approve', key)))
    expect(await raised()).to.equal(1)
    expect(answers.some(({ body }) => body.state === 'done')).to.equal(true)
    // All of these find it approved, and one of them does it.
    const { body } = await raise('1001')
    await db.proposal.update({ where: { id: body.proposalId }, data: { state: 'approved', decidedBy: idOf(paul) } })
    const path = `/v1/proposals/${String(body.proposalId)}`
    await Promise.all(
      [paul, marie, paul, marie].map((key) => post(`${path}/${key === paul ? 'approve' : 'carry-out'}`, key)),
    )
    expect(await raised()).to.equal(2)
  })

  it('is carried out by a second try where the server died after the approval, and not twice where it died after that', async () => {
    const proposed = await raise('1001', marie, 'first')
    const { proposalId } = proposed.body
    const stop = (data: object) => db.proposal.update({ where: { id: proposalId }, data })
    await stop({ state: 'approved', decidedBy: idOf(paul) })
    const carol = await aKey('Carol', ['operator'], root)
    expect((await decide(proposed, 'approve', carol)).body.details).to.deep.equal({ state: 'approved' })
    expect((await decide(proposed, 'approve', paul)).body.state).to.equal('done')
    // Done, and the answer was not stored.
    await stop({ answer: null, answerStatus: null })
    expect((await decide(proposed, 'approve', paul)).body.details).to.deep.equal({ state: 'done' })
    expect((await raise('1001', marie, 'first')).body.code).to.equal('answer_not_kept')
    expect(await raised()).to.equal(1)
  })

  it('counts slices that are raised on two servers at the same time', async () => {
    const second = await startApi(db, { overrides: { fourEyes: ALL } })
    const slices = Array.from({ length: 16 }, (_, at) =>
      send(at % 2 === 0 ? api.url : second.url, `/v1/partners/${String(partner.id)}/allowance`, {
        key: at % 3 === 0 ? paul : marie,
        body: { change: 'raise', points: '125' },
      }),
    )
    const answers = await Promise.all(slices)
    await second.close()
    expect(answers.filter(({ body }) => 'status' in body)).to.have.length(8)
    expect(await raised()).to.equal(8)
  })

  it('is one of few of a key that wait', async () => {
    for (let at = 0; at < PROPOSALS_WAITING_MAX; at += 1) expect((await raise('1001')).status).to.equal(202)
    const refused = await raise('1001')
    expect([refused.body.code, refused.body.details]).to.deep.equal([
      'proposals_too_many',
      { waitingMax: PROPOSALS_WAITING_MAX },
    ])
    expect((await raise('1001', paul)).status).to.equal(202)
    const { data } = (await send(api.url, '/v1/proposals?state=waiting&limit=100', { key: paul })).body
    expect(data).to.have.length(PROPOSALS_WAITING_MAX + 1)
    const { proposalId } = data[0]
    expect((await send(api.url, `/v1/proposals/${String(proposalId)}`, { key: paul })).body.proposalId).to.equal(
      proposalId,
    )
  })

  it('is none where FOUR_EYES is off, and none of a power that it does not name, except for keys', async () => {
    const off = await startApi(db)
    const sent = (url: string, body: object) =>
      send(url, `/v1/partners/${String(partner.id)}/allowance`, { key: marie, body })
    expect((await sent(off.url, { change: 'raise', points: '5000' })).body).to.have.property('status')
    await off.close()
    const some = await startApi(db, { overrides: { fourEyes: { ...ALL, powers: ['recovery'] } } })
    expect((await sent(some.url, { change: 'raise', points: '5000' })).body).to.have.property('status')
    const wide = { label: 'w', scopes: ['operator'] }
    expect((await send(some.url, '/v1/operator-keys', { key: marie, body: wide })).status).to.equal(202)
    await some.close()
  })
})
