import { randomUUID } from 'node:crypto'

import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { insertRows } from '../../../../../server/database/engine/save-rows.ts'
import { governedCall } from '../../../../../server/chain/administration-calls.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { followChainTo } from '../../support/ledger.ts'
import { ADDRESSES, NOW, startApi, type RunningApi } from '../../support/running-api.ts'

const REASON = { reason: 'stolen key at partner 3' }
const OPERATION = `0x${'0d'.repeat(32)}`

describe('the powers of the whole ledger', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let operator: string

  beforeEach(async () => {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    operator = await anOperatorKey(api.deps)
    await followChainTo(db, { number: 7n, finalizedNumber: 7n })
  })

  afterEach(() => api.close())

  const ask = (path: string, body?: unknown, key: string = operator) =>
    send(api.url, path, { ...(key === '' ? {} : { key }), ...(body === undefined ? {} : { body }) })
  const powers = async () => (await ask('/v1/powers')).body
  const issueKey = async (...scopes: string[]) =>
    (await ask('/v1/operator-keys', { label: 'Marie', scopes })).body.apiKey as string
  /** What the indexer writes of a call that was announced. */
  const announce = async (readyAt: Date) => {
    const { target, data } = governedCall(ADDRESSES, 'retire', ['1'])
    const place = { blockNumber: 8n, logIndex: 0, transactionHash: `0x${'7a'.repeat(32)}`, includedAt: NOW }
    const call = { operationId: OPERATION, nonce: 1, readyAt, caller: `0x${'ad'.repeat(20)}`, target, data }
    await db.transaction((tx) =>
      insertRows(tx, 'power_event', [{ ...place, ...call, kind: 'scheduled' as const, power: null }]),
    )
  }

  it('go on until an operator pauses one: who, when and why is kept, and everybody sees that it is paused', async () => {
    expect((await powers()).powers.map(({ paused }: { paused: boolean }) => paused)).to.deep.equal([false, false])
    const paused = await ask('/v1/powers/redeeming/pause', REASON)
    expect(paused.status).to.equal(202)
    expect(paused.body).to.deep.include({ power: 'redeeming', paused: true, onChain: null })
    expect(paused.body.asked).to.include({ paused: true, at: NOW.toISOString(), state: 'open', ...REASON })
    expect(paused.body.asked.keyLabel).to.be.a('string')
    expect((await powers()).powers[1]).to.deep.equal(paused.body)
    api.clock.advance(2_000)
    expect((await ask('/v1/status', undefined, '')).body.paused).to.deep.equal(['redeeming'])
    const metrics = await (await fetch(`${api.url}/metrics`)).text()
    expect(metrics).to.include('entente_paused{power="redeeming"} 1').and.include('entente_paused{power="issuing"} 0')
    const resumed = await ask('/v1/powers/redeeming/resume', { reason: 'replaced' })
    expect(resumed.body).to.deep.include({ paused: false })
    api.clock.advance(2_000)
    expect((await ask('/v1/status', undefined, '')).body.paused).to.deep.equal([])
  })

  it('are one call each however often they are asked for', async () => {
    for (let times = 0; times < 3; times++) await ask('/v1/powers/issuing/pause', REASON)
    expect(await db.call.count({ where: { partnerId: null } })).to.equal(1)
    for (let times = 0; times < 3; times++) await ask('/v1/powers/issuing/resume', REASON)
    expect(
      (await db.call.findMany({ where: { partnerId: null }, orderBy: { seq: 'asc' } })).map(({ name }) => name),
    ).to.deep.equal(['pause_power', 'resume_power'])
  })

  it('refuse holds while redeeming is paused, and nothing else', async () => {
    const { card } = await aMember(api.deps)
    const member = { kind: 'card', value: card }
    const hold = () =>
      ask(
        '/v1/redemptions',
        { reference: 'till 1', member, points: '10', basketMinor: '1000', currency: 'GBP', expiresInSeconds: 300 },
        partner.key,
      )
    const before = (await hold()).body.code
    await ask('/v1/powers/redeeming/pause', REASON)
    const refused = await hold()
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'redeeming_paused'])
    const occurredAt = NOW.toISOString()
    const sale = { orderRef: 'order-1', member, currency: 'GBP', amountMinor: '1999', occurredAt }
    expect((await ask('/v1/purchases', sale, partner.key)).status).to.equal(201)
    await ask('/v1/powers/redeeming/resume', REASON)
    expect((await hold()).body.code).to.equal(before)
  })

  it('accept purchases while issuing is paused', async () => {
    await ask('/v1/powers/issuing/pause', REASON)
    const { card } = await aMember(api.deps)
    const member = { kind: 'card', value: card }
    const sale = { orderRef: 'order-1', member, currency: 'GBP', amountMinor: '1999', occurredAt: NOW.toISOString() }
    const { status, body } = await ask('/v1/purchases', sale, partner.key)
    expect(status).to.equal(201)
    expect((await ask(`/v1/purchases/${String(body.purchaseId)}`, undefined, partner.key)).body.state).to.equal(
      'accepted',
    )
  })

  it('obey nobody without the scope: no stranger, no partner, no other operator', async () => {
    const others = await issueKey('operator:partners', 'operator:read')
    for (const path of [
      '/v1/powers/issuing/pause',
      '/v1/powers/issuing/resume',
      `/v1/operations/${OPERATION}/cancel`,
    ]) {
      const body = path.endsWith('cancel') ? {} : REASON
      expect((await ask(path, body, '')).status, path).to.equal(401)
      for (const key of [partner.key, others]) {
        const { status, body: answer } = await ask(path, body, key)
        expect([status, answer.code], path).to.deep.equal([403, 'scope_missing'])
      }
    }
    expect(await db.call.count({ where: { partnerId: null } })).to.equal(0)
    expect((await ask('/v1/powers', undefined, partner.key)).status).to.equal(403)
  })

  it('freeze one account for the operator, and obey nobody else in that', async () => {
    const { member } = await aMember(api.deps)
    const freeze = (key: string, verb = 'freeze') => ask(`/v1/members/${member.id}/${verb}`, {}, key)
    for (const key of [partner.key, await issueKey('operator:members')])
      expect((await freeze(key)).body.code).to.equal('scope_missing')
    expect((await freeze(operator)).body).to.deep.equal({ memberId: member.id, account: member.address })
    expect((await freeze(operator, 'unfreeze')).status).to.equal(202)
    expect((await ask(`/v1/members/${randomUUID()}/freeze`, {})).body.code).to.equal('member_unknown')
    const calls = await db.call.findMany({ where: { partnerId: null }, orderBy: { seq: 'asc' } })
    expect(calls.map(({ name }) => name)).to.deep.equal(['hold_account', 'free_account'])
  })

  it('are two, and each pause says why', async () => {
    expect((await ask('/v1/powers/everything/pause', REASON)).body.code).to.equal('malformed_request')
    expect((await ask('/v1/powers/issuing/pause', {})).body.code).to.equal('malformed_request')
  })

  it('show the calls that are announced, until a week after they are due', async () => {
    await announce(new Date(NOW.getTime() + 1_000))
    const [operation] = (await powers()).operations
    expect(operation).to.deep.include({
      operationId: OPERATION,
      call: { contract: 'PartnerRegistry', function: 'retire', args: { id: '1' } },
    })
    api.clock.advance(7 * 24 * 60 * 60 * 1_000)
    expect((await powers()).operations).to.have.length(1)
    api.clock.advance(1_000)
    expect((await powers()).operations).to.deep.equal([])
  })

  it('cancel an announced call once, and none that does not wait', async () => {
    const cancel = () => send(api.url, `/v1/operations/${OPERATION}/cancel`, { key: operator, method: 'POST' })
    expect((await cancel()).body.code).to.equal('operation_unknown')
    await announce(new Date(NOW.getTime() + 1_000))
    expect((await cancel()).status).to.equal(202)
    expect((await cancel()).status).to.equal(202)
    const calls = await db.call.findMany({ where: { partnerId: null } })
    expect(calls.map(({ name, to }) => [name, to])).to.deep.equal([['cancel_operation', ADDRESSES.accessManager]])
  })
})
