import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { listSpendingFacts } from '../../../server/database/spending-facts.ts'
import { useDataFolder } from '../../support/data-folder.ts'
import { runAndKill } from '../../support/run-and-kill.ts'

const WRITER = fileURLToPath(new URL('../../support/till-writer.ts', import.meta.url))
const KILLS = 4

describe('a till whose server is killed', function () {
  this.timeout(180_000)
  const data = useDataFolder()

  it('has every hold, consent, capture and void that was answered, and every point, after the restart', async () => {
    const told: [string, string][] = []
    // Another number of lines each time, so that it ends between other acts.
    for (let kill = 0; kill < KILLS; kill += 1) told.push(...(await runAndKill(WRITER, data.path(), 23 + kill)))
    const { db } = await data.open()
    const rows = new Map((await db.redemption.findMany()).map((row) => [row.id, row]))
    for (const [what, id] of told) {
      const row = rows.get(id)
      expect(row, `${what} ${id}`).to.not.equal(undefined)
      if (what === 'consented') expect(row?.consentKind).to.equal('pin')
      if (what === 'captured' || what === 'voided') expect(row?.state).to.equal(what)
    }
    const kept = [...rows.values()]
    // At most the one act that was on its way in each process was done without being told.
    expect(kept.length - told.filter(([what]) => what === 'held').length).to.be.within(0, KILLS)
    expect(kept.every(({ state, memberSignature }) => state !== 'captured' || memberSignature !== null)).to.equal(true)
    const [first] = kept
    const reserved = kept.filter(({ state }) => state !== 'voided').reduce((sum, { points }) => sum + points, 0n)
    const seen = { now: first?.heldAt ?? new Date(), graceMs: 0 }
    const facts = (await listSpendingFacts(db, [first?.memberId ?? ''], seen)).get(first?.memberId ?? '')
    expect(facts?.pointsReserved).to.equal(reserved)
    expect(facts?.lots.reduce((sum, { points }) => sum + points, 0n)).to.equal(40_000n)
    // Each that was consented to has a nonce of its own, and none was used up by a hold.
    expect(facts?.lastNonce).to.equal(kept.filter(({ consentKind }) => consentKind !== null).length)
  })
})
