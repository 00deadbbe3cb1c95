import { expect } from 'chai'
import { decodeFunctionData, type Hex } from 'viem'

import { partnerRegistryAbi } from '../../../../../abis/PartnerRegistry.ts'
import { ALLOWANCE_POINTS_MAX } from '../../../../../server/actions/partners/change-allowance.ts'
import { KEYRING_AGE_MS_MAX } from '../../../../../server/auth/keyring.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { findPartnerOutside } from '../../../../../server/database/partners.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { failureOf } from '../../../../support/failure.ts'
import { aMember, anOperatorKey, aPartner, send, type ApiAnswer } from '../../support/coalition.ts'
import { ADDRESSES, startApi, type RunningApi } from '../../support/running-api.ts'

describe('operating', function () {
  let db: Database
  let api: RunningApi
  let operator: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    operator = await anOperatorKey(api.deps)
  })

  afterEach(() => api.close())

  const ask = (path: string, options: { body?: unknown; method?: string } = {}): Promise<ApiAnswer> =>
    send(api.url, path, { key: operator, ...options })
  const terms = (changes: Record<string, unknown> = {}) => ({
    name: 'Harbour Books',
    currency: 'GBP',
    earningRule: { points: '1', perMinor: '100', pointsMax: '100000' },
    allowance: '1000000',
    dailyLimit: '5000',
    ...changes,
  })
  const calls = async () =>
    (await db.call.findMany({ orderBy: { seq: 'asc' } })).map(({ to, data }) => {
      expect(to).to.equal(ADDRESSES.registry)
      const { functionName, args } = decodeFunctionData({ abi: partnerRegistryAbi, data: data as Hex })
      return [functionName, ...args]
    })

  describe('POST /v1/partners', function () {
    it('adds a partner with a hosted key, an API key that works, and the calls that register it', async function () {
      const { status, body } = await ask('/v1/partners', { body: terms() })
      expect(status).to.equal(201)
      expect(body).to.include({ partnerId: 1, status: 'active', issuerKind: 'hosted', onChain: null })
      const row = await db.partner.findUniqueOrThrow({ where: { id: 1 } })
      expect(JSON.parse(row.issuerKeystore ?? '')).to.have.property('version', 3)
      const key: string = body.issuerAddress
      expect(await calls()).to.deep.equal([
        ['register', 1, 'Harbour Books', key, key],
        ['raiseAllowance', 1, 1_000_000n],
        ['setDailyLimit', 1, 5_000n],
      ])
      const found = await send(api.url, '/v1/members/search', {
        key: body.apiKey.apiKey,
        body: { kind: 'email', value: 'a@example.com' },
      })
      expect(found.body.code).to.equal('member_unknown')
    })

    it('adds a partner that signs for itself, without a keystore', async function () {
      const issuerAddress = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
      const { body } = await ask('/v1/partners', { body: terms({ issuerAddress }) })
      expect(body).to.include({ issuerKind: 'external', issuerAddress: issuerAddress.toLowerCase() })
      expect((await db.partner.findUniqueOrThrow({ where: { id: 1 } })).issuerKeystore).to.equal(null)
    })

    it('refuses a name that is taken, and leaves nothing behind', async function () {
      await ask('/v1/partners', { body: terms() })
      const { status, body } = await ask('/v1/partners', { body: terms() })
      expect([status, body.code]).to.deep.equal([409, 'partner_exists'])
      expect([await db.call.count(), await db.apiKey.count({ where: { partnerId: { not: null } } })]).to.deep.equal([
        3, 1,
      ])
    })

    it('numbers the partners of a cell within its spans, and refuses one when they are used up', async function () {
      const cell = [
        { first: 501, last: 501 },
        { first: 900, last: 900 },
      ]
      const deps = { ...api.deps, cell }
      const ids = [(await aPartner(deps, 'one')).id, (await aPartner(deps, 'two')).id]
      expect(ids).to.deep.equal([501, 900])
      expect(await failureOf(aPartner(deps, 'three'))).to.include({ code: 'partner_numbers_used_up' })
      expect(await findPartnerOutside(db, cell)).to.equal(null)
      expect(await findPartnerOutside(db, [{ first: 502, last: 900 }])).to.equal(501)
    })

    it('numbers partners that are added at once', async function () {
      const answers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name) => ask('/v1/partners', { body: terms({ name }) })),
      )
      expect(answers.map(({ body }) => body.partnerId).sort()).to.deep.equal([1, 2, 3, 4])
    })

    for (const [what, changes, code] of [
      ['no allowance', { allowance: '0' }, 'allowance_out_of_range'],
      ['too large an allowance', { allowance: String(ALLOWANCE_POINTS_MAX + 1n) }, 'allowance_out_of_range'],
      ['no daily limit', { dailyLimit: '0' }, 'allowance_out_of_range'],
      ['a rule for nothing', { earningRule: { points: '1', perMinor: '0', pointsMax: '1' } }, 'amount_out_of_range'],
      ['a name with markup in a direction mark', { name: 'a\u202eb' }, 'malformed_request'],
    ] as const)
      it(`refuses ${what}`, async function () {
        expect((await ask('/v1/partners', { body: terms(changes) })).body.code).to.equal(code)
        expect(await db.partner.count()).to.equal(0)
      })
  })

  it('lists partners in pages', async function () {
    for (const name of ['a', 'b', 'c']) await aPartner(api.deps, name)
    const first = await ask('/v1/partners?limit=2')
    expect(first.body.data.map(({ name }: { name: string }) => name)).to.deep.equal(['a', 'b'])
    const second = await ask(`/v1/partners?limit=2&cursor=${first.body.nextCursor}`)
    expect([second.body.data.length, second.body.nextCursor]).to.deep.equal([1, null])
    expect(second.body.data[0].brand).to.deep.equal({ colour: null, textColour: null, logo: null })
  })

  it('suspends and resumes a partner, here at once and on chain by calls; twice changes nothing more', async function () {
    const partner = await aPartner(api.deps)
    for (const verb of ['suspend', 'suspend', 'resume', 'resume'])
      expect((await ask(`/v1/partners/${partner.id}/${verb}`, { method: 'POST' })).body.status).to.equal(
        verb === 'suspend' ? 'suspended' : 'active',
      )
    expect((await calls()).slice(3)).to.deep.equal([
      ['suspend', 1],
      ['resume', 1],
    ])
    expect((await ask('/v1/partners/9/suspend', { method: 'POST' })).body.code).to.equal('partner_unknown')
    await db.partner.updateMany({ data: { status: 'left' } })
    expect((await ask('/v1/partners/1/resume', { method: 'POST' })).body.code).to.equal('partner_left')
  })

  it('raises and lowers an allowance and sets the daily limit by calls in order', async function () {
    await aPartner(api.deps)
    for (const change of ['raise', 'lower', 'set_daily_limit'])
      expect((await ask('/v1/partners/1/allowance', { body: { change, points: '7' } })).status).to.equal(202)
    expect((await calls()).slice(3)).to.deep.equal([
      ['raiseAllowance', 1, 7n],
      ['lowerAllowance', 1, 7n],
      ['setDailyLimit', 1, 7n],
    ])
    expect((await ask('/v1/partners/1/allowance', { body: { change: 'raise', points: '0' } })).body.code).to.equal(
      'allowance_out_of_range',
    )
  })

  it('raises no allowance above what the supply of an epoch has room for, in one step or in many', async function () {
    const { id } = await aPartner(api.deps)
    // With which a partner of the tests is added.
    const given = 1_000_000n
    const raise = async (points: bigint, change = 'raise') => {
      const { status, body } = await ask(`/v1/partners/${id}/allowance`, { body: { change, points: String(points) } })
      return [status, body.code ?? null, body.details?.pointsMax ?? null]
    }
    const room = ALLOWANCE_POINTS_MAX - given
    expect(await raise(room + 1n)).to.deep.equal([422, 'allowance_out_of_range', String(room)])
    expect(await raise(room - 5n)).to.deep.equal([202, null, null])
    expect(await raise(6n)).to.deep.equal([422, 'allowance_out_of_range', '5'])
    expect(await raise(5n)).to.deep.equal([202, null, null])
    expect(await raise(1n)).to.deep.equal([422, 'allowance_out_of_range', '0'])
    expect(await raise(2n, 'lower')).to.deep.equal([202, null, null])
    expect(await raise(3n)).to.deep.equal([422, 'allowance_out_of_range', '2'])
    expect(await raise(2n)).to.deep.equal([202, null, null])
    // What failed was never given, and what was issued is given again.
    await db.call.updateMany({ where: { name: 'lower_allowance' }, data: { state: 'failed' } })
    const posted = { partnerId: id, firstEntry: 1n, entryCount: 1, receiptsRoot: '0x', debited: 0n, gasUsed: 1n }
    const place = { blockNumber: 1n, blockHash: '0x', logIndex: 0, transactionHash: '0x', includedAt: api.clock.now() }
    await db.postedBatch.create({
      data: { ...posted, ...place, seenAt: api.clock.now(), batchHash: '0x1', credited: 10n },
    })
    expect(await raise(9n)).to.deep.equal([422, 'allowance_out_of_range', '8'])
    expect(await raise(8n)).to.deep.equal([202, null, null])
  })

  it('gives a partner the next version of its rule', async function () {
    await aPartner(api.deps)
    const { status, body } = await ask('/v1/partners/1/earning-rules', {
      body: { points: '2', perMinor: '100', pointsMax: '10' },
    })
    expect([status, body.version, body.validFrom]).to.deep.equal([201, 2, api.clock.now().toISOString()])
  })

  describe('API keys', function () {
    const search = (key: string) =>
      send(api.url, '/v1/members/search', { key, body: { kind: 'email', value: 'a@example.com' } })

    it('are shown once, kept as hashes, and hold the scopes asked for', async function () {
      await aPartner(api.deps)
      const { body } = await ask('/v1/partners/1/keys', { body: { label: 'till 4', scopes: ['purchases:write'] } })
      const refused = await search(body.apiKey)
      expect([refused.status, refused.body.code, refused.body.details.scope]).to.deep.equal([
        403,
        'scope_missing',
        'members:read',
      ])
      const listed = await ask('/v1/partners/1/keys')
      expect(listed.body.data.map(({ label }: { label: string }) => label)).to.have.members(['till 4', 'first key'])
      const secret = body.apiKey.split('_')[2]
      expect(JSON.stringify([listed.body, await db.apiKey.findMany()])).to.not.include(secret)
    })

    it('are rotated with an overlap in which both work', async function () {
      const partner = await aPartner(api.deps)
      const replaces = { keyId: partner.apiKey.apiKey.id, overlapSeconds: 60 }
      const { body } = await ask('/v1/partners/1/keys', { body: { label: 'next', replaces } })
      api.clock.advance(59_999)
      expect([(await search(partner.key)).status, (await search(body.apiKey)).status]).to.deep.equal([404, 404])
      api.clock.advance(1)
      expect((await search(partner.key)).body.code).to.equal('key_expired')
      expect((await search(body.apiKey)).status).to.equal(404)
    })

    it('are refused the moment they are revoked', async function () {
      const partner = await aPartner(api.deps)
      expect((await search(partner.key)).status).to.equal(404)
      const path = `/v1/partners/1/keys/${partner.apiKey.apiKey.id}`
      expect((await ask(path, { method: 'DELETE' })).body.revokedAt).to.equal(api.clock.now().toISOString())
      expect((await search(partner.key)).body.code).to.equal('key_revoked')
      expect((await ask(path, { method: 'DELETE' })).status).to.equal(200)
    })

    it('that another process revoked are refused within a second', async function () {
      const partner = await aPartner(api.deps)
      await search(partner.key)
      await db.apiKey.updateMany({ where: { partnerId: 1 }, data: { revokedAt: api.clock.now() } })
      api.clock.advance(KEYRING_AGE_MS_MAX)
      expect((await search(partner.key)).body.code).to.equal('key_revoked')
    })

    it("of one partner are unknown under another's number", async function () {
      const [, second] = [await aPartner(api.deps, 'a'), await aPartner(api.deps, 'b')]
      const path = `/v1/partners/1/keys/${second.apiKey.apiKey.id}`
      expect((await ask(path, { method: 'DELETE' })).body.code).to.equal('key_unknown')
      const replaces = { keyId: second.apiKey.apiKey.id }
      expect((await ask('/v1/partners/1/keys', { body: { label: 'x', replaces } })).body.code).to.equal('key_unknown')
      expect(await db.apiKey.count({ where: { label: 'x' } })).to.equal(0)
    })

    for (const [what, header] of [
      ['none', undefined],
      ['another scheme', 'Basic abc'],
      ['no form of a key', 'Bearer hello'],
      ['an unknown key', `Bearer ent_${'0'.repeat(16)}_${'0'.repeat(64)}`],
      ['two parts too many', `Bearer ent_${'0'.repeat(16)}_${'0'.repeat(64)} x`],
    ] as const)
      it(`are demanded: ${what} is refused`, async function () {
        const headers = header === undefined ? {} : { Authorization: header }
        const { status, body, headers: answered } = await send(api.url, '/v1/partners', { headers })
        expect([status, body.code]).to.deep.equal([401, 'unauthenticated'])
        expect(answered.get('www-authenticate')).to.match(/^Bearer/)
      })

    it('with a wrong secret are refused as unknown ones are', async function () {
      const partner = await aPartner(api.deps)
      const wrong = partner.key.slice(0, -1) + (partner.key.endsWith('0') ? '1' : '0')
      expect((await search(wrong)).body.code).to.equal('unauthenticated')
    })
  })

  it('keeps what a suspended partner had accepted', async function () {
    const partner = await aPartner(api.deps)
    const { card } = await aMember(api.deps)
    const body = {
      orderRef: 'a',
      member: { kind: 'card', value: card },
      currency: 'GBP',
      amountMinor: '1000',
      occurredAt: '2026-11-23T10:00:00Z',
    }
    await send(api.url, '/v1/purchases', { key: partner.key, body })
    await ask('/v1/partners/1/suspend', { method: 'POST' })
    expect(await db.outboxEntry.count({ where: { batchId: null } })).to.equal(1)
  })
})
