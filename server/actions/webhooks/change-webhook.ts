import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockWebhook, type Webhook } from '../../database/webhooks.ts'
import { Rejection } from '../../domain/rejection.ts'

/** A webhook of a partner. */
export interface NamedWebhook {
  readonly partnerId: number
  readonly webhookId: string
}

/** Changes a webhook that is locked meanwhile. */
export async function changeWebhook<Result>(
  { db }: { db: Database },
  named: NamedWebhook,
  change: (tx: Transaction, webhook: Webhook) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    const webhook = await lockWebhook(tx, named)
    if (webhook === null) throw new Rejection('webhook_unknown')
    return change(tx, webhook)
  })
}
