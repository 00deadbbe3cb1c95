import { randomUUID } from 'node:crypto'
import { request } from 'node:http'

import { expect } from 'chai'

import { authoriseMetrics, type MetricsRequest, type MetricsTerms } from '../../../server/auth/metrics-callers.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { type RunningApi, startApi } from './support/running-api.ts'

const TOKEN = 'a-token-of-the-collector'

describe('the metrics', function () {
  let api: RunningApi
  const start = async (metricsTerms: MetricsTerms) => {
    api = await startApi(await sharedTestDatabase(), { overrides: { metricsTerms } })
  }
  afterEach(() => api.close())

  /** Asks with headers that `fetch` would not send. */
  const ask = (headers: Record<string, string> = {}, path = '/metrics') =>
    new Promise<{ status: number; text: string; challenge: string | undefined }>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: api.port, path, headers }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        const { statusCode: status = 0, headers: answered } = response
        response.on('end', () => resolve({ status, text, challenge: answered['www-authenticate'] }))
      })
      asked.on('error', reject).end()
    })
  const isRefused = async (headers: Record<string, string>) => {
    const { status, text, challenge } = await ask(headers)
    expect([status, challenge], JSON.stringify(headers)).to.deep.equal([401, 'Bearer realm="entente"'])
    expect(JSON.parse(text)).to.include({ code: 'unauthenticated' })
    expect(text).to.not.include('entente_')
  }

  it('are for whoever has the token, also on this machine', async () => {
    await start({ token: TOKEN, isOpenLocally: true })
    for (const scheme of ['Bearer', 'bearer']) {
      const { status, text } = await ask({ Authorization: `${scheme} ${TOKEN}` })
      expect(status).to.equal(200)
      expect(text).to.include('entente_open_entries')
    }
    for (const Authorization of [
      '',
      TOKEN,
      'Bearer ',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Basic ${TOKEN}`,
    ])
      await isRefused(Authorization === '' ? {} : { Authorization })
  })

  it('tell how many messages wait, by kind, and how long the oldest has waited', async () => {
    await start({ token: TOKEN, isOpenLocally: false })
    const now = api.clock.now().getTime()
    const message = { memberId: '01900000-0000-7000-8000-000000000000', topic: 'pin_changed', tries: 0, endedAt: null }
    const until = new Date(now + 60_000)
    const waiting = (ageMs: number) => ({
      ...message,
      id: randomUUID(),
      kind: 'phone',
      state: 'waiting',
      sealed: 'x',
      nextTryAt: until,
      expiresAt: until,
      createdAt: new Date(now - ageMs),
    })
    const sent = { ...waiting(300_000), state: 'sent', sealed: null, endedAt: new Date(now) }
    await api.deps.db.message.createMany({ data: [waiting(90_000), waiting(30_000), sent] })
    const { text } = await ask({ Authorization: `Bearer ${TOKEN}` })
    expect(text.split('\n').filter((line) => /^entente_.*message/.test(line))).to.have.members([
      'entente_messages_waiting{kind="email"} 0',
      'entente_messages_waiting{kind="phone"} 2',
      'entente_oldest_waiting_message_age_seconds{kind="email"} 0',
      'entente_oldest_waiting_message_age_seconds{kind="phone"} 90',
    ])
  })

  it('tell how webhooks do, and since when an event has waited for its first try', async () => {
    await start({ token: TOKEN, isOpenLocally: false })
    const now = api.clock.now()
    const at = new Date(now.getTime() - 90_000)
    const [one, two] = [randomUUID(), randomUUID()]
    const webhook = { partnerId: 1, url: 'https://a.example/', types: [], sealed: 'x', publicKey: 'x', createdAt: now }
    const disabled = { ...webhook, id: two, disabledAt: now }
    await api.deps.db.webhook.createMany({ data: [{ ...webhook, id: one }, disabled] })
    const cursor = { number: 0n, pausedUntil: null }
    await api.deps.db.webhookCursor.createMany({
      data: [
        { ...cursor, webhookId: one, failures: 1 },
        { ...cursor, webhookId: two, failures: 0 },
      ],
    })
    const event = { partnerId: 1, number: 1n, type: 'accrual.accepted', objectId: randomUUID(), data: {}, at }
    await api.deps.db.feedEvent.create({ data: event })
    const waits = { webhookId: one, state: 'waiting', tries: 1, nextTryAt: now, lastFailure: 'timeout', createdAt: now }
    await api.deps.db.webhookDelivery.create({ data: { ...waits, id: randomUUID(), number: 1n } })
    const { text } = await ask({ Authorization: `Bearer ${TOKEN}` })
    expect(text.split('\n').filter((line) => /^entente_.*webhook/.test(line))).to.have.members([
      'entente_webhooks{state="working"} 0',
      'entente_webhooks{state="failing"} 1',
      'entente_webhooks{state="disabled"} 1',
      'entente_webhook_deliveries{state="waiting"} 1',
      'entente_webhook_deliveries{state="dead"} 0',
      'entente_oldest_unsent_webhook_event_age_seconds 90',
    ])
  })

  it('are without a token for programs on this machine that no proxy and no foreign page stands before', async () => {
    await start({ token: null, isOpenLocally: true })
    for (const Host of ['127.0.0.1:8080', 'localhost', '[::1]:1']) expect((await ask({ Host })).status).to.equal(200)
    for (const header of ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP'])
      await isRefused({ [header]: '127.0.0.1' })
    for (const Host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1@evil.example',
      '127.0.0.1:80.evil.example',
    ])
      await isRefused({ Host })
    await isRefused({ Authorization: `Bearer ${TOKEN}`, Host: 'evil.example' })
  })

  it('are for nobody without a token where people reach the server by another name', async () => {
    await start({ token: null, isOpenLocally: false })
    await isRefused({})
    await isRefused({ Authorization: 'Bearer ' })
  })

  it('are not for other machines, whatever address they name', async () => {
    await start({ token: null, isOpenLocally: true })
    const local: MetricsRequest = {
      authorization: undefined,
      host: 'localhost',
      remoteAddress: '::1',
      isForwarded: false,
    }
    const terms: MetricsTerms = { token: null, isOpenLocally: true }
    for (const remoteAddress of ['::1', '127.0.0.1', '127.8.8.8', '::ffff:127.0.0.1'])
      expect(() => authoriseMetrics(terms, { ...local, remoteAddress }), remoteAddress).to.not.throw()
    for (const remoteAddress of [undefined, '10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1.evil.example', 'fe80::1', '::'])
      expect(() => authoriseMetrics(terms, { ...local, remoteAddress }), String(remoteAddress)).to.throw()
  })

  it('leave health and readiness to everybody, who say no more than words', async () => {
    await start({ token: TOKEN, isOpenLocally: false })
    expect(JSON.parse((await ask({}, '/healthz')).text)).to.deep.equal({ status: 'ok' })
    const ready = JSON.parse((await ask({}, '/readyz')).text) as { checks: object }
    expect(ready).to.have.all.keys('status', 'checks')
    expect(ready.checks).to.deep.equal({ server: 'ok', database: 'ok', indexer: 'not_following' })
  })
})
