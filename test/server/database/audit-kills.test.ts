import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { documentOf } from '../../../server/actions/audit/entry-document.ts'
import { verifyChain } from '../../../server/actions/audit/verify-chain.ts'
import type { AuditEntry } from '../../../server/database/audit-entries.ts'
import { useDataFolder } from '../../support/data-folder.ts'
import { runAndKill } from '../../support/run-and-kill.ts'

const WRITER = fileURLToPath(new URL('../../support/operator-writer.ts', import.meta.url))
const KILLS = 3

describe('an operator whose server is killed', function () {
  this.timeout(180_000)
  const data = useDataFolder()

  it('has no change without an entry, no entry without its change, and every call that was answered, in one chain', async () => {
    const told: [string, string][] = []
    for (let kill = 0; kill < KILLS; kill += 1) told.push(...(await runAndKill(WRITER, data.path(), 17 + kill)))
    // The database folder is lost as well: the journal alone must have both.
    await rm(join(data.path(), 'database'), { recursive: true })
    const { db } = await data.open()
    const entries = (await db.auditEntry.findMany({ orderBy: { number: 'asc' } })) as AuditEntry[]
    const byRequest = new Map(entries.map((entry) => [entry.requestId, entry]))
    for (const [status, requestId] of told) expect(byRequest.get(requestId)?.status).to.equal(Number(status))
    const made = await db.call.count({ where: { name: 'raise_allowance' } })
    const changed = entries.filter((entry) => entry.changed)
    // The partner of the set-up came with the first one.
    expect(changed).to.have.length(made - 1)
    expect(changed.length).to.be.within(KILLS * 10, told.length + KILLS * 4)
    expect(await verifyChain(entries.map((entry) => ({ ...documentOf(entry) })))).to.deep.include({ status: 'right' })
  })
})
