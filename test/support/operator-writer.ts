/** A process of its own that serves the API and raises allowances over it, until it is killed: node operator-writer.ts <folder>. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { addPartner } from '../../server/actions/partners/add-partner.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { anOperatorKey, send } from '../server/api/support/coalition.ts'
import { startApi } from '../server/api/support/running-api.ts'

const folder = process.argv[2] ?? ''
mkdirSync(folder, { recursive: true })
const journal = openJournal(join(folder, 'journal.sqlite'), new Date())
const db = await openDatabase({ kind: 'pglite', folder: join(folder, 'database'), journal })
const api = await startApi(db)
const key = await anOperatorKey(api.deps)
if ((await db.partner.count()) === 0)
  await addPartner(api.deps, {
    name: 'Harbour Books',
    currency: 'GBP',
    country: null,
    returnPolicy: 'within_balance',
    externalIssuer: '0x00000000000000000000000000000000000000aa',
    rule: { points: 1n, perMinor: 100n, pointsMax: 1_000n, validFrom: null },
    rate: null,
    allowance: 1n,
    dailyLimit: 1n,
  })

/** Every third call is refused. */
async function callOnce(at: number): Promise<void> {
  const body = { change: 'raise', points: at % 3 === 0 ? '0' : '2' }
  const { status, headers } = await send(api.url, '/v1/partners/1/allowance', { key, body })
  process.stdout.write(`${String(status)} ${headers.get('x-request-id') ?? ''}\n`)
}

for (let at = 0; ; at += 4) await Promise.all([0, 1, 2, 3].map((next) => callOnce(at + next)))
