import type { Reader } from '../../server/database/engine/client.ts'
import { monthSpan } from '../../server/domain/utc-days.ts'

/** What a month is made of. Every twentieth entry is a return, three are redemptions or points given back, the others purchases. */
export interface MonthShape {
  readonly month: number
  readonly partners: number
  /** Entries of the month, of all partners. */
  readonly entries: number
  /** Purchases and returns in a batch: a transaction and, on the statement, a line for what it credited and one for what it debited. */
  readonly batchEntries: number
  /** Redemptions in a list: a transaction, and a line. */
  readonly listOrders: number
}

const SECONDS_PER_BLOCK = 12
/** Blocks below this one are those of the deployment. */
export const FIRST_BLOCK = 1_000

/** The block in which the made-up transactions end, counted from two months with a block every twelve seconds. */
export function lastBlockOf(month: number): number {
  const seconds = (monthSpan(month).until.getTime() - monthSpan(month - 1).from.getTime()) / 1_000
  return FIRST_BLOCK + Math.ceil(seconds / SECONDS_PER_BLOCK)
}

/**
 * Fills an empty database with the entries of a month as the server stores them: purchases and returns in posted batches, and the
 * events of redemptions. Half of the returns are of purchases of the month before, which is there as well. Partner by partner;
 * `onPartner` is told how many are done.
 */
export async function fillMonth(db: Reader, shape: MonthShape, onPartner: (done: number) => void): Promise<void> {
  await db.$executeRawUnsafe(partnersSql(shape))
  for (let partner = 1; partner <= shape.partners; partner += 1) {
    for (const sql of statementsOf(shape, { partner, ...ownEntries(shape) })) await db.$executeRawUnsafe(sql)
    onPartner(partner)
  }
  for (const table of ['outbox_entry', 'batch', 'posted_batch', 'redemption_event', 'return_allocation', 'partner'])
    await db.$executeRawUnsafe(`vacuum analyze ${table}`)
}

interface Own {
  readonly partner: number
  /** Entries of the month, and purchases of the month before. */
  readonly now: number
  readonly before: number
}

function ownEntries({ entries, partners }: MonthShape): Omit<Own, 'partner'> {
  const now = Math.floor(entries / partners)
  return { now, before: Math.ceil(now / 40) }
}

const partnersSql = ({ partners, month }: MonthShape) => `
  insert into partner (id, name, currency, status, return_policy, issuer_kind, issuer_address, next_entry_number, created_at)
  select p, 'Partner ' || p, 'EUR', 'active', 'within_balance', 'external', '0x' || lpad(to_hex(p), 40, '0'), 1,
    '${monthSpan(month - 1).from.toISOString()}' from generate_series(1, ${partners}) p`

/** Ids that grow with the rows, as those of the server do. */
const uuid = (tag: number, partner: number, number: string) =>
  `('${tag.toString(16).padStart(8, '0')}${partner.toString(16).padStart(8, '0')}' || lpad(to_hex((${number})::bigint), 16, '0'))::uuid`
const hash = (text: string) => `'0x' || encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`
const word = (number: string) => `'0x' || lpad(to_hex((${number})::bigint), 64, '0')`
const account = (number: string) => `'0x' || lpad(to_hex((${number})::bigint % 5000), 40, '0')`

/** Tags of ids: months have their own. */
const TAGS = { before: 1, now: 2, entry: 16, batch: 32 }

function statementsOf(shape: MonthShape, own: Own): string[] {
  const { partner, now, before } = own
  const isEntry = 'k % 20 <= 16'
  return [
    entriesSql(shape, partner, {
      tag: TAGS.before,
      rows: `select k, k as e, 'accrual' as kind, 100 as points from generate_series(0, ${before - 1}) k`,
      offset: 0,
    }),
    batchesSql(shape, partner, { tag: TAGS.before, month: shape.month - 1, count: before }),
    entriesSql(shape, partner, {
      tag: TAGS.now,
      rows: `select k, (k / 20) * 17 + k % 20 as e, case when k % 20 = 16 then 'accrual_reversal' else 'accrual' end as kind,
        case when k % 20 = 16 then -40 else 100 + k % 900 end as points from generate_series(0, ${now - 1}) k where ${isEntry}`,
      offset: before,
    }),
    batchesSql(shape, partner, { tag: TAGS.now, month: shape.month, count: Math.ceil((now * 17) / 20) }),
    `insert into return_allocation (return_id, purchase_id, amount_minor, points)
     select ${uuid(TAGS.now, partner, 'k')}, case when (k / 20) % 2 = 0 then ${uuid(TAGS.before, partner, 'k / 40')}
       else ${uuid(TAGS.now, partner, '(k / 20) * 20')} end, 4000, 40
     from generate_series(0, ${now - 1}) k where k % 20 = 16`,
    redemptionsSql(shape, own),
  ]
}

function entriesSql(
  { batchEntries }: MonthShape,
  partner: number,
  { tag, rows, offset }: { tag: number; rows: string; offset: number },
): string {
  return `insert into outbox_entry (id, partner_id, member_id, account, kind, points, source_id, order_commitment, salt, recorded_at, batch_id, entry_number)
    select ${uuid(tag + TAGS.entry, partner, 'k')}, ${partner}, ${uuid(0, 0, 'k % 5000')}, ${account('k')}, kind, points,
      ${uuid(tag, partner, 'k')}, ${word('k')}, ${word('k + 1')}, now(), ${uuid(tag + TAGS.batch, partner, `e / ${batchEntries}`)}, ${offset} + e + 1
    from (${rows}) entry`
}

/** When the n-th of so many happens, and in which block. */
const timeOf = (month: number, n: string, count: number) => {
  const { from, until } = monthSpan(month)
  return `('${from.toISOString()}'::timestamptz + (${n})::float8 / ${count} * interval '${(until.getTime() - from.getTime()) / 1_000 - 1} seconds')`
}
const blockOf = (shape: MonthShape, time: string) =>
  `${FIRST_BLOCK} + floor(extract(epoch from ${time} - '${monthSpan(shape.month - 1).from.toISOString()}'::timestamptz) / ${SECONDS_PER_BLOCK})::bigint`

/** A batch for each of the partner's numbers, and the event of the chain that posted it. */
function batchesSql(
  shape: MonthShape,
  partner: number,
  { tag, month, count }: { tag: number; month: number; count: number },
): string {
  const time = timeOf(month, 'number', Math.ceil(count / shape.batchEntries))
  const name = `'${tag} ${partner} ' || number`
  return `with made as (
      select batch_id as id, min(entry_number) as first, count(*) as entries,
        sum(points) filter (where points > 0) as credited, -sum(points) filter (where points < 0) as debited,
        row_number() over (order by min(entry_number)) - 1 as number
      from outbox_entry where partner_id = ${partner} and batch_id between ${uuid(tag + TAGS.batch, partner, '0')} and ${uuid(tag + TAGS.batch, partner, String(count))}
      group by batch_id
    ), stored as (
      insert into batch (id, partner_id, first_entry, entry_count, receipts_root, credits, debits, credited, debited, deadline, batch_hash, state, created_at)
      select id, ${partner}, first, entries, ${hash(name)}, '0x', '0x', coalesce(credited, 0), coalesce(debited, 0), now(), ${hash(name)}, 'posted', ${time}
      from made
    )
    insert into posted_batch (partner_id, first_entry, entry_count, receipts_root, batch_hash, credited, debited, block_number, block_hash, log_index,
      transaction_hash, gas_used, included_at, seen_at)
    select ${partner}, first, entries, ${hash(name)}, ${hash(name)}, coalesce(credited, 0), coalesce(debited, 0), ${blockOf(shape, time)}, ${word('number')},
      ${partner}, ${hash(`'post ' || ${name}`)}, 1000000, ${time}, ${time} from made`
}

/** Redemptions in lists of a transaction each; what is given back is a transaction of its own. */
function redemptionsSql(shape: MonthShape, { partner, now }: Own): string {
  const time = timeOf(shape.month, 'list', Math.ceil((now * 3) / 20 / shape.listOrders) + 1)
  return `insert into redemption_event (block_number, log_index, kind, partner_id, account, nonce, points, reward, order_hash, transaction_hash, included_at)
    select ${blockOf(shape, time)}, ${partner} * 100000 + (r % 50000) * 2, case when back then 'restored' else 'redeemed' end, ${partner}, ${account('k')},
      case when back then null else 1 end, case when back then 10 else 50 + k % 50 end, case when back then null else ${word('k')} end,
      case when back then ${hash(`'order ${partner} ' || k`)} end,
      ${hash(`case when back then 'back ${partner} ' || k else 'list ${partner} ' || list end`)}, ${time}
    from (select k, (k / 20) * 3 + k % 20 - 17 as r, ((k / 20) * 3 + k % 20 - 17) / ${shape.listOrders} as list, k % 100 = 19 as back
      from generate_series(0, ${now - 1}) k where k % 20 > 16) event`
}
