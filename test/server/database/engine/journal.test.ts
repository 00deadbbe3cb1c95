import { cp, readdir, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { DatabaseBehindJournal } from '../../../../server/database/engine/open-database.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import type { Journal } from '../../../../server/database/engine/journal.ts'
import { DatabaseUnreadable } from '../../../../server/database/engine/pglite-folder.ts'
import { insertRows, saveRows } from '../../../../server/database/engine/save-rows.ts'
import { startWriter, useDataFolder } from '../../../support/data-folder.ts'
import { onPglite } from '../../../support/database.ts'
import { failureOf } from '../../../support/failure.ts'
import { aMember, aPartner, aPurchase } from '../../../support/rows.ts'

const insertPurchase = (db: Database) => db.transaction((tx) => insertRows(tx, 'purchase', [aPurchase().build()]))

async function expectAll(db: Database, acknowledged: readonly string[]): Promise<void> {
  const stored = new Set((await db.purchase.findMany({ select: { id: true } })).map(({ id }) => id))
  expect(acknowledged.filter((id) => !stored.has(id))).to.deep.equal([])
  expect(await db.outboxEntry.count()).to.equal(stored.size)
  // Every transaction wrote three purchases and raised the number by three: none is half there, the last image stands.
  expect((await db.partner.findFirst())?.nextEntryNumber).to.equal(BigInt(stored.size) + 1n)
}

// PostgreSQL has no journal: its own log does this work.
if (onPglite())
  describe('the intake journal', function () {
    this.timeout(120_000)
    const data = useDataFolder()
    const databaseFolder = () => join(data.path(), 'database')
    const listFiles = async (what: string) => (await readdir(data.path())).filter((name) => name.startsWith(what))
    const listJournalFiles = () => listFiles('journal')
    /** What a copy needs beside the database: the keys after the journal, so that every sealed row of it has its own. */
    const listCopied = async () => [...(await listJournalFiles()), ...(await listFiles('member-keys'))]

    it('brings back everything that a killed process has acknowledged, kill after kill', async () => {
      const acknowledged: string[] = []
      for (const count of [30, 90, 9]) {
        const writer = await startWriter(data.path(), count)
        await writer.kill()
        acknowledged.push(...writer.acknowledged)
      }
      const { db } = await data.open()
      await expectAll(db, acknowledged)
      const [next] = await insertPurchase(db)
      expect(await db.purchase.findFirst({ orderBy: { seq: 'desc' } })).to.deep.equal(next)
    })

    it('rebuilds a database folder that was lost', async () => {
      const writer = await startWriter(data.path(), 60)
      await writer.kill()
      await rm(databaseFolder(), { recursive: true })
      const { db } = await data.open()
      await expectAll(db, writer.acknowledged)
      const [next] = await insertPurchase(db)
      expect(await db.purchase.findFirst({ orderBy: { seq: 'desc' } })).to.deep.equal(next)
    })

    it('brings an older copy of the database folder up to date', async () => {
      const first = await startWriter(data.path(), 30)
      await first.kill()
      await data.open()
      await data.close()
      await cp(databaseFolder(), join(data.path(), 'older'), { recursive: true })
      const second = await startWriter(data.path(), 60)
      await second.kill()
      await rm(databaseFolder(), { recursive: true })
      await cp(join(data.path(), 'older'), databaseFolder(), { recursive: true })
      await expectAll((await data.open()).db, [...first.acknowledged, ...second.acknowledged])
    })

    it('loses nothing in a copy of the data folder that was taken while it was written', async () => {
      const writer = await startWriter(data.path(), 60)
      const copy = join(data.path(), 'copy')
      const before = [...writer.acknowledged]
      // The database first and the journal after it: then the journal knows all that the database knows.
      await cp(databaseFolder(), join(copy, 'database'), { recursive: true })
      await writer.kill()
      for (const name of await listCopied()) await cp(join(data.path(), name), join(copy, name))
      // Whether PGlite can read files that were copied one after the other is chance; either way nothing may be missing.
      const opened = await data.open(copy).catch(async (error: unknown) => {
        expect(error).to.be.instanceOf(DatabaseUnreadable)
        await data.close()
        await rm(join(copy, 'database'), { recursive: true })
        return data.open(copy)
      })
      await expectAll(opened.db, before)
    })

    it('says that it cannot read a copy whose files do not fit together, and rebuilds it', async () => {
      const writer = await startWriter(data.path(), 60)
      await writer.kill()
      await truncate(join(databaseFolder(), 'global/pg_control'), 100)
      expect(await failureOf(data.open())).to.be.instanceOf(DatabaseUnreadable)
      await data.close()
      await rm(databaseFolder(), { recursive: true })
      await expectAll((await data.open()).db, writer.acknowledged)
    })

    it('opens a copy of the data folder that was taken while the writer stood still', async () => {
      const writer = await startWriter(data.path(), 60)
      const copy = join(data.path(), 'copy')
      process.kill(writer.pid, 'SIGSTOP')
      const before = [...writer.acknowledged]
      await cp(databaseFolder(), join(copy, 'database'), { recursive: true })
      for (const name of await listCopied()) await cp(join(data.path(), name), join(copy, name))
      await writer.kill()
      await expectAll((await data.open(copy)).db, before)
    })

    it('reads what is whole of a journal whose tail was cut off, and believes the tables where they know more', async () => {
      const writer = await startWriter(data.path(), 60)
      await writer.kill()
      const log = join(data.path(), 'journal.sqlite-wal')
      await truncate(log, Math.floor((await stat(log)).size * 0.6))
      await expectAll((await data.open()).db, writer.acknowledged)
      await data.close()
      // The journal was written anew, so the database folder may be lost now.
      await rm(databaseFolder(), { recursive: true })
      await expectAll((await data.open()).db, writer.acknowledged)
    })

    it('is written anew where it is gone, exactly', async () => {
      const { db } = await data.open()
      const purchase = aPurchase()
        .with('amountMinor', 2n ** 62n + 1n)
        .build()
      await db.transaction(async (tx) => {
        await insertRows(tx, 'partner', [aPartner().build()])
        await insertRows(tx, 'purchase', [purchase])
        await insertRows(tx, 'member', [aMember().build()])
      })
      const readAll = async (from: Database) => [
        await from.partner.findMany(),
        await from.purchase.findMany(),
        await from.member.findMany(),
      ]
      const stored = await readAll(db)
      await data.close()
      for (const name of await listJournalFiles()) await rm(join(data.path(), name))
      await data.open()
      await data.close()
      await rm(databaseFolder(), { recursive: true })
      expect(await readAll((await data.open()).db)).to.deep.equal(stored)
    })

    it('is not replayed after a clean end', async () => {
      const { db } = await data.open()
      await insertPurchase(db)
      await data.close()
      const unread = (journal: Journal): Journal => ({
        ...journal,
        readAfter: () => {
          throw new Error('a replay was not needed')
        },
      })
      const again = await data.open(data.path(), unread)
      expect(await again.db.journalPosition.findFirst()).to.deep.equal({ id: 1, settled: 1n, seen: 1n })
    })

    it('lets a unique value go from one row to another', async () => {
      const { db } = await data.open()
      const [first, second] = [aPartner(1).with('name', 'A').build(), aPartner(2).with('name', 'B').build()]
      await db.transaction((tx) => saveRows(tx, 'partner', [first, second]))
      for (const row of [
        { ...first, name: 'C' },
        { ...second, name: 'A' },
        { ...first, name: 'B' },
      ]) {
        await db.transaction((tx) => saveRows(tx, 'partner', [row]))
      }
      // As if the whole journal had to be laid over the tables again.
      await db.journalPosition.deleteMany()
      await db.close()
      const again = await data.openDatabaseAgain()
      const names = (await again.partner.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name)
      expect(names).to.deep.equal(['B', 'A'])
    })

    it('does not hold what was undone', async () => {
      const { db, journal } = await data.open()
      const undone = db.transaction(async (tx) => {
        await insertRows(tx, 'purchase', [aPurchase().build()])
        throw new Error('undone')
      })
      expect(await failureOf(undone)).to.have.property('message', 'undone')
      expect(journal.lastSeq()).to.equal(0n)
    })

    it('keeps a transaction from committing while it cannot be written', async () => {
      const disk = { isFull: true }
      const limited = (journal: Journal): Journal => ({
        ...journal,
        append: (records) => {
          if (disk.isFull) throw new Error('database or disk is full')
          return journal.append(records)
        },
      })
      const { db, journal } = await data.open(data.path(), limited)
      expect(await failureOf(insertPurchase(db))).to.have.property('name', 'Transient')
      expect(await db.purchase.count()).to.equal(0)
      disk.isFull = false
      await insertPurchase(db)
      expect(journal.lastSeq()).to.equal(1n)
    })

    it('has the server stop when the database refuses to commit what is written, and is laid over it at the next start', async () => {
      const { db, journal } = await data.open()
      await db.$executeRaw`create table late (value int unique deferrable initially deferred)`
      const refused = db.transaction(async (tx) => {
        await insertRows(tx, 'purchase', [aPurchase().build()])
        await tx.$executeRaw`insert into late values (1), (1)`
      })
      expect(await failureOf(refused)).to.be.instanceOf(DatabaseBehindJournal)
      expect(await failureOf(insertPurchase(db))).to.be.instanceOf(DatabaseBehindJournal)
      expect([await db.purchase.count(), journal.lastSeq()]).to.deep.equal([0, 1n])
      await data.close()
      expect(await (await data.open()).db.purchase.count()).to.equal(1)
    })
  })
