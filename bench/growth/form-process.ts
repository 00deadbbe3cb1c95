/**
 * Forms a batch of what waits in a database that no server has open, in a process of its own: node form-process.ts <plan as JSON>. Says
 * how many entries it has and how many milliseconds that took as a line of JSON. Part of `npm run bench:growth`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { createChain } from '../../server/chain/client.ts'
import { findDeployment } from '../../server/chain/deployment-record.ts'
import { keyFiles } from '../../server/config/key-files.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { makeIds } from '../../server/domain/uuid-v7.ts'
import { makeFormBatches } from '../../server/relayer/form-batch.ts'
import { DEFAULT_RELAYER_LIMITS } from '../../server/relayer/relayer.ts'
import { CHAIN_ID } from '../relay/anvil.ts'

/** Where the batch is formed. */
export interface FormPlan {
  readonly folder: string
  readonly databaseUrl: string | null
  readonly rpcUrl: string
}

/** What was formed. */
export interface FormFigures {
  readonly entries: number
  readonly ms: number
}

const { folder, databaseUrl: url, rpcUrl } = JSON.parse(process.argv[2] ?? '') as FormPlan
const clock = { now: () => new Date() }
const lookupKey = Buffer.from(readFileSync(keyFiles(folder).lookupKey, 'utf8').trim(), 'hex')
const journal = url === null ? openJournal(join(folder, 'journal.sqlite'), clock.now()) : null
const database = await openDatabase(
  url === null
    ? { kind: 'pglite', folder: join(folder, 'database'), journal, lookupKey }
    : { kind: 'postgres', url, keysUrl: null, lookupKey },
)
const addresses = findDeployment(join(folder, 'deployments'), CHAIN_ID)
if (addresses === null) throw new Error('nothing was deployed')
const chain = await createChain({ endpoints: [rpcUrl], chainId: CHAIN_ID, addresses })
let entries = 0
const began = performance.now()
await makeFormBatches()({
  database,
  chain,
  clock,
  ids: makeIds({ clock, randomness: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) } }),
  limits: { ...DEFAULT_RELAYER_LIMITS, batchAgeMs: 0 },
  report: (event) => {
    if (event.name === 'batch_formed') entries += event.entries
  },
})
const ms = performance.now() - began
await database.close()
journal?.close()
process.stdout.write(`${JSON.stringify({ entries, ms } satisfies FormFigures)}\n`)
