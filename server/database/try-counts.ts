import type { Transaction } from './engine/client.ts'
import type { TryCountModel } from './generated/models.ts'

/** How often something was tried that may only be tried so often. */
export type TryCount = Readonly<TryCountModel>

declare module './engine/tables.ts' {
  interface Rows {
    try_count: TryCount
  }
}

/** Counts one more try of a name, in a window that begins with its first, and says how many there were and until when they count. */
export async function countTry(
  tx: Transaction,
  { name, now, windowMs }: { name: string; now: Date; windowMs: number },
): Promise<{ tries: number; endsAt: Date }> {
  const endsAt = new Date(now.getTime() + windowMs)
  const rows = await tx.$queryRaw<{ tries: number; endsAt: Date }[]>`
    insert into try_count (name, tries, ends_at) values (${name}, 1, ${endsAt})
    on conflict (name) do update set
      tries = case when try_count.ends_at <= ${now} then 1 else try_count.tries + 1 end,
      ends_at = case when try_count.ends_at <= ${now} then excluded.ends_at else try_count.ends_at end
    returning tries, ends_at as "endsAt"`
  return rows[0] ?? { tries: 1, endsAt }
}

/** Deletes counts whose window is over. */
export async function deleteEndedCounts(tx: Transaction, now: Date): Promise<void> {
  await tx.tryCount.deleteMany({ where: { endsAt: { lte: now } } })
}
