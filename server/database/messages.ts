import type { Reader, Transaction } from './engine/client.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList, type NewRow } from './engine/tables.ts'
import type { MessageModel } from './generated/models.ts'

/** A message to a member that waits to be sent, or what became of it. */
export type Message = Narrow<
  MessageModel,
  { kind: 'email' | 'phone'; state: 'waiting' | 'sent' | 'failed' | 'expired' }
>

declare module './engine/tables.ts' {
  interface Rows {
    message: Message
  }
}

/** Stores messages that are to be sent, in the transaction of what they tell. */
export async function appendMessages(tx: Transaction, messages: readonly NewRow<'message'>[]): Promise<void> {
  await insertNewRows(tx, 'message', messages, 'a message is new')
}

/** Locks the oldest message of a kind whose turn it is; null when there is none. Of two processes, one gets it. */
export async function claimDueMessage(
  tx: Transaction,
  { kind, now }: { kind: Message['kind']; now: Date },
): Promise<Message | null> {
  const rows = await tx.$queryRawUnsafe<Message[]>(
    `select ${columnList('message')} from message
     where state = 'waiting' and kind = $1 and next_try_at <= $2::timestamptz
     order by next_try_at, seq limit 1 for update skip locked`,
    kind,
    now.toISOString(),
  )
  return rows[0] ?? null
}

/** Locks a message that was claimed; null when another process ended it meanwhile. */
export async function lockWaitingMessage(tx: Transaction, id: string): Promise<Message | null> {
  const rows = await tx.$queryRawUnsafe<Message[]>(
    `select ${columnList('message')} from message where id = $1::uuid and state = 'waiting' for update`,
    id,
  )
  return rows[0] ?? null
}

/** Deletes messages that were sent or given up before a moment. */
export async function deleteEndedMessages(tx: Transaction, before: Date): Promise<void> {
  await tx.message.deleteMany({ where: { endedAt: { lt: before } } })
}

/** The messages of a kind that are not sent yet, and since when the oldest of them waits. */
export interface WaitingMessages {
  readonly kind: Message['kind']
  readonly waiting: number
  readonly oldestAt: Date
}

/** What waits to be sent, by kind; a kind of which nothing waits is left out. */
export async function listWaitingMessages(reader: Reader): Promise<WaitingMessages[]> {
  return reader.$queryRaw<WaitingMessages[]>`
    select kind, count(*)::int as waiting, min(created_at) as "oldestAt" from message
    where state = 'waiting' group by kind order by kind`
}

/** Stores what became of a message. The caller has locked it. */
export async function saveMessage(tx: Transaction, message: Message): Promise<void> {
  await saveRows(tx, 'message', [message])
}
