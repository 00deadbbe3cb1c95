/** A process of its own that sends events to a webhook, until it is killed: node webhook-writer.ts <data folder> <url>. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'

import { addWebhook } from '../../server/actions/webhooks/add-webhook.ts'
import { createWebhookSender } from '../../server/actions/webhooks/send-webhooks.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { noteEvents } from '../../server/database/feed-events.ts'
import { aPartner } from '../server/api/support/coalition.ts'
import { makeDeps } from '../server/api/support/running-api.ts'

const [folder = '', url = ''] = process.argv.slice(2)
const journal = openJournal(join(folder, 'journal.sqlite'), new Date())
const db = await openDatabase({ kind: 'pglite', folder: join(folder, 'database'), journal })
const deps = await makeDeps(db, process.stderr)
const { id: partnerId } = await aPartner(deps)
await addWebhook(deps, { partnerId, url, types: [] })
await db.transaction(async (tx) => {
  const event = { partnerId, type: 'accrual.accepted' as const, data: {}, at: deps.clock.now() }
  const events = Array.from({ length: 24 }, () => ({ ...event, objectId: randomUUID() }))
  noteEvents(tx, events)
})
const sender = createWebhookSender({
  ...deps,
  holder: 'embedded',
  report: () => undefined,
  roundEnded: () => undefined,
})
for (;;) {
  await sender.step()
  await new Promise((resolve) => setTimeout(resolve, 5))
}
