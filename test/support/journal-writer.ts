/** A process of its own that writes purchases and says so, until it is killed: node journal-writer.ts <data folder>. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { findPartner } from '../../server/database/partners.ts'
import { insertRows, saveRows } from '../../server/database/engine/save-rows.ts'
import type { Row } from '../../server/database/engine/tables.ts'
import { aPartner, aPurchase, anEntry } from './rows.ts'

const folder = process.argv[2] ?? ''
mkdirSync(folder, { recursive: true })
const journal = openJournal(join(folder, 'journal.sqlite'), new Date())
const db = await openDatabase({ kind: 'pglite', folder: join(folder, 'database'), journal })
let partner: Row<'partner'> = (await findPartner(db, 1)) ?? aPartner().build()
process.stdout.write('open\n')

async function write(): Promise<string[]> {
  const rows = Array.from({ length: 3 }, () => aPurchase().build())
  // The same row again and again: after a replay its last image must stand.
  const next = { ...partner, nextEntryNumber: partner.nextEntryNumber + 3n }
  await db.transaction(async (tx) => {
    await insertRows(tx, 'purchase', rows)
    await insertRows(
      tx,
      'outbox_entry',
      rows.map((row) => anEntry().with('sourceId', row.id).build()),
    )
    await saveRows(tx, 'partner', [next])
  })
  partner = next
  return rows.map(({ id }) => id)
}

for (;;) {
  const ids = await write()
  process.stdout.write(`${ids.join(' ')}\n`)
}
