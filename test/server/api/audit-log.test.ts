import { expect } from 'chai'
import sharp from 'sharp'

import { isAudited } from '../../../server/api/audited-calls.ts'
import { EXAMPLES } from '../../../server/api/examples.ts'
import { RATE_LIMITS } from '../../../server/api/middleware/rate-limit.ts'
import type { RouteFacts } from '../../../server/api/route.ts'
import { ROUTES } from '../../../server/api/routes.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { TABLE_NAMES } from '../../../server/database/engine/tables.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { readLog, tamper, verifyLog } from './support/audit.ts'
import { aMember, anOperatorKey, aPartner, send, type TestPartner } from './support/coalition.ts'
import { startApi, type RunningApi } from './support/running-api.ts'

const audited = ROUTES.filter(isAudited)

describe('the audit log', function () {
  let db: Database
  let api: RunningApi
  let operator: string
  let partner: TestPartner
  let ids: Record<string, string>

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    operator = await anOperatorKey(api.deps)
    partner = await aPartner(api.deps, 'Owner')
    const { member } = await aMember(api.deps)
    const reward = await send(api.url, '/v1/rewards', { key: partner.key, body: EXAMPLES['addReward']?.body })
    ids = {
      partnerId: String(partner.id),
      keyId: partner.apiKey.apiKey.id,
      memberId: member.id,
      rewardId: String(reward.body.rewardId),
    }
  })

  afterEach(() => api.close())

  const newest = async () => db.auditEntry.findFirstOrThrow({ orderBy: { number: 'desc' } })
  const raise = (points = '5', key = operator) =>
    send(api.url, `/v1/partners/${String(partner.id)}/allowance`, { key, body: { change: 'raise', points } })

  /** Calls a route as its example says, with a key of its kind. */
  async function call({ operation, method, path, caller, bodyTypes }: RouteFacts, key?: string) {
    const filled = path.replaceAll(
      /\{(\w+)\}/g,
      (_, name: string) => ids[name] ?? '01900000-0000-7000-8000-000000000001',
    )
    const picture = { create: { width: 20, height: 20, channels: 3, background: '#aa2200' } } as const
    const body =
      bodyTypes === undefined
        ? { body: EXAMPLES[operation]?.body }
        : { raw: await sharp(picture).png().toBuffer(), headers: { 'Content-Type': 'image/png' } }
    const own = caller === 'operator' ? operator : partner.key
    return send(api.url, filled, { method: method.toUpperCase(), key: key ?? own, ...body })
  }

  it('has every call of operators and of back offices, by whatever route, and says how it was answered', async () => {
    expect(audited).to.have.length.above(30)
    for (const route of audited) {
      const { status, headers, body } = await call(route)
      const requestId = headers.get('x-request-id') ?? ''
      const entries = await db.auditEntry.findMany({ where: { requestId } })
      expect(entries, route.operation).to.have.length(1)
      expect(entries[0], route.operation).to.include({
        operation: route.operation,
        status,
        problem: status < 400 ? null : body.code,
        callerKind: route.caller,
      })
    }
    expect((await verifyLog(api.url, operator)).status).to.equal('right')
  })

  it('has every call that is refused for its scopes, or for a key that has ended, and none of a stranger', async () => {
    for (const route of audited) {
      const stranger = route.caller === 'operator' ? partner.key : operator
      const { headers, body } = await call(route, stranger)
      const [entry] = await db.auditEntry.findMany({ where: { requestId: headers.get('x-request-id') ?? '' } })
      expect([body.code, entry?.problem], route.operation).to.deep.equal(['scope_missing', 'scope_missing'])
    }
    await db.apiKey.updateMany({ data: { revokedAt: api.clock.now() } })
    api.clock.advance(1_001)
    expect((await raise()).body.code).to.equal('key_revoked')
    expect(await newest()).to.include({ problem: 'key_revoked', status: 401, operation: 'changeAllowance' })
    const before = await db.auditEntry.count()
    expect((await raise('5', `ent_${'0'.repeat(16)}_${'0'.repeat(64)}`)).status).to.equal(401)
    expect(await db.auditEntry.count()).to.equal(before)
  })

  it('lets nothing be changed that it cannot hold: no route writes past it', async () => {
    const rows = async () => {
      const all: Record<string, unknown> = {}
      // A try counts however it ends: that is no change, and must not be taken back.
      for (const name of TABLE_NAMES.filter((one) => one !== 'try_count'))
        all[name] = await db.$queryRawUnsafe(
          `select count(*)::int as rows, md5(string_agg(t::text, ',' order by t::text)) as hash from "${name}" t`,
        )
      return all
    }
    const before = await rows()
    await db.$executeRawUnsafe('alter table audit_entry add constraint full_log check (number < 0) not valid')
    try {
      for (const route of audited) {
        const { status } = await call(route)
        expect(status, route.operation).to.be.at.least(500)
        expect(await rows(), route.operation).to.deep.equal(before)
      }
    } finally {
      await db.$executeRawUnsafe('alter table audit_entry drop constraint full_log')
    }
    const changing = audited.filter(({ method }) => method !== 'get')
    const changed: string[] = []
    for (const route of changing) if ((await call(route)).status < 300) changed.push(route.operation)
    // Those calls would have changed something, had the log let them.
    expect(changed).to.include.members(['addPartner', 'changeAllowance', 'issueApiKey', 'issueOperatorKey', 'setLogo'])
    expect(changed).to.have.length.above(15)
    const entries = await db.auditEntry.findMany({ where: { operation: { in: changed }, problem: null } })
    const within = entries.filter((entry) => entry.changed).map(({ operation }) => operation)
    expect(changed.filter((operation) => !within.includes(operation))).to.deep.equal([])
  })

  it('leaves out of partners only what tills do, and what changes nothing', () => {
    const left = ROUTES.filter((route) => route.caller === 'partner' && route.method !== 'get' && !isAudited(route))
    expect(left.map(({ operation }) => operation).sort()).to.deep.equal(
      [
        'cancelClaim',
        'captureRedemption',
        'collectSlip',
        'consentToRedemption',
        'enrolMember',
        'fileSlips',
        'findClaim',
        'findMember',
        'findSlip',
        'holdPoints',
        'proveIdentifierAtTill',
        'quotePurchase',
        'quoteRedemption',
        'recordPurchase',
        'recordPurchases',
        'recordReturn',
        'redeemClaim',
        'refuseMoveAtTill',
        'restoreRedemption',
        'setPin',
        'startIdentifierProofAtTill',
        'tryRule',
        'voidRedemption',
        'voidSlip',
      ].sort(),
    )
    expect(ROUTES.filter(({ caller }) => caller === 'operator').every(isAudited)).to.equal(true)
  })

  it('says who raised whose allowance by how much, and which ids a call made', async () => {
    await raise('700')
    const label = 'operator'
    expect(await newest()).to.include({
      keyLabel: label,
      partnerId: partner.id,
      amount: 700n,
      changed: true,
      status: 202,
    })
    expect(JSON.parse((await newest()).kept)).to.deep.equal({ change: 'raise' })
    const issued = await send(api.url, '/v1/operator-keys', {
      key: operator,
      body: { label: 'Marie', scopes: ['operator:read'] },
    })
    const { target, kept } = await newest()
    expect(JSON.parse(target)).to.deep.equal({ newKeyId: issued.body.keyId })
    expect(JSON.parse(kept)).to.include({ label: 'Marie' })
  })

  it('keeps no secret of any body or answer, and no code that could be guessed from its digest', async () => {
    const codes = ['SAVE10', 'SAVE20']
    await send(api.url, `/v1/rewards/${String(ids['rewardId'])}/codes`, { key: partner.key, body: { codes } })
    const issued = await send(api.url, '/v1/operator-keys', {
      key: operator,
      body: { label: 'Marie', scopes: ['operator:read'] },
    })
    const reset = await send(api.url, `/v1/members/${String(ids['memberId'])}/pin-reset`, {
      key: operator,
      method: 'POST',
    })
    const text = JSON.stringify(await readLog(api.url, operator))
    const secrets = [...codes, String(issued.body.apiKey).split('_')[2] ?? '', String(reset.body.resetCode), operator]
    for (const secret of secrets) expect(text).to.not.include(secret)
    const { createHash } = await import('node:crypto')
    const plain = createHash('sha256').update(JSON.stringify({ codes })).digest('hex')
    expect(text).to.not.include(plain)
    const entry = await db.auditEntry.findFirstOrThrow({ where: { operation: 'addRewardCodes' } })
    expect(entry.requestDigest).to.equal(api.deps.digestRequest(plain))
  })

  it('is one chain without a gap, however many call at once and however many of them are refused', async () => {
    const second = await startApi(db)
    const at = [api.url, second.url]
    const calls = Array.from({ length: 40 }, (_, index) =>
      send(at[index % 2] ?? '', `/v1/partners/${String(partner.id)}/allowance`, {
        key: operator,
        body: { change: 'raise', points: index % 4 === 0 ? '0' : '3' },
      }),
    )
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    await second.close()
    expect(statuses.filter((status) => status === 202)).to.have.length(30)
    const log = await readLog(api.url, operator)
    const raises = log.filter(({ operation, changed }) => operation === 'changeAllowance' && changed === true)
    expect(raises).to.have.length(30)
    expect((await verifyLog(api.url, operator)).status).to.equal('right')
  })

  it('refuses to be changed, cut or emptied by the database', async () => {
    await raise()
    for (const sql of ['update audit_entry set amount = 1', 'delete from audit_entry', 'truncate audit_entry']) {
      const failure = await db.$executeRawUnsafe(sql).catch((error: unknown) => error)
      expect(String(failure), sql).to.include('append-only')
    }
  })

  it('names the entry that a thief changed, took out, or put in', async () => {
    for (const points of ['10', '20', '30', '40']) await raise(points)
    const { number } = await db.auditEntry.findFirstOrThrow({ where: { amount: 20n } })
    await tamper(db, `update audit_entry set amount = 2 where number = ${String(number)}`)
    expect(await verifyLog(api.url, operator)).to.deep.include({ status: 'wrong', number: String(number) })
    await tamper(db, `update audit_entry set amount = 20 where number = ${String(number)}`)
    expect((await verifyLog(api.url, operator)).status).to.equal('right')
    await tamper(db, `delete from audit_entry where number = ${String(number)}`)
    expect(await verifyLog(api.url, operator)).to.deep.include({ status: 'wrong', number: String(number) })
  })

  it('shows by a head that was seen before that its end was cut off, or all of it written anew', async () => {
    for (const points of ['10', '20', '30']) await raise(points)
    const { head, entries } = (await send(api.url, '/v1/status')).body.auditLog
    expect((await verifyLog(api.url, operator, [head])).status).to.equal('right')
    await tamper(db, `delete from audit_entry where number >= ${String(entries)}`)
    // Without the head it looks whole: that is what a chain alone cannot show.
    expect((await verifyLog(api.url, operator)).status).to.equal('right')
    const cut = await verifyLog(api.url, operator, [head.slice(0, 12)])
    expect(cut).to.have.property('status', 'wrong')
  })

  it('takes so many calls of a key in a minute, and tells the rest to come later: refused ones cannot fill it', async () => {
    const few = await startApi(db, { rateLimits: { perKeyAuditedMax: 2 } })
    const before = await db.auditEntry.count()
    const codes: unknown[] = []
    for (let at = 0; at < 4; at += 1) codes.push((await send(few.url, '/v1/partners', { key: partner.key })).body.code)
    expect((await send(few.url, '/v1/partner', { key: partner.key })).status).to.equal(200)
    await few.close()
    expect(codes).to.deep.equal(['scope_missing', 'scope_missing', 'too_many_requests', 'too_many_requests'])
    expect(await db.auditEntry.count()).to.equal(before + 2)
    expect(RATE_LIMITS.perKeyAuditedMax).to.equal(1_200)
  })
})
