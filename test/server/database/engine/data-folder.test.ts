import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { DataFolderInUse, JournalUnreadable, openJournal } from '../../../../server/database/engine/journal.ts'
import { DatabaseUnreadable } from '../../../../server/database/engine/pglite-folder.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import { BEGUN, startWriter, useDataFolder } from '../../../support/data-folder.ts'
import { onPglite } from '../../../support/database.ts'
import { failureOf } from '../../../support/failure.ts'
import { aPurchase } from '../../../support/rows.ts'

const damages: Record<string, (database: string) => Promise<void>> = {
  'without its control file': (database) => rm(join(database, 'global/pg_control')),
  'with rubbish in its control file': (database) =>
    writeFile(join(database, 'global/pg_control'), Buffer.alloc(8_192, 7)),
  'without its version': (database) => rm(join(database, 'PG_VERSION')),
  'with rubbish for a configuration': (database) => writeFile(join(database, 'postgresql.conf'), '}{'),
}

// On PostgreSQL there is no data folder for the database.
if (onPglite())
  describe('the data folder', function () {
    this.timeout(120_000)
    const data = useDataFolder()
    const journalFile = () => join(data.path(), 'journal.sqlite')
    const databaseFolder = () => join(data.path(), 'database')

    async function storePurchase(): Promise<void> {
      const { db } = await data.open()
      await db.transaction((tx) => insertRows(tx, 'purchase', [aPurchase().build()]))
      await data.close()
    }

    it('refuses a second process, names the first, and is free again when that is killed', async () => {
      const writer = await startWriter(data.path(), 3)
      const failure = await failureOf(data.open())
      await writer.kill()
      expect(failure).to.be.instanceOf(DataFolderInUse)
      expect(failure).to.include({ pid: writer.pid, code: 'data_folder_in_use' })
      await data.open()
    })

    it('refuses a second start in the same process', async () => {
      await data.open()
      expect(await failureOf(data.open())).to.be.instanceOf(DataFolderInUse)
      await data.close()
      await data.open()
    })

    it('refuses without a name where the side file is gone or half written', async () => {
      await data.open()
      for (const spoil of [() => writeFile(`${journalFile()}.owner`, '{"pid":'), () => rm(`${journalFile()}.owner`)]) {
        await spoil()
        const failure = await failureOf(data.open())
        expect(failure).to.be.instanceOf(DataFolderInUse).with.property('pid', null)
      }
    })

    it('says what to do about a journal that is none', async () => {
      await rm(journalFile())
      await writeFile(journalFile(), 'not a journal, but long enough to be read as one'.repeat(40))
      expect(() => openJournal(journalFile(), BEGUN))
        .to.throw(JournalUnreadable)
        .with.property('code', 'data_folder_corrupt')
    })

    for (const [damage, inflict] of Object.entries(damages)) {
      it(`says what to do about a database folder ${damage}`, async () => {
        await storePurchase()
        await inflict(databaseFolder())
        const failure = await failureOf(data.open())
        expect(failure).to.be.instanceOf(DatabaseUnreadable).with.property('code', 'data_folder_corrupt')
      })
    }

    it('begins again where the first start was killed', async () => {
      await storePurchase()
      await rm(join(databaseFolder(), 'entente-complete'))
      await rm(join(databaseFolder(), 'global/pg_control'))
      const { db } = await data.open()
      expect(await db.purchase.count()).to.equal(1)
    })
  })
