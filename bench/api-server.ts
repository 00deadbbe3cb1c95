/** The server that `npm run bench:api` loads, in a process of its own: node api-server.ts <database URL>. Says its facts as a line of JSON. */
import { createWriteStream } from 'node:fs'

import { createApp } from '../server/api/app.ts'
import { listen } from '../server/api/http-server.ts'
import { openDatabase } from '../server/database/engine/open-database.ts'
import { aMember, aPartner } from '../test/server/api/support/coalition.ts'
import { divide, makeDeps } from '../test/server/api/support/running-api.ts'

const MEMBERS = 1_000
const NO_LIMIT = 100_000_000

const db = await openDatabase({ kind: 'postgres', url: process.argv[2] ?? '' })
// The log is written as ever, to where nobody reads it.
const deps = await makeDeps(db, createWriteStream('/dev/null'))
const { key } = await aPartner(deps)
const memberIds: string[] = []
for (let at = 0; at < MEMBERS; at += 1) memberIds.push((await aMember(deps)).member.id)
const server = await listen({ port: 0, host: '127.0.0.1' })
server.serve(createApp(divide(deps), { rateLimits: { perKeyMax: NO_LIMIT, perAddressMax: NO_LIMIT } }))
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.port}`, key, memberIds })}\n`)
