import { expect } from 'chai'
import { isUnordered } from '../../support/unordered-rows.ts'

const UNORDERED = [
  'SELECT "id" FROM "member" WHERE 1=1 OFFSET $1',
  'select id from (select id from member order by seq) as m',
  'with m as (select id from member order by seq limit 5) select id from m',
  'select id, row_number() over (order by seq) from member',
  'update member set points = 1 where id in (select id from member order by seq) returning id',
  'DELETE FROM "member" RETURNING "id"',
]

const ORDERED = [
  'SELECT "id" FROM "member" WHERE 1=1 ORDER BY "seq" ASC OFFSET $1',
  'select id from member where id in (select id from purchase) order by seq',
  'INSERT INTO "member" ("id") VALUES ($1), ($2) RETURNING "id"',
  'with given as (select 1 as id) insert into member select id from given returning id',
  'BEGIN',
]

describe('rows in no order', function () {
  for (const sql of UNORDERED) {
    it(`are those of ${sql}`, () => {
      expect(isUnordered(sql)).to.equal(true)
    })
  }
  for (const sql of ORDERED) {
    it(`are not those of ${sql}`, () => {
      expect(isUnordered(sql)).to.equal(false)
    })
  }
})
