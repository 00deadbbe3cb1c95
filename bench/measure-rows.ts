/**
 * `npm run bench:rows`: what a purchase takes in PostgreSQL. Fills a new database on the server of TEST_DATABASE_URL with rows as wide as those of
 * a real run (sealed texts, commitments, explanations), and reads what the tables and their indexes take.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { Client } from 'pg'

import { openDatabase } from '../server/database/engine/open-database.ts'

const RESULTS = new URL('results/rows.json', import.meta.url)
const ENTRIES_PER_BATCH = 500
const MEMBERS = 10_000
const PARTNERS = 20

const uuid = (kind: number, number: string) =>
  `(lpad(to_hex(${kind}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
/** Text that does not compress, as hashes and sealed texts do not. */
const noise = (length: number, seed: string) =>
  `left(md5(${seed}) || md5('b' || ${seed}) || md5('c' || ${seed}) || md5('d' || ${seed}) || md5('e' || ${seed}), ${length})`
const member = `(1 + (n * 7919) % ${MEMBERS})`
const partner = `(1 + n % ${PARTNERS})`
const at = `(timestamptz '2026-01-01' + n * interval '1 second')`
const batch = `(n / ${ENTRIES_PER_BATCH})`

/** As many rows a purchase as a real run leaves; the widths are those of its rows. */
const FILL: readonly (readonly [table: string, insert: (purchases: number) => string])[] = [
  [
    'purchase',
    (
      purchases,
    ) => `insert into purchase (id, partner_id, member_id, order_ref, order_key, currency, amount_minor, eligible_minor, points,
        earning_rule_id, occurred_at, recorded_at)
      select ${uuid(1, 'n')}, ${partner}, ${uuid(9, member)}, ${noise(87, `'o' || n`)}, ${noise(32, `'k' || n`)}, 'GBP', 1999, 1999, 19,
        ${uuid(8, '1')}, ${at}, ${at} from generate_series(1, ${purchases}) n`,
  ],
  [
    'outbox_entry',
    (
      purchases,
    ) => `insert into outbox_entry (id, partner_id, member_id, account, kind, points, source_id, order_commitment, salt, recorded_at,
        batch_id, entry_number, explanation)
      select ${uuid(2, 'n')}, ${partner}, ${uuid(9, member)}, '0x' || ${noise(40, `'a' || ${member}`)}, 'accrual', 19, ${uuid(1, 'n')},
        '0x' || ${noise(64, `'c' || n`)}, ${noise(160, `'s' || n`)}, ${at}, ${uuid(3, batch)}, n,
        '{"rules":[{"hash":"0x' || ${noise(64, `'r'`)} || '","points":"19"}]}' from generate_series(1, ${purchases}) n`,
  ],
  [
    'feed_event',
    (purchases) => `insert into feed_event (partner_id, number, type, object_id, data, at)
      select ${partner}, 2 * n + f, case f when 0 then 'accrual.accepted' else 'accrual.finalized' end, ${uuid(2, 'n')},
        jsonb_build_object('points', '19', 'entryId', ${uuid(2, 'n')}, 'memberId', ${uuid(9, member)}, 'orderRef', ${noise(87, `'o' || n`)},
          'purchaseId', ${uuid(1, 'n')}), ${at} from generate_series(1, ${purchases}) n, generate_series(0, 1) f`,
  ],
  [
    'idempotency_key',
    (purchases) => `insert into idempotency_key (partner_id, key, operation, request_hash, status, response, created_at)
      select ${partner}, ${noise(36, `'i' || n`)}, 'recordPurchase', ${noise(64, `'h' || n`)}, 201,
        jsonb_build_object('purchaseId', ${uuid(1, 'n')}, 'points', '19', 'state', 'accepted', 'memberId', ${uuid(9, member)},
          'orderRef', ${noise(24, `'o' || n`)}, 'recordedAt', ${at}), ${at} from generate_series(1, ${purchases}) n`,
  ],
  [
    'movement',
    (purchases) => `insert into movement (block_number, log_index, epoch, account, points, kind, transaction_hash)
      select ${batch}, n % ${ENTRIES_PER_BATCH}, 1, '0x' || ${noise(40, `'a' || ${member}`)}, 19, 'accrual', '0x' || ${noise(64, `'t' || ${batch}`)}
      from generate_series(1, ${purchases}) n`,
  ],
  [
    'batch',
    (
      purchases,
    ) => `insert into batch (id, partner_id, first_entry, entry_count, receipts_root, credits, debits, credited, debited, deadline,
        batch_hash, signature, state, created_at, leaf_version)
      select ${uuid(3, 'n')}, ${partner}, n * ${ENTRIES_PER_BATCH} + 1, ${ENTRIES_PER_BATCH}, '0x' || ${noise(64, `'r' || n`)},
        '0x' || (select string_agg(${noise(52, `'m' || n || '/' || each`)}, '') from generate_series(1, ${ENTRIES_PER_BATCH}) each), '0x', 9500, 0, ${at},
        '0x' || ${noise(64, `'h' || n`)}, '0x' || ${noise(130, `'s' || n`)}, 'posted', ${at}, 2
      from generate_series(0, ${Math.ceil(purchases / ENTRIES_PER_BATCH)}) n`,
  ],
]

const { values } = parseArgs({
  options: {
    purchases: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function measure(serverUrl: string, purchases: number) {
  const name = `entente_rows_${String(process.pid)}`
  const onServer = async (sql: string) => {
    const client = new Client({ connectionString: serverUrl })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await onServer(`create database ${name}`)
  const url = Object.assign(new URL(serverUrl), { pathname: name }).href
  try {
    const database = await openDatabase({ kind: 'postgres', url })
    await database.close()
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      const tables: Record<string, number> = {}
      for (const [table, insert] of FILL) {
        await client.query(insert(purchases))
        const size = `select pg_total_relation_size('${table}')::float8 / ${String(purchases)} as bytes`
        tables[table] = Math.round((await client.query<{ bytes: number }>(size)).rows[0]?.bytes ?? 0)
        console.error(`${table}: ${String(tables[table])} bytes a purchase`)
      }
      const { rows } = await client.query<{ version: string }>('show server_version')
      return { purchases, postgres: rows[0]?.version ?? '', bytesPerPurchase: tables }
    } finally {
      await client.end()
    }
  } finally {
    await onServer(`drop database ${name} with (force)`)
  }
}

if (values.help) {
  console.log(
    'npm run bench:rows -- [--purchases 100000] [--json]\n\nTEST_DATABASE_URL says which PostgreSQL. Writes bench/results/rows.json, which docs/scaling.md is made from.',
  )
} else {
  const server = process.env['TEST_DATABASE_URL']
  const purchases = Number(values.purchases)
  if (server === undefined || !Number.isSafeInteger(purchases) || purchases < ENTRIES_PER_BATCH) {
    console.error('bench:rows needs TEST_DATABASE_URL, and --purchases of 500 or more')
    process.exitCode = 2
  } else {
    const result = await measure(server, purchases)
    writeFileSync(RESULTS, `${JSON.stringify(result, null, 2)}\n`)
    console.log(values.json ? JSON.stringify(result) : `written to ${RESULTS.pathname}`)
  }
}
