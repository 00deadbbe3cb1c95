import { randomUUID } from 'node:crypto'

import { expect } from 'chai'

import { noteFourEyes } from '../../../../server/actions/audit/note-four-eyes.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { FOUR_EYES_POWERS, NO_FOUR_EYES } from '../../../../server/domain/four-eyes.ts'
import { sharedTestDatabase } from '../../../support/database.ts'

describe('the settings that need a second person', () => {
  let db: Database

  beforeEach(async () => {
    db = await sharedTestDatabase()
  })

  it('are in the audit log whenever a server starts with others: also that somebody took them away', async () => {
    const deps = { db, clock: { now: () => new Date('2026-11-23T12:00:00Z') }, ids: { next: () => randomUUID() } }
    const all = { ...NO_FOUR_EYES, powers: FOUR_EYES_POWERS }
    for (const settings of [NO_FOUR_EYES, all, all, { ...all, allowanceMax: 5n }, NO_FOUR_EYES, NO_FOUR_EYES])
      await noteFourEyes(deps, settings)
    const kept = (await db.auditEntry.findMany({ orderBy: { number: 'asc' } })).map((entry) => JSON.parse(entry.kept))
    expect(kept.map(({ powers, allowanceMax }) => [powers, allowanceMax])).to.deep.equal([
      [[...FOUR_EYES_POWERS], '100000'],
      [[...FOUR_EYES_POWERS], '5'],
      [[], '100000'],
    ])
  })
})
