import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Database } from '../../../../server/database/engine/client.ts'
import { insertRows, saveRows } from '../../../../server/database/engine/save-rows.ts'
import { TABLES, TABLE_NAMES, sqlName } from '../../../../server/database/engine/tables.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aPartner, aPurchase, anApiKey } from '../../../support/rows.ts'

describe('saveRows and insertRows', () => {
  let db: Database

  beforeEach(async () => {
    db = await sharedTestDatabase()
  })

  it('know the columns and keys of every table as the database has them', async () => {
    const columns = await db.$queryRaw<{ table: string; column: string; key: boolean }[]>`
      select c.table_name as "table", c.column_name as "column", k.column_name is not null as key
      from information_schema.columns c
      left join information_schema.table_constraints t
        on t.table_name = c.table_name and t.table_schema = c.table_schema and t.constraint_type = 'PRIMARY KEY'
      left join information_schema.key_column_usage k
        on k.constraint_name = t.constraint_name and k.table_schema = t.table_schema and k.column_name = c.column_name
      where c.table_schema = 'public' and c.table_name <> '_prisma_migrations'`
    const found = (name: string, wanted: (row: { key: boolean }) => boolean) =>
      columns
        .filter((row) => row.table === name && wanted(row))
        .map(({ column }) => column)
        .sort()
    expect([...new Set(columns.map(({ table }) => table))].sort()).to.deep.equal([...TABLE_NAMES].sort())
    for (const name of TABLE_NAMES) {
      expect(
        found(name, () => true),
        name,
      ).to.deep.equal(TABLES[name].columns.map(sqlName).sort())
      expect(
        found(name, ({ key }) => key),
        name,
      ).to.deep.equal(TABLES[name].key.map(sqlName).sort())
    }
  })

  it('give back what was stored: numbers of 64 bits, times, nulls, lists and JSON', async () => {
    const largest = 2n ** 63n - 1n
    const occurredAt = new Date('2010-12-01T08:26:00.123Z')
    const purchase = aPurchase()
      .with('amountMinor', largest)
      .with('eligibleMinor', largest - 1n)
      .with('occurredAt', occurredAt)
      .build()
    const [inserted] = await db.transaction((tx) => insertRows(tx, 'purchase', [purchase]))
    const { orderKey } = await db.purchase.findFirstOrThrow()
    expect(inserted).to.deep.equal({ ...purchase, orderKey, seq: 1n })
    expect(await db.purchase.findMany()).to.deep.equal([inserted])
    const key = anApiKey().with('scopes', ['a "quoted" {scope}', 'b,c']).build()
    await db.transaction((tx) => saveRows(tx, 'api_key', [key]))
    expect(await db.apiKey.findMany()).to.deep.equal([key])
    const answer = {
      partnerId: 1,
      key: 'k',
      operation: 'recordPurchase',
      requestHash: '0'.repeat(64),
      status: 201,
      createdAt: occurredAt,
    }
    const response = { list: [1, null, { points: '12345678901234567890' }], text: 'œuvre "x" \\ 😀' }
    await db.transaction((tx) => insertRows(tx, 'idempotency_key', [{ ...answer, response }]))
    expect((await db.idempotencyKey.findMany())[0]?.response).to.deep.equal(response)
  })

  it('number rows in the order in which they are given', async () => {
    const rows = Array.from({ length: 500 }, () => aPurchase().build())
    const inserted = await db.transaction((tx) => insertRows(tx, 'purchase', rows))
    const stored = await db.purchase.findMany({ orderBy: { seq: 'asc' } })
    expect(stored.map(({ id }) => id)).to.deep.equal(rows.map(({ id }) => id))
    expect(inserted).to.have.length(500)
  })

  it('leave out rows that break a unique constraint, also within one statement', async () => {
    const first = aPurchase().with('orderRef', 'A').build()
    const again = aPurchase().with('orderRef', 'A').build()
    const other = aPurchase().with('orderRef', 'B').build()
    await db.transaction((tx) => insertRows(tx, 'purchase', [first]))
    const inserted = await db.transaction((tx) =>
      insertRows(tx, 'purchase', [again, other, { ...other, id: randomUUID() }]),
    )
    expect(inserted.map(({ id }) => id)).to.deep.equal([other.id])
  })

  it('replace the row with the same key', async () => {
    const partner = aPartner().build()
    await db.transaction((tx) => saveRows(tx, 'partner', [partner]))
    const suspended = { ...partner, status: 'suspended' as const, nextEntryNumber: 7n }
    await db.transaction((tx) => saveRows(tx, 'partner', [suspended, aPartner(2).build()]))
    expect(await db.partner.findUnique({ where: { id: 1 } })).to.deep.equal(suspended)
    expect(await db.partner.count()).to.equal(2)
  })

  it('do nothing for no rows', async () => {
    await db.transaction(async (tx) => {
      await saveRows(tx, 'partner', [])
      expect(await insertRows(tx, 'purchase', [])).to.deep.equal([])
    })
  })

  it('stop at a row that lacks a column or has one too many', async () => {
    const { locationId: _, ...lacking } = aPurchase().build()
    const stops = async (row: object) => {
      const failure = await db
        .transaction((tx) => insertRows(tx, 'purchase', [row as never]))
        .catch((error: unknown) => error)
      expect(failure).to.have.property('name', 'AssertionError')
    }
    await stops(lacking)
    await stops({ ...lacking, location: null })
    await stops({ ...aPurchase().build(), extra: 1 })
    expect(await db.purchase.count()).to.equal(0)
  })
})
