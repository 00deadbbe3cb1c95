/** The server that `npm run bench:fairness` loads, in a process of its own: node fairness-server.ts <data folder>. Says its facts as a line of JSON. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { createApp } from '../server/api/app.ts'
import { listen, SERVER_LIMITS } from '../server/api/http-server.ts'
import { openJournal } from '../server/database/engine/journal.ts'
import { openDatabase } from '../server/database/engine/open-database.ts'
import { aMember, aPartner } from '../test/server/api/support/coalition.ts'
import { divide, makeDeps } from '../test/server/api/support/running-api.ts'

const MEMBERS = 200
const NO_LIMIT = 100_000_000

const folder = process.argv[2] ?? ''
const url = process.env['DATABASE_URL']
mkdirSync(folder, { recursive: true })
const db = await openDatabase(
  url === undefined
    ? {
        kind: 'pglite',
        folder: join(folder, 'database'),
        journal: openJournal(join(folder, 'journal.sqlite'), new Date()),
      }
    : { kind: 'postgres', url },
)
const deps = await makeDeps(db, process.stderr)
const names = [`Flood ${process.pid}`, `Shop ${process.pid}`]
const keys: string[] = []
for (const name of names) keys.push((await aPartner(deps, name)).key)
const memberIds: string[] = []
for (let at = 0; at < MEMBERS; at += 1) memberIds.push((await aMember(deps)).member.id)

const app = createApp(divide(deps), { rateLimits: { perKeyMax: NO_LIMIT, perAddressMax: NO_LIMIT } })
const server = await listen({ port: 0, host: '127.0.0.1' }, { ...SERVER_LIMITS, connectionsPerAddressMax: null })
server.serve(app)
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.port}`, keys, memberIds })}\n`)
