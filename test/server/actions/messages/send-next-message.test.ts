import { expect } from 'chai'

import { queueMessages } from '../../../../server/actions/messages/queue-messages.ts'
import { sendNextMessage } from '../../../../server/actions/messages/send-next-message.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import {
  MESSAGE_PAUSE_MS_MAX,
  MESSAGE_PAUSE_MS_MIN,
  MESSAGE_TRIES_MAX,
  messagePauseMs,
  type OutgoingMessage,
} from '../../../../server/domain/channels.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aMember } from '../../api/support/coalition.ts'
import { type RunningApi, startApi } from '../../api/support/running-api.ts'

const DAY_MS = 86_400_000

describe('messages that wait', function () {
  let db: Database
  let api: RunningApi
  let memberId: string
  let isDown: boolean
  let sent: OutgoingMessage[]
  let failures: number[]

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    memberId = (await aMember(api.deps)).member.id
    isDown = false
    sent = []
    failures = []
  })

  afterEach(() => api.close())

  const channel = {
    async send(message: OutgoingMessage) {
      if (isDown) throw new Error('connect ECONNREFUSED')
      sent.push(message)
    },
  }
  const sendNext = async (email: { send: (message: OutgoingMessage) => Promise<void> } | null = channel) =>
    sendNextMessage(
      { ...api.deps, channels: { email, phone: null }, report: ({ tries }) => failures.push(tries) },
      'email',
    )
  const queue = async (count = 1, ageMsMax = 30 * DAY_MS) =>
    db.transaction((tx) =>
      queueMessages(
        tx,
        api.deps,
        Array.from({ length: count }, (_, at) => ({
          memberId,
          kind: 'email' as const,
          to: `ada${at}@example.com`,
          topic: 'pin_changed' as const,
          facts: {},
          expiresAt: new Date(api.clock.now().getTime() + ageMsMax),
        })),
      ),
    )
  const states = async () => (await db.message.findMany({ orderBy: { seq: 'asc' } })).map(({ state }) => state)

  it('are sent once each, in their order, and kept without text and address', async function () {
    await queue(3)
    while (await sendNext());
    expect(sent.map(({ to }) => to)).to.deep.equal(['ada0@example.com', 'ada1@example.com', 'ada2@example.com'])
    expect(await states()).to.deep.equal(['sent', 'sent', 'sent'])
    expect((await db.message.findMany()).every(({ sealed }) => sealed === null)).to.equal(true)
    expect(await sendNext()).to.equal(false)
  })

  it('are not sent twice by two processes at once', async function () {
    await queue(4)
    await Promise.all(Array.from({ length: 8 }, () => sendNext()))
    while (await sendNext());
    expect(new Set(sent.map(({ id }) => id)).size).to.equal(4)
    expect(sent).to.have.length(4)
  })

  it('outlive a mail server that is down, and one does not hold up the next', async function () {
    await queue(2)
    isDown = true
    expect([await sendNext(), await sendNext(), await sendNext()]).to.deep.equal([false, false, false])
    expect(failures).to.deep.equal([1, 1])
    isDown = false
    expect(await sendNext(), 'not before its pause is over').to.equal(false)
    api.clock.advance(MESSAGE_PAUSE_MS_MIN)
    while (await sendNext());
    expect(sent).to.have.length(2)
  })

  it('are given up after the last try', async function () {
    await queue()
    isDown = true
    for (let tried = 1; tried <= MESSAGE_TRIES_MAX; tried++) {
      expect(await states(), `before try ${tried}`).to.deep.equal(['waiting'])
      await sendNext()
      api.clock.advance(messagePauseMs(tried))
    }
    expect(await states()).to.deep.equal(['failed'])
    isDown = false
    expect(await sendNext()).to.equal(false)
    expect(failures).to.have.length(MESSAGE_TRIES_MAX)
  })

  it('are tried again, but not for ever, by processes that die over them', async function () {
    await queue()
    const never = new Promise<void>(() => undefined)
    for (let died = 0; died < MESSAGE_TRIES_MAX; died++) {
      void sendNext({ send: () => never })
      await waitForTries(died + 1)
      api.clock.advance(MESSAGE_PAUSE_MS_MAX)
    }
    expect(await sendNext(), 'ended').to.equal(true)
    expect(await states()).to.deep.equal(['failed'])
    expect(sent).to.deep.equal([])
  })

  const waitForTries = async (tries: number) => {
    while ((await db.message.count({ where: { tries } })) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  for (const [ms, state] of [
    [DAY_MS - 1, 'sent'],
    [DAY_MS, 'expired'],
  ] as const)
    it(`of a day are ${state} after ${ms} ms`, async function () {
      await queue(1, DAY_MS)
      api.clock.advance(ms)
      await sendNext()
      expect(await states()).to.deep.equal([state])
    })

  it('pause longer each time, up to an hour', function () {
    expect([1, 2, 3, 9, 10, MESSAGE_TRIES_MAX].map(messagePauseMs)).to.deep.equal([
      10_000,
      20_000,
      40_000,
      2_560_000,
      MESSAGE_PAUSE_MS_MAX,
      MESSAGE_PAUSE_MS_MAX,
    ])
  })
})
