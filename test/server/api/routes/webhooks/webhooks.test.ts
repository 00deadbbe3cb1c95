import { createPublicKey, verify } from 'node:crypto'

import { expect } from 'chai'
import { Webhook as Verifier } from 'standardwebhooks'

import { createWebhookUrlCheck } from '../../../../../server/channels/webhook-targets.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { PARTNER_EVENT_TYPES } from '../../../../../server/domain/partner-events.ts'
import {
  WEBHOOK_OVERLAP_SECONDS_MAX,
  WEBHOOK_REPLAYS_MAX,
  WEBHOOK_TESTS_MAX,
  WEBHOOK_TESTS_WINDOW_MS,
  WEBHOOK_URL_LENGTH_MAX,
  WEBHOOKS_PER_PARTNER_MAX,
} from '../../../../../server/domain/webhooks.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { type Received, type Receiver, startReceiver, withStatus } from '../../../../support/webhook-receiver.ts'
import { readLog } from '../../support/audit.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

const URL_OF_SHOP = 'https://shop.example.com/entente'
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Checks a `v1a` signature with nothing but the public key, as anybody can. */
function isSignedBy(whpk: string, { headers, body }: Received): boolean {
  const bytes = Buffer.from(whpk.replace(/^whpk_/, ''), 'base64')
  const key = createPublicKey({ key: Buffer.concat([ED25519_SPKI, bytes]), format: 'der', type: 'spki' })
  const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const [version, signature = ''] = one.split(',')
    return version === 'v1a' && verify(null, signed, key, Buffer.from(signature, 'base64'))
  })
}

function isSignedWith(secret: string, { headers, body }: Received): boolean {
  try {
    new Verifier(secret).verify(body, headers)
    return true
  } catch (error) {
    if ((error as Error).message === 'No matching signature found') return false
    throw error
  }
}

describe('/v1/webhooks', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let receiver: Receiver

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    receiver = await startReceiver()
    // Receivers look at the time of what they get.
    api.clock.advance(Date.now() - api.clock.now().getTime())
  })

  afterEach(async function () {
    await receiver.close()
    await api.close()
  })

  const ask = (path: string, body?: object, method?: string, key = partner.key) =>
    send(api.url, `/v1/webhooks${path}`, {
      key,
      ...(body === undefined ? {} : { body }),
      ...(method === undefined ? {} : { method }),
    })
  const add = async (url = receiver.url, more = {}) => (await ask('', { url, ...more })).body
  const test = async (webhookId: string) => {
    const { body } = await ask(`/${webhookId}/test`, undefined, 'POST')
    return { ...body, received: receiver.received.at(-1)! }
  }

  it('shows a secret once, and keeps none that could be read', async function () {
    const { status, body } = await ask('', { url: receiver.url, types: ['reward.claimed'] })
    expect(status).to.equal(201)
    expect(body).to.include({ url: receiver.url, state: 'working', sentThrough: 'evt_0', waiting: 0, dead: 0 })
    expect(Buffer.from(body.secret.replace('whsec_', ''), 'base64')).to.have.length(32)
    const { secret, ...shown } = body
    const { body: list } = await ask('')
    expect(list).to.deep.equal({ data: [shown], nextCursor: null })
    const kept = JSON.stringify(
      [await db.webhook.findMany(), await db.auditEntry.findMany()],
      (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    )
    expect(kept).to.not.include(secret.replace('whsec_', '')).and.to.not.include('whsec_')
  })

  it('repeats no secret to whoever sends the request again', async function () {
    const once = { key: partner.key, body: { url: receiver.url }, headers: { 'Idempotency-Key': 'k' } }
    expect((await send(api.url, '/v1/webhooks', once)).status).to.equal(201)
    expect((await send(api.url, '/v1/webhooks', once)).body.code).to.equal('answer_not_kept')
    expect(await db.webhook.count()).to.equal(1)
  })

  it('sends a test event that anybody can check: by the secret, or by the public key alone', async function () {
    const { webhookId, secret, publicKeys } = await add()
    const { received, ...outcome } = await test(webhookId)
    expect(outcome).to.include({ delivered: true, failure: null, status: 204 })
    expect(received.headers['webhook-id']).to.equal(outcome.messageId)
    expect(JSON.parse(received.body)).to.include({ id: outcome.messageId, type: 'webhook.test' })
    expect(JSON.parse(received.body).data).to.deep.equal({ webhookId })
    expect([isSignedWith(secret, received), isSignedBy(publicKeys[0], received)]).to.deep.equal([true, true])
    const altered = { ...received, body: received.body.replace('test', 'text') }
    expect([isSignedWith(secret, altered), isSignedBy(publicKeys[0], altered)]).to.deep.equal([false, false])
    expect(await db.feedEvent.count()).to.equal(0)
  })

  it('says how a test event failed', async function () {
    const { webhookId } = await add()
    receiver.answer = withStatus(503)
    expect(await test(webhookId)).to.include({ delivered: false, failure: 'status', status: 503 })
    await receiver.close()
    expect(await test(webhookId)).to.include({ delivered: false, failure: 'unreachable', status: null })
    receiver = await startReceiver()
  })

  it(`sends ${WEBHOOK_TESTS_MAX} test events in a minute, and not one more`, async function () {
    const { webhookId } = await add()
    for (let sent = 1; sent <= WEBHOOK_TESTS_MAX; sent += 1) await test(webhookId)
    expect(await test(webhookId)).to.include({ code: 'too_many_requests' })
    expect(receiver.received).to.have.length(WEBHOOK_TESTS_MAX)
    api.clock.advance(WEBHOOK_TESTS_WINDOW_MS)
    expect(await test(webhookId)).to.include({ delivered: true })
  })

  it('signs with both keys during a rotation, and with the new ones alone after it', async function () {
    const old = await add()
    const { body: fresh } = await ask(`/${old.webhookId}/rotate`, { overlapSeconds: 60 })
    expect(fresh.publicKeys).to.deep.equal([fresh.publicKeys[0], old.publicKeys[0]])
    const check = ({ received }: { received: Received }) => [
      isSignedWith(fresh.secret, received),
      isSignedBy(fresh.publicKeys[0], received),
      isSignedWith(old.secret, received),
      isSignedBy(old.publicKeys[0], received),
    ]
    expect(check(await test(old.webhookId))).to.deep.equal([true, true, true, true])
    api.clock.advance(60_000)
    expect(check(await test(old.webhookId))).to.deep.equal([true, true, false, false])
    expect((await ask('')).body.data[0]).to.deep.include({ publicKeys: [fresh.publicKeys[0]], previousKeysUntil: null })
  })

  it('ends the keys before last at once when it is rotated twice, and all before it with no overlap', async function () {
    const first = await add()
    const { body: second } = await ask(`/${first.webhookId}/rotate`, { overlapSeconds: 60 })
    const { body: third } = await ask(`/${first.webhookId}/rotate`, { overlapSeconds: 60 })
    const signedWith = ({ received }: { received: Received }) =>
      [first, second, third].map(({ secret }) => isSignedWith(secret, received))
    expect(signedWith(await test(first.webhookId))).to.deep.equal([false, true, true])
    const { body: last } = await ask(`/${first.webhookId}/rotate`, { overlapSeconds: 0 })
    const after = await test(first.webhookId)
    expect(signedWith(after)).to.deep.equal([false, false, false])
    expect(isSignedWith(last.secret, after.received)).to.equal(true)
  })

  it(`takes ${WEBHOOKS_PER_PARTNER_MAX} webhooks, also of many at once, and not one more`, async function () {
    const answers = await Promise.all(
      Array.from({ length: WEBHOOKS_PER_PARTNER_MAX + 2 }, (_, at) => ask('', { url: `${URL_OF_SHOP}/${at}` })),
    )
    const refused = answers.filter(({ status }) => status !== 201)
    expect(refused.map(({ body }) => body.code)).to.deep.equal(['webhooks_too_many', 'webhooks_too_many'])
    const [{ body: one } = { body: null }] = answers.filter(({ status }) => status === 201)
    await ask(`/${one.webhookId}`, undefined, 'DELETE')
    expect((await ask('', { url: URL_OF_SHOP })).status).to.equal(201)
  })

  for (const [what, body, status] of [
    ['a URL as long as allowed', { url: URL_OF_SHOP.padEnd(WEBHOOK_URL_LENGTH_MAX, 'a') }, 201],
    ['one that is longer', { url: URL_OF_SHOP.padEnd(WEBHOOK_URL_LENGTH_MAX + 1, 'a') }, 400],
    ['all types', { url: URL_OF_SHOP, types: PARTNER_EVENT_TYPES }, 201],
    ['a type that is none', { url: URL_OF_SHOP, types: ['member.born'] }, 400],
    ['a type twice', { url: URL_OF_SHOP, types: ['partner.left', 'partner.left'] }, 400],
    ['a secret of its own', { url: URL_OF_SHOP, secret: 'whsec_AAAA' }, 400],
    ['http to another machine', { url: 'http://192.168.1.1/' }, 422],
    ['the metadata service', { url: 'https://169.254.169.254/latest' }, 422],
  ] as const)
    it(`answers ${what} with ${status}`, async function () {
      expect((await ask('', body)).status).to.equal(status)
    })

  for (const [overlapSeconds, status] of [
    [0, 200],
    [WEBHOOK_OVERLAP_SECONDS_MAX, 200],
    [WEBHOOK_OVERLAP_SECONDS_MAX + 1, 400],
    [-1, 400],
  ] as const)
    it(`answers an overlap of ${overlapSeconds} seconds with ${status}`, async function () {
      const { webhookId } = await add()
      expect((await ask(`/${webhookId}/rotate`, { overlapSeconds })).status).to.equal(status)
    })

  it('refuses this machine unless a setting for development allows it', async function () {
    const strict = await startApi(db, {
      overrides: { checkWebhookUrl: createWebhookUrlCheck({ allowsPrivate: false }) },
    })
    for (const url of ['http://127.0.0.1/', 'https://localhost/', 'https://2130706433/', 'https://[::ffff:7f00:1]/'])
      expect((await send(strict.url, '/v1/webhooks', { key: partner.key, body: { url } })).body.code, url).to.equal(
        'webhook_url_refused',
      )
    await strict.close()
  })

  it('lists and replays what did not arrive, all or none', async function () {
    const { webhookId } = await add()
    const enrol = () => send(api.url, '/v1/members', { key: partner.key, body: { kind: 'card' } })
    await enrol()
    const now = api.clock.now()
    const deliveryId = '01985c7e-6d2a-7b0e-9d42-3f6a1c2b4d5e'
    const dead = { state: 'dead', tries: 10, lastFailure: 'status', lastStatus: 500, createdAt: now, endedAt: now }
    await db.webhookDelivery.create({ data: { id: deliveryId, webhookId, number: 1n, nextTryAt: now, ...dead } })
    const list = async (query = '') => (await ask(`/${webhookId}/deliveries${query}`)).body.data
    expect(await list('?state=waiting')).to.deep.equal([])
    expect((await list('?state=dead'))[0]).to.include({
      deliveryId,
      eventId: 'evt_1',
      type: 'member.enrolled',
      tries: 10,
    })
    const unknown = '01985c7e-6d2a-7b0e-9d42-3f6a1c2b4d5f'
    const both = await ask(`/${webhookId}/replay`, { deliveryIds: [deliveryId, unknown] })
    expect([both.body.code, both.body.details]).to.deep.equal(['delivery_unknown', { deliveryId: unknown }])
    expect((await list())[0]).to.include({ state: 'dead' })
    const { body } = await ask(`/${webhookId}/replay`, { deliveryIds: [deliveryId] })
    expect(body.data[0]).to.include({ deliveryId, state: 'waiting', tries: 0, endedAt: null })
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => deliveryId.replace(/.{4}$/, String(1_000 + at)))
    expect((await ask(`/${webhookId}/replay`, { deliveryIds: many(WEBHOOK_REPLAYS_MAX) })).status).to.equal(404)
    expect((await ask(`/${webhookId}/replay`, { deliveryIds: many(WEBHOOK_REPLAYS_MAX + 1) })).status).to.equal(400)
  })

  it('knows no webhook of another partner, and none that was removed', async function () {
    const { webhookId } = await add()
    const stranger = await aPartner(api.deps, 'Stranger')
    const calls = [
      ['/test', undefined, 'POST'],
      ['/rotate', {}, 'POST'],
      ['/disable', undefined, 'POST'],
      ['/enable', undefined, 'POST'],
      ['/deliveries', undefined, 'GET'],
      ['/replay', { deliveryIds: [webhookId] }, 'POST'],
      ['', undefined, 'DELETE'],
    ] as const
    for (const [path, body, method] of calls)
      expect((await ask(`/${webhookId}${path}`, body, method, stranger.key)).body.code, path).to.equal(
        'webhook_unknown',
      )
    expect((await ask('', undefined, 'GET', stranger.key)).body.data).to.deep.equal([])
    expect((await ask(`/${webhookId}`, undefined, 'DELETE')).status).to.equal(200)
    for (const [path, body, method] of calls)
      expect((await ask(`/${webhookId}${path}`, body, method)).body.code, path).to.equal('webhook_unknown')
    expect(receiver.received).to.deep.equal([])
  })

  it('is in the audit log, without URLs and secrets', async function () {
    const { webhookId } = await add(`${receiver.url}?token=geheim`, { types: ['partner.left'] })
    await ask(`/${webhookId}/rotate`, { overlapSeconds: 5 })
    await test(webhookId)
    await ask(`/${webhookId}/disable`, undefined, 'POST')
    await ask(`/${webhookId}/enable`, undefined, 'POST')
    await ask(`/${webhookId}`, undefined, 'DELETE')
    const entries = await readLog(api.url, await anOperatorKey(api.deps))
    const own = entries.filter(({ operation }) => String(operation).includes('Webhook'))
    expect(own.map(({ operation }) => operation)).to.deep.equal([
      'addWebhook',
      'rotateWebhook',
      'testWebhook',
      'disableWebhook',
      'enableWebhook',
      'removeWebhook',
    ])
    expect(own.every(({ target }) => JSON.stringify(target).includes(webhookId))).to.equal(true)
    expect(JSON.stringify(entries)).to.not.include('geheim').and.to.not.include('whsec_')
  })
})
