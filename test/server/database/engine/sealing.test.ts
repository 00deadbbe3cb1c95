import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import type { Database } from '../../../../server/database/engine/client.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import { listPurchasesByOrderRefs } from '../../../../server/database/purchases.ts'
import { useDataFolder } from '../../../support/data-folder.ts'
import { failureOf } from '../../../support/failure.ts'
import { onPglite } from '../../../support/database.ts'
import { aPurchase } from '../../../support/rows.ts'

const ORDER = 'ORDER-of-an-older-version'

/** Makes all as a version left it that sealed nothing: the row, its place in the journal, and no word about keys. */
async function unseal(db: Database, id: string): Promise<void> {
  await db.$executeRawUnsafe(
    `update purchase set order_ref = '${ORDER}', order_key = 'plain:${ORDER}', metadata = '{"note": "older"}' where id = '${id}'`,
  )
  await db.$executeRawUnsafe('delete from key_store')
}

if (onPglite())
  describe('a data folder of a version that sealed nothing', function () {
    this.timeout(120_000)
    const data = useDataFolder()
    const journalText = () =>
      ['journal.sqlite', 'journal.sqlite-wal']
        .map((name) => readFileSync(join(data.path(), name), { encoding: 'latin1', flag: 'a+' }))
        .join('')

    it('is sealed at the next start, journal included, and still found by its order', async () => {
      const opened = await data.open()
      const purchase = aPurchase().build()
      await opened.db.transaction((tx) => insertRows(tx, 'purchase', [purchase]))
      const [image] = [...opened.journal.readAfter(0n)].flatMap(({ rows }) => JSON.parse(rows) as object[])
      const { order_key: _key, ...older } = { ...image, order_ref: ORDER, metadata: { note: 'older' } } as Record<
        string,
        unknown
      >
      opened.journal.append([{ table: 'purchase', rows: JSON.stringify([older]) }])
      await unseal(opened.db, purchase.id)
      await data.close()
      expect(journalText()).to.include(ORDER)
      const { db } = await data.open()
      const [row] = await db.$queryRawUnsafe<{ text: string }[]>('select p::text as text from purchase p')
      expect(row?.text).to.not.include(ORDER).and.not.include('older').and.not.include('plain:')
      const { partnerId } = purchase
      const [found] = await listPurchasesByOrderRefs(db, [{ partnerId, orderRef: ORDER }])
      expect(found).to.deep.include({ id: purchase.id, orderRef: ORDER, metadata: { note: 'older' } })
      await data.close()
      expect(journalText()).to.not.include(ORDER)
      rmSync(join(data.path(), 'database'), { recursive: true })
      const rebuilt = await data.open()
      expect(await listPurchasesByOrderRefs(rebuilt.db, [{ partnerId, orderRef: ORDER }])).to.have.length(1)
    })

    it('does not start with the keys of another', async () => {
      await data.open()
      await data.close()
      for (const name of ['member-keys.sqlite', 'member-keys.sqlite-journal'])
        rmSync(join(data.path(), name), { force: true })
      expect(await failureOf(data.open())).to.include({ code: 'member_keys_missing' })
    })
  })
