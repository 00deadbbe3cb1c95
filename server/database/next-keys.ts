import type { Reader, Transaction } from './engine/client.ts'
import type { PartnerNextKeyModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { saveRows } from './engine/save-rows.ts'

/** The key that a partner is to sign with next. */
export type NextKey = Narrow<
  PartnerNextKeyModel,
  { state: 'waiting' | 'used' | 'dropped'; kind: 'hosted' | 'external' }
>

declare module './engine/tables.ts' {
  interface Rows {
    partner_next_key: NextKey
  }
}

/** The key that waits to become a partner's; null where no change is under way. */
export async function findWaitingKey(reader: Reader, partnerId: number): Promise<NextKey | null> {
  return (await reader.partnerNextKey.findFirst({ where: { partnerId, state: 'waiting' } })) as NextKey | null
}

/** All keys that wait to become a partner's, by the partner's number. */
export async function listWaitingKeys(reader: Reader): Promise<NextKey[]> {
  return (await reader.partnerNextKey.findMany({
    where: { state: 'waiting' },
    orderBy: { partnerId: 'asc' },
  })) as NextKey[]
}

/** Stores a key; the caller has locked its partner. */
export async function saveNextKey(tx: Transaction, key: NextKey): Promise<void> {
  await saveRows(tx, 'partner_next_key', [key])
}

/** Whether the registry names a key for batches and for redemptions, by the newest of its events in final blocks. */
export async function isNamedForBoth(
  reader: Reader,
  { partnerId, address, finalizedNumber }: { partnerId: number; address: string; finalizedNumber: bigint },
): Promise<boolean> {
  const rows = await reader.$queryRaw<{ key: string }[]>`
    select distinct on (kind) lower(coalesce(data ->> 'issuerKey', data ->> 'redemptionKey')) as key from partner_event
    where partner_id = ${partnerId} and kind in ('issuer_key', 'redemption_key') and block_number <= ${finalizedNumber}
    order by kind, block_number desc, log_index desc`
  return rows.length === 2 && rows.every(({ key }) => key === address)
}
