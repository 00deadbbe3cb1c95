import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { carryOutErasures, destroyErasedKeys } from '../../../server/actions/accounts/carry-out-erasures.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { useDataFolder } from '../../support/data-folder.ts'
import { runAndKill } from '../../support/run-and-kill.ts'
import { findBytes } from '../../support/system/find-bytes.ts'
import { makeDeps } from '../api/support/running-api.ts'

const WRITER = fileURLToPath(new URL('../../support/erasure-writer.ts', import.meta.url))
const KILLS = 4
/** Each is killed so much later after it has begun with an erasure, which takes some tens of milliseconds. */
const LATER_MS = 9

describe('an erasure whose server is killed', function () {
  this.timeout(240_000)
  const data = useDataFolder()

  /** What a start does, and the look that follows it. */
  async function goOn(db: Database): Promise<void> {
    const deps = await makeDeps(db, process.stderr)
    await destroyErasedKeys(deps)
    await carryOutErasures(deps)
  }

  const keysLeft = () => {
    const file = new DatabaseSync(join(data.path(), 'member-keys.sqlite'), { readOnly: true })
    const rows = file.prepare('select owner from owner_key where wrapped is not null').all()
    file.close()
    return new Set(rows.map(({ owner }) => String(owner)))
  }

  it('is done whole after the restart, or was not begun, whenever the kill comes and whatever is rebuilt', async () => {
    const told: [string, string][] = []
    for (let kill = 0; kill < KILLS; kill += 1) {
      // The second line of the third member is that its erasure has begun.
      told.push(...(await runAndKill(WRITER, data.path(), 8, kill * LATER_MS)))
    }
    const of = (what: string) => new Set(told.flatMap(([line, id]) => (line === what ? [id] : [])))
    const sold = of('sold')
    expect(of('erased').size).to.be.at.least(2 * KILLS)
    for (const isRebuilt of [false, true]) {
      if (isRebuilt) await rm(join(data.path(), 'database'), { recursive: true })
      const { db } = await data.open()
      await goOn(db)
      const states = new Map((await db.erasure.findMany()).map(({ memberId, state }) => [memberId, state]))
      const sales = new Map((await db.purchase.findMany()).map((sale) => [sale.memberId, sale]))
      await data.close()
      for (const id of of('erased')) expect(states.get(id), id).to.equal('done')
      const keys = keysLeft()
      for (const id of sold) {
        const isErased = states.has(id)
        expect(states.get(id) ?? 'done', id).to.equal('done')
        expect(keys.has(id), id).to.equal(!isErased)
        expect(sales.get(id)?.orderRef, id).to.equal(isErased ? null : `order-of-${id}`)
        expect(sales.get(id)?.metadata, id).to.deep.equal(isErased ? {} : { note: `note-on-${id}` })
      }
      // What all of them begin with: nothing is written plainly, of nobody.
      expect(findBytes(data.path(), ['order-of-', 'note-on-'])).to.deep.equal([])
    }
  })
})
