import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'
import type { WebhookModel } from './generated/models.ts'

/** Where a partner's events are sent. */
export type Webhook = Readonly<WebhookModel>

declare module './engine/tables.ts' {
  interface Rows {
    webhook: Webhook
  }
}

/** Stores a new webhook. */
export async function insertWebhook(tx: Transaction, webhook: NewRow<'webhook'>): Promise<Webhook> {
  const [inserted] = await insertNewRows(tx, 'webhook', [webhook], 'a webhook is new')
  noteMade(tx, { webhookId: webhook.id })
  return inserted as Webhook
}

/** Locks a webhook of a partner until the transaction ends; null where it has none of this id, or it was removed. */
export async function lockWebhook(
  tx: Transaction,
  { partnerId, webhookId }: { partnerId: number; webhookId: string },
): Promise<Webhook | null> {
  const webhook = await lockRow(tx, 'webhook', webhookId, { skipLocked: false })
  return webhook?.partnerId === partnerId && webhook.removedAt === null ? webhook : null
}

/** A webhook of a partner; null where it has none of this id, or it was removed. */
export async function findWebhook(
  reader: Reader,
  { partnerId, webhookId }: { partnerId: number; webhookId: string },
): Promise<Webhook | null> {
  return reader.webhook.findFirst({ where: { id: webhookId, partnerId, removedAt: null } })
}

/** The webhooks of a partner that were not removed, newest first. There are few: their number has a limit. */
export async function listWebhooksOfPartner(reader: Reader, partnerId: number): Promise<Webhook[]> {
  return reader.webhook.findMany({ where: { partnerId, removedAt: null }, orderBy: { seq: 'desc' } })
}

/** Stores a changed webhook. The caller has locked it. */
export async function saveWebhook(tx: Transaction, webhook: Webhook): Promise<void> {
  await saveRows(tx, 'webhook', [webhook])
}
