/** A process of its own that sells to members and erases them one after the other, until it is killed: node erasure-writer.ts <data folder>. */
import { join } from 'node:path'

import { eraseMember } from '../../server/actions/accounts/erase-member.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { insertRows } from '../../server/database/engine/save-rows.ts'
import { aMember, aPartner } from '../server/api/support/coalition.ts'
import { makeDeps } from '../server/api/support/running-api.ts'
import { aPurchase } from './rows.ts'

const folder = process.argv[2] ?? ''
const journal = openJournal(join(folder, 'journal.sqlite'), new Date())
const db = await openDatabase({ kind: 'pglite', folder: join(folder, 'database'), journal })
const deps = await makeDeps(db, process.stderr)
const say = (what: string, id: string) => process.stdout.write(`${what} ${id}\n`)

const known = await db.partner.findFirst()
const { id: partnerId } = known ?? (await aPartner(deps))
for (;;) {
  const { member } = await aMember(deps)
  // Named after the member, so that who was told the id knows what to look for.
  const sale = aPurchase(member.id)
    .with('partnerId', partnerId)
    .with('orderRef', `order-of-${member.id}`)
    .with('metadata', { note: `note-on-${member.id}` })
    .with('points', 0n)
  await db.transaction((tx) => insertRows(tx, 'purchase', [sale.build()]))
  say('sold', member.id)
  say('begun', member.id)
  await eraseMember(deps, { memberId: member.id, points: 0n })
  say('erased', member.id)
}
