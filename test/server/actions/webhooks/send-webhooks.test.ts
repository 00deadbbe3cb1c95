import { expect } from 'chai'
import { Webhook as Verifier } from 'standardwebhooks'

import { disableWebhook } from '../../../../server/actions/webhooks/disable-webhook.ts'
import { enableWebhook } from '../../../../server/actions/webhooks/enable-webhook.ts'
import { removeWebhook } from '../../../../server/actions/webhooks/remove-webhook.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import {
  WEBHOOK_BODY_BYTES_MAX,
  WEBHOOK_DOWN_MS_MAX,
  WEBHOOK_LEASE_MS,
  WEBHOOK_PAUSES_MS,
  WEBHOOK_TRIES_MAX,
  webhookDownMs,
  webhookPauseMs,
} from '../../../../server/domain/webhooks.ts'
import { withStatus } from '../../../support/webhook-receiver.ts'
import { aPartner } from '../../api/support/coalition.ts'
import { drain, openWebhookWorld, type WebhookWorld } from './webhook-world.ts'

const LONGEST_MS = 2 * 24 * 3_600_000

describe('events that are sent to webhooks', function () {
  this.timeout(60_000)
  let world: WebhookWorld

  beforeEach(async function () {
    world = await openWebhookWorld()
  })

  afterEach(() => world.close())

  it('arrive as the feed shows them, signed, from the next one on', async function () {
    await world.note(3)
    const { secret } = await world.add()
    await world.note(1, 'reward.claimed', world.partnerId, { points: '5' })
    await drain(world.sender())
    expect(world.ids()).to.deep.equal(['evt_4'])
    const [{ headers, body } = { headers: {}, body: '' }] = world.receiver.received
    const told = new Verifier(secret).verify(body, headers) as Record<string, unknown>
    const timestamp = world.api.clock.now().toISOString()
    expect(told).to.deep.equal({ id: 'evt_4', type: 'reward.claimed', timestamp, data: { points: '5' } })
    expect((await world.view()).cursor).to.deep.include({ number: 4n, failures: 0 })
    expect(await world.db.webhookDelivery.count()).to.equal(0)
  })

  it('arrive all, and once where nothing goes wrong; a round in any order, and rounds in order', async function () {
    await world.add()
    await world.note(50)
    await drain(world.sender())
    expect([...world.ids()].sort()).to.deep.equal(Array.from({ length: 50 }, (_, at) => `evt_${at + 1}`).sort())
    for (const [at, id] of world.ids().entries()) expect(Math.abs(Number(id?.slice(4)) - at - 1)).to.be.lessThan(8)
  })

  it('are only those of the types that are wanted', async function () {
    await world.add(['redemption.held'])
    await world.note(300)
    await world.note(2, 'redemption.held')
    await world.note(3)
    await drain(world.sender())
    expect([...world.ids()].sort()).to.deep.equal(['evt_301', 'evt_302'])
    expect((await world.view()).cursor.number).to.equal(305n)
  })

  it('are not sent twice by two processes at once', async function () {
    await world.add()
    await world.note(60)
    const two = [world.sender('one'), world.sender('two')]
    await Promise.all(two.map(drain))
    await Promise.all(two.map(drain))
    expect(world.ids()).to.have.length(60)
    expect(new Set(world.ids()).size).to.equal(60)
  })

  it('are sent by another process once the lease of one that died is over, under the same id', async function () {
    await world.add()
    await world.note(1)
    world.receiver.answer = () => undefined
    await world.sender('dead').step()
    await world.receiver.got(1)
    world.receiver.answer = withStatus(204)
    const heir = world.sender('heir')
    expect(await heir.step(), 'while the lease counts').to.equal(false)
    world.api.clock.advance(WEBHOOK_LEASE_MS - 1)
    expect(await heir.step(), 'still').to.equal(false)
    world.api.clock.advance(1)
    await drain(heir)
    expect(world.ids()).to.deep.equal(['evt_1', 'evt_1'])
  })

  it('are sent again after a stop, at once, because a stop counts for nothing', async function () {
    await world.add()
    await world.note(1)
    world.receiver.answer = () => undefined
    const stopped = world.sender()
    await stopped.step()
    await world.receiver.got(1)
    await stopped.stop()
    expect(await stopped.step()).to.equal(false)
    world.receiver.answer = withStatus(204)
    await drain(world.sender('next'))
    expect(world.ids()).to.deep.equal(['evt_1', 'evt_1'])
    expect(await world.db.webhookDelivery.count()).to.equal(0)
  })

  it('of one partner are not delayed by a receiver of another that takes its time', async function () {
    const slow = await world.anotherReceiver()
    slow.answer = () => undefined
    const { id: other } = await aPartner(world.api.deps, 'Slow')
    await world.add([], slow.url, other)
    await world.add()
    await world.note(5, 'accrual.accepted', other)
    await world.note(20)
    const sender = world.sender()
    while (world.receiver.received.length < 20) {
      await sender.step()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(slow.received).to.have.length(5)
  })

  it('are not sent while the partner has disabled it, and none is lost when it is enabled', async function () {
    const { webhook } = await world.add()
    const named = { partnerId: world.partnerId, webhookId: webhook.id }
    await world.note(2)
    await drain(world.sender())
    const { disabledAt } = (await disableWebhook(world.api.deps, named)).webhook
    await world.note(2)
    world.api.clock.advance(LONGEST_MS)
    await drain(world.sender())
    expect(world.receiver.received).to.have.length(2)
    // A second time changes nothing.
    expect((await disableWebhook(world.api.deps, named)).webhook.disabledAt).to.deep.equal(disabledAt)
    await enableWebhook(world.api.deps, named)
    await drain(world.sender())
    expect([...world.ids()].sort()).to.deep.equal(['evt_1', 'evt_2', 'evt_3', 'evt_4'])
  })

  it('are not sent to a receiver that answered 410, until it is enabled; then it goes on where it stopped', async function () {
    const { webhook } = await world.add()
    await world.note(3)
    world.receiver.answer = withStatus(410)
    const sender = world.sender()
    await drain(sender)
    const tried = world.receiver.received.length
    await world.note(2)
    world.api.clock.advance(LONGEST_MS)
    await drain(sender)
    expect(world.receiver.received).to.have.length(tried)
    expect((await world.view()).webhook.disabledAt).to.not.equal(null)
    world.receiver.answer = withStatus(200)
    await enableWebhook(world.api.deps, { partnerId: world.partnerId, webhookId: webhook.id })
    world.receiver.received.length = 0
    await drain(sender)
    expect([...world.ids()].sort()).to.deep.equal(['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5'])
    expect(await world.view()).to.deep.include({ waiting: 0, dead: 0 })
  })

  it('are not sent to a webhook that was removed, also while it is being sent to', async function () {
    const { webhook } = await world.add()
    await world.note(1)
    const sender = world.sender()
    world.receiver.answer = (response) => {
      void removeWebhook(world.api.deps, { partnerId: world.partnerId, webhookId: webhook.id }).then(() =>
        response.writeHead(500).end(),
      )
    }
    await drain(sender)
    await world.note(1)
    world.api.clock.advance(LONGEST_MS)
    await drain(sender)
    expect(world.receiver.received).to.have.length(1)
    expect(await world.db.webhookDelivery.count()).to.equal(0)
    expect(await world.db.webhook.findFirst()).to.include({ sealed: null, previousSealed: null })
  })

  for (const [bytes, isSent] of [
    [WEBHOOK_BODY_BYTES_MAX, true],
    [WEBHOOK_BODY_BYTES_MAX + 1, false],
  ] as const)
    it(`of ${bytes} bytes are ${isSent ? 'sent' : 'dead at once'}`, async function () {
      await world.add()
      const timestamp = world.api.clock.now().toISOString()
      const empty = JSON.stringify({ id: 'evt_1', type: 'accrual.accepted', timestamp, data: { a: '' } })
      await world.note(1, 'accrual.accepted', world.partnerId, { a: 'x'.repeat(bytes - empty.length) })
      await drain(world.sender())
      expect(world.receiver.received.map(({ body }) => body.length)).to.deep.equal(isSent ? [bytes] : [])
      expect((await world.view()).dead).to.equal(isSent ? 0 : 1)
    })

  it('fail loudly where our own database does', async function () {
    await world.add()
    await world.note(1)
    const broken = Object.create(world.db, {
      transaction: {
        value: async (run: Parameters<Database['transaction']>[0]) => {
          if (world.receiver.received.length > 0) throw new Error('connection lost')
          return world.db.transaction(run)
        },
      },
    }) as Database
    const sender = world.sender('one', { db: broken })
    await sender.step()
    await sender.settled()
    const fault = await sender.step().then(
      () => null,
      (error: unknown) => error,
    )
    expect(String(fault)).to.include('connection lost')
    await drain(world.sender('one'))
    expect(world.ids()).to.deep.equal(['evt_1', 'evt_1'])
  })

  it('pause with chance, never shorter, and up to an hour while nothing arrives', function () {
    const sum = WEBHOOK_PAUSES_MS.reduce((all, ms) => all + ms, 0)
    expect(sum).to.be.within(72 * 3_600_000, 4 * 86_400_000)
    expect([webhookPauseMs(1, 0), webhookPauseMs(1, 0.5), webhookPauseMs(WEBHOOK_TRIES_MAX, 0)]).to.deep.equal([
      5_000, 5_500, 86_400_000,
    ])
    expect([1, 2, 3, 10, 11, 5_000].map((failures) => webhookDownMs(failures, 0))).to.deep.equal([
      5_000,
      10_000,
      20_000,
      2_560_000,
      WEBHOOK_DOWN_MS_MAX,
      WEBHOOK_DOWN_MS_MAX,
    ])
  })
})
