import { expect } from 'chai'

import type { Database } from '../../../server/database/engine/client.ts'
import { TABLE_NAMES } from '../../../server/database/engine/tables.ts'
import { createLogger } from '../../../server/observability/logger.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { anOperatorKey, aPartner, send } from './support/coalition.ts'
import { startApi, type RunningApi } from './support/running-api.ts'

const EMAIL = 'canary.ada@example.com'
const PHONE = '+442079460958'
const CARD = '9000000000000019'
const ORDER = 'CANARY-ORDER-7'

describe('the log', function () {
  let db: Database
  let api: RunningApi

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
  })

  afterEach(() => api.close())

  it('has a line for every answer, and no key, no person, no order and no body in any', async function () {
    const operator = await anOperatorKey(api.deps)
    const partner = await aPartner(api.deps)
    const ask = (path: string, options: Parameters<typeof send>[2]) => send(api.url, path, options)
    const identifiers = [
      { kind: 'email', value: EMAIL },
      { kind: 'phone', value: PHONE },
      { kind: 'card', value: CARD },
    ]
    const { body: member } = await ask('/v1/members', { key: partner.key, body: { kind: 'card', identifiers } })
    for (const { kind, value } of identifiers)
      await ask('/v1/members/search', { key: partner.key, body: { kind, value } })
    const purchase = {
      orderRef: ORDER,
      member: { kind: 'email', value: EMAIL },
      currency: 'GBP',
      amountMinor: '1000',
      occurredAt: '2026-11-23T10:00:00Z',
    }
    await ask('/v1/purchases', { key: partner.key, body: purchase, headers: { 'Idempotency-Key': 'CANARY-KEY' } })
    await ask('/v1/purchases', { key: partner.key, body: { ...purchase, currency: EMAIL } })
    await ask(`/v1/purchases?orderRef=${ORDER}`, { key: partner.key })
    await ask(`/v1/unknown/${EMAIL}`, { key: partner.key })
    await ask('/v1/purchases', { key: `${partner.key}x`, body: purchase })
    const issued = await ask('/v1/partners/1/keys', { key: operator, body: { label: 'CANARY-LABEL' } })
    const lines = api
      .logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).to.have.length(10)
    expect(lines.at(4)).to.include({ operation: 'recordPurchase', status: 201, partnerId: partner.id })
    const secrets = [EMAIL, PHONE, CARD, ORDER, 'CANARY', member.address, issued.body.apiKey, partner.key, operator]
    for (const secret of secrets.flatMap((text: string) => [text, text.split('_')[2] ?? text]))
      expect(api.logged()).to.not.include(secret)
  })

  it('has mistakes of ours with their request, while the answer tells nothing of them', async function () {
    const partner = await aPartner(api.deps)
    await api.close()
    const broken = { ...api.deps.purchaseIntake, submit: () => Promise.reject(new Error('a secret of the machine')) }
    api = await startApi(db, { overrides: { purchaseIntake: broken } })
    const body = {
      orderRef: ORDER,
      member: { kind: 'email', value: EMAIL },
      currency: 'GBP',
      amountMinor: '1',
      occurredAt: '2026-11-23T10:00:00Z',
    }
    const answer = await send(api.url, '/v1/purchases', { key: partner.key, body })
    expect([answer.status, answer.body.code]).to.deep.equal([500, 'internal_error'])
    expect(JSON.stringify(answer.body)).to.not.include('secret of the machine')
    const [line] = api
      .logged()
      .split('\n')
      .filter((text) => text.includes('a secret of the machine'))
    expect(JSON.parse(line ?? '')).to.include({
      requestId: answer.body.requestId,
      operation: 'recordPurchase',
      level: 50,
    })
  })

  it('blots out fields that hold secrets, should anybody log them', function () {
    const lines: string[] = []
    const logger = createLogger({ write: (line: string) => lines.push(line) })
    logger.info({ apiKey: 'CANARY', request: { authorization: 'CANARY', body: { email: 'CANARY' } } }, 'mistake')
    expect(lines.join('')).to.include('[redacted]').and.to.not.include('CANARY')
  })

  it('is not the only place without identifiers: no table holds them either', async function () {
    const partner = await aPartner(api.deps)
    const identifiers = [
      { kind: 'email', value: EMAIL },
      { kind: 'phone', value: PHONE },
      { kind: 'card', value: CARD },
    ]
    await send(api.url, '/v1/members', {
      key: partner.key,
      body: { kind: 'card', identifiers },
      headers: { 'Idempotency-Key': 'k' },
    })
    for (const table of TABLE_NAMES) {
      const rows = JSON.stringify(await db.$queryRawUnsafe(`select row_to_json(t)::text as row from "${table}" t`))
      for (const secret of [EMAIL, PHONE, PHONE.slice(1), CARD, partner.key.split('_')[2] ?? ''])
        expect(rows, table).to.not.include(secret)
    }
  })
})
