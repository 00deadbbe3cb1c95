import { PGlite } from '@electric-sql/pglite'
import { expect } from 'chai'

import {
  KEPT_LENGTH_MAX,
  type PreparedStatements,
  preparedStatementsOf,
  STATEMENTS_MAX,
  USES_MAX,
} from '../../../../server/database/engine/prepared-statements.ts'
import { failureOf } from '../../../support/failure.ts'

describe('the prepared statements of PGlite', () => {
  let pglite: PGlite
  let statements: PreparedStatements
  before(async () => {
    pglite = await PGlite.create()
  })
  after(() => pglite.close())
  beforeEach(async () => {
    statements = preparedStatementsOf(pglite)
    await statements.forget()
    await pglite.exec(`
      drop table if exists fruits;
      create table fruits (id bigint primary key, name text, weight numeric, picked timestamptz, data bytea, facts jsonb, is_ripe boolean);
      insert into fruits values (1, 'apple', 1.50, '2026-05-04 10:00:00+02', '\\x00ff', '{"a": [1]}', true), (2, null, null, null, null, null, null)`)
  })

  const ask = (sql: string, ...values: unknown[]) => statements.ask<Record<string, unknown>>(sql, values, {})
  /** What PostgreSQL itself says that it keeps. */
  const listKept = async () =>
    (
      await pglite.query<{ name: string; statement: string }>(
        'select name, statement from pg_prepared_statements order by prepare_time, name',
      )
    ).rows

  it('answer as PGlite does, for every kind of value, and with the rows that were changed', async () => {
    const select = 'select * from fruits where id >= $1 order by id'
    const plain = await pglite.query(select, [1n])
    for (let time = 0; time < 7; time += 1) expect(await ask(select, 1n)).to.deep.equal(plain)
    const insert = 'insert into fruits values ($1, $2, $3, $4, $5, $6, $7)'
    const values = [3n, 'pear', '2.25', new Date('2026-05-05T10:00:00Z'), new Uint8Array([7, 8]), { b: null }, false]
    expect(await ask(insert, ...values)).to.include({ affectedRows: 1 })
    const { rows: stored } = await ask(select, 3)
    const [id, name, weight, picked, data, facts, isRipe] = values
    expect(stored).to.deep.equal([{ id: 3, name, weight, picked, data, facts, is_ripe: isRipe }])
    expect(id).to.equal(3n)
    expect(await ask('update fruits set name = $1 where id > $2', 'plum', 1)).to.include({ affectedRows: 2 })
    expect(await ask('select id from fruits where name = $1', 'none')).to.deep.include({ rows: [] })
  })

  it('are the same for all who ask one database', () => {
    expect(preparedStatementsOf(pglite)).to.equal(statements)
  })

  it('are parsed once, and again after so many uses', async () => {
    const sql = 'select name from fruits where id = $1'
    for (let uses = 0; uses < USES_MAX; uses += 1) await ask(sql, 1)
    const [first] = await listKept()
    expect(first).to.include({ statement: sql })
    await ask(sql, 1)
    const [second, ...more] = await listKept()
    expect(second).to.include({ statement: sql })
    expect(second?.name).not.to.equal(first?.name)
    expect(more).to.deep.equal([])
  })

  it('are so many at most, those that were used last', async () => {
    const textOf = (number: number) => `select ${String(number)} as number`
    for (let number = 0; number < STATEMENTS_MAX; number += 1) await ask(textOf(number))
    expect(await listKept()).to.have.length(STATEMENTS_MAX)
    await ask(textOf(0))
    await ask(textOf(STATEMENTS_MAX))
    const texts = (await listKept()).map(({ statement }) => statement)
    expect(texts).to.have.length(STATEMENTS_MAX)
    expect(texts)
      .to.include.members([textOf(0), textOf(STATEMENTS_MAX)])
      .and.not.include(textOf(1))
  })

  it('are not kept where the text is longer than one that is asked again', async () => {
    const padded = (length: number) => 'select 1 as one'.padEnd(length)
    expect((await ask(padded(KEPT_LENGTH_MAX + 1))).rows).to.deep.equal([{ one: 1 }])
    expect(await listKept()).to.deep.equal([])
    await ask(padded(KEPT_LENGTH_MAX))
    expect(await listKept()).to.have.length(1)
  })

  it('say what was wrong, and go on after it, also in a transaction that was rolled back', async () => {
    const insert = 'insert into fruits (id) values ($1)'
    expect(await failureOf(ask(insert, 1))).to.include({ code: '23505' })
    expect(await failureOf(ask('select * from vegetables'))).to.include({ code: '42P01' })
    expect(await ask(insert, 4)).to.include({ affectedRows: 1 })
    const inTransaction = pglite.transaction(async () => {
      await ask(insert, 5)
      expect(await failureOf(ask(insert, 5))).to.include({ code: '23505' })
      await ask(insert, 6)
    })
    expect(await failureOf(inTransaction)).to.include({ code: '25P02' })
    expect((await ask('select count(*)::int as count from fruits')).rows).to.deep.equal([{ count: 3 }])
  })

  it('fit the tables after these were changed', async () => {
    const sql = 'select * from fruits where id = 2'
    const columns = async () => (await ask(sql)).fields.map(({ name }) => name)
    const before = await columns()
    await pglite.exec('alter table fruits add column colour text')
    await statements.forget()
    expect(await columns()).to.deep.equal([...before, 'colour'])
    await pglite.exec('alter table fruits drop column colour')
    // Nobody said so: it fails once, and is parsed again.
    expect(await failureOf(ask(sql))).to.include({ code: '0A000' })
    expect(await columns()).to.deep.equal(before)
  })
})
