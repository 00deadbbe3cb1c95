import { randomUUID } from 'node:crypto'

import { expect } from 'chai'

import { replayWebhookDeliveries } from '../../../../server/actions/webhooks/replay-webhook-deliveries.ts'
import { createWebhookPost } from '../../../../server/channels/webhook-post.ts'
import {
  WEBHOOK_DOWN_MS_MAX,
  WEBHOOK_TRIES_MAX,
  WEBHOOK_WAITING_MAX,
  webhookPauseMs,
} from '../../../../server/domain/webhooks.ts'
import { startReceiver, withStatus } from '../../../support/webhook-receiver.ts'
import { drain, openWebhookWorld, type WebhookWorld } from './webhook-world.ts'

const LONGEST_MS = 2 * 24 * 3_600_000

describe('events for a receiver that is down', function () {
  this.timeout(60_000)
  let world: WebhookWorld

  beforeEach(async function () {
    world = await openWebhookWorld()
  })

  afterEach(() => world.close())

  it('are tried again after pauses that grow, for three days and more, and are dead then; a replay sends them once more', async function () {
    const { webhook } = await world.add()
    await world.note(1)
    world.receiver.answer = withStatus(500)
    const sender = world.sender()
    const began = world.api.clock.now().getTime()
    for (let tries = 1; tries <= WEBHOOK_TRIES_MAX; tries += 1) {
      await drain(sender)
      expect(world.receiver.received).to.have.length(tries)
      const [row] = await world.deliveries(webhook.id)
      expect(row).to.include({ tries, lastFailure: 'status', lastStatus: 500 })
      expect(row?.state).to.equal(tries === WEBHOOK_TRIES_MAX ? 'dead' : 'waiting')
      if (tries === WEBHOOK_TRIES_MAX) break
      const waitMs = (row?.nextTryAt.getTime() ?? 0) - world.api.clock.now().getTime()
      expect(waitMs).to.be.within(webhookPauseMs(tries, 0), webhookPauseMs(tries, 1))
      world.api.clock.advance(Math.max(waitMs, WEBHOOK_DOWN_MS_MAX * 1.2))
    }
    expect(world.api.clock.now().getTime() - began).to.be.greaterThan(72 * 3_600_000)
    world.api.clock.advance(LONGEST_MS)
    await drain(sender)
    expect(new Set(world.ids())).to.deep.equal(new Set(['evt_1']))
    expect(world.receiver.received, 'dead').to.have.length(WEBHOOK_TRIES_MAX)
    world.receiver.answer = withStatus(200)
    const [dead] = await world.deliveries(webhook.id)
    await replayWebhookDeliveries(world.api.deps, {
      partnerId: world.partnerId,
      webhookId: webhook.id,
      deliveryIds: [dead!.id],
    })
    await drain(sender)
    expect(world.ids().at(-1)).to.equal('evt_1')
    expect(await world.deliveries(webhook.id)).to.have.length(1)
    expect((await world.deliveries(webhook.id))[0]).to.include({ state: 'delivered', tries: 1 })
  })

  it('wait in the feed meanwhile, however many, and all arrive when it is back', async function () {
    await world.add()
    await world.note(100)
    await world.receiver.close()
    const sender = world.sender()
    for (let hours = 0; hours < 4; hours += 1) {
      await drain(sender)
      world.api.clock.advance(WEBHOOK_DOWN_MS_MAX * 1.2)
    }
    const { cursor, waiting } = await world.view()
    expect(cursor.failures).to.equal(4)
    expect(waiting).to.be.within(8, 12)
    world.receiver = await startReceiver({ port: world.receiver.port })
    for (let days = 0; days < 6; days += 1) {
      await drain(sender)
      world.api.clock.advance(LONGEST_MS)
    }
    expect(new Set(world.ids()).size).to.equal(100)
    expect(await world.view()).to.deep.include({ waiting: 0, dead: 0 })
  })

  it('are not held up by one event that it never takes', async function () {
    const { webhook } = await world.add()
    world.receiver.answer = (response, { headers }) => {
      response.writeHead(headers['webhook-id'] === 'evt_1' ? 500 : 200).end()
    }
    await world.note(40)
    const sender = world.sender()
    for (let passed = 0; passed < 10; passed += 1) {
      await drain(sender)
      world.api.clock.advance(5_000)
    }
    expect(new Set(world.ids()).size).to.equal(40)
    expect((await world.deliveries(webhook.id)).map(({ number, state }) => [number, state])).to.deep.equal([
      [1n, 'waiting'],
    ])
  })

  for (const [status, failure] of [
    [301, 'status'],
    [404, 'status'],
    [429, 'status'],
    [503, 'status'],
  ] as const)
    it(`fail by ${status}`, async function () {
      const { webhook } = await world.add()
      await world.note(1)
      world.receiver.answer = withStatus(status, { location: world.receiver.url })
      await drain(world.sender())
      expect(world.receiver.received).to.have.length(1)
      const [row] = await world.deliveries(webhook.id)
      expect(row).to.include({ state: 'waiting', lastFailure: failure, lastStatus: status })
      expect((await world.view()).cursor.failures).to.equal(1)
    })

  it('are no request at all where the setting or the name has changed since, and it leads into the network', async function () {
    await world.add()
    await world.note(1)
    const postWebhook = createWebhookPost({ allowsPrivate: false })
    await drain(world.sender('strict', { postWebhook }))
    expect(world.receiver.received).to.deep.equal([])
    expect(await world.db.webhookDelivery.findMany()).to.have.length(1)
    expect((await world.db.webhookDelivery.findFirst())?.lastFailure).to.equal('target_refused')
  })

  it('are left in the feed once so many wait', async function () {
    const { webhook } = await world.add()
    await world.note(WEBHOOK_WAITING_MAX + 10)
    const now = world.api.clock.now()
    const waits = { webhookId: webhook.id, state: 'waiting', tries: 1, lastFailure: 'status', lastStatus: 500 }
    const nextTryAt = new Date(now.getTime() + LONGEST_MS)
    await world.db.webhookDelivery.createMany({
      data: Array.from({ length: WEBHOOK_WAITING_MAX - 1 }, (_, at) => ({
        ...waits,
        id: randomUUID(),
        number: BigInt(at + 1),
        nextTryAt,
        createdAt: now,
      })),
    })
    await world.db.webhookCursor.updateMany({ data: { number: BigInt(WEBHOOK_WAITING_MAX - 1) } })
    world.receiver.answer = withStatus(500)
    const sender = world.sender()
    await drain(sender)
    expect(world.ids(), 'one below the limit: one is sent').to.deep.equal([`evt_${WEBHOOK_WAITING_MAX}`])
    world.api.clock.advance(WEBHOOK_DOWN_MS_MAX * 2)
    await world.db.webhookDelivery.updateMany({ data: { nextTryAt } })
    await drain(sender)
    expect(world.ids(), 'at the limit: none').to.have.length(1)
  })
})
