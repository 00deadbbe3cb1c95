import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { createWebhookSender } from '../../../../server/actions/webhooks/send-webhooks.ts'
import { useDataFolder } from '../../../support/data-folder.ts'
import { type Receiver, startReceiver, withStatus } from '../../../support/webhook-receiver.ts'
import { makeDeps } from '../../api/support/running-api.ts'

const WRITER = fileURLToPath(new URL('../../../support/webhook-writer.ts', import.meta.url))
/** Events are sent in rounds of 8: the server is killed in the second one. */
const ANSWERED = 12

describe('a webhook whose server is killed', function () {
  this.timeout(180_000)
  const data = useDataFolder()
  let receiver: Receiver

  beforeEach(async function () {
    receiver = await startReceiver()
  })

  afterEach(() => receiver.close())

  it('gets each event, and what was not written down once more under the same id, although the database is lost', async () => {
    receiver.answer = (response, received) => {
      if (receiver.received.length <= ANSWERED) withStatus(204)(response, received, response.req)
    }
    const child = spawn(process.execPath, [WRITER, data.path(), receiver.url], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    // Twelve were answered; those after them were sent, and never learn how it went.
    await receiver.got(16)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const before = receiver.received.map(({ headers }) => headers['webhook-id'])
    // The power cut took the database folder as well: cursors come from the journal alone.
    await rm(join(data.path(), 'database'), { recursive: true })
    const { db } = await data.open()
    receiver.received.length = 0
    receiver.answer = withStatus(204)
    const deps = await makeDeps(db, process.stderr)
    const sender = createWebhookSender({
      ...deps,
      holder: 'embedded',
      report: () => undefined,
      roundEnded: () => undefined,
    })
    do while (await sender.step());
    while (await sender.settled().then(() => sender.step()))
    const after = receiver.received.map(({ headers }) => headers['webhook-id'])
    const all = Array.from({ length: 24 }, (_, at) => `evt_${at + 1}`)
    expect(new Set([...before, ...after])).to.deep.equal(new Set(all))
    // The first round was written down, the second was not.
    expect([...after].sort()).to.deep.equal(all.slice(8).sort())
    expect(before.filter((id) => after.includes(id))).to.have.length(8)
  })
})
