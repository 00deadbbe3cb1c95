import { expect } from 'chai'

import { parseInput } from '../../../server/api/parse-input.ts'
import { MalformedRequest } from '../../../server/api/problems.ts'
import { ROUTES } from '../../../server/api/routes.ts'
import { BY_NAME, BY_SEQUENCE, BY_TIME, CURSOR_LENGTH_MAX, listOf } from '../../../server/api/schemas/pagination.ts'
import { cutPage } from '../../../server/domain/pages.ts'
import { z } from 'zod'

const ID = '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f'
const terms = { item: z.string(), rowsMax: 3 }
const byTime = listOf({ name: 'Times', place: BY_TIME, ...terms })
const bySequence = listOf({ name: 'Sequences', place: BY_SEQUENCE, ...terms })
const byName = listOf({ name: 'Names', place: BY_NAME, ...terms })

/** The cursor that a page of a list ends with. */
const cursorOf = <Place>(list: ReturnType<typeof listOf<z.ZodString, Place>>, next: Place) =>
  list.present({ rows: [], next }, String).nextCursor ?? ''

const textOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function faultsOf(schema: z.ZodObject, query: Record<string, string>): string[] {
  try {
    parseInput({ query: schema }, { params: {}, query, body: undefined })
    return []
  } catch (error) {
    if (error instanceof MalformedRequest) return error.faults.map(({ pointer }) => pointer)
    throw error
  }
}

describe('the pages of lists', function () {
  const lists = ROUTES.filter(({ response }) => response instanceof z.ZodObject && 'nextCursor' in response.shape)
  const paged = lists.filter(({ query }) => query !== undefined && 'cursor' in query.shape)

  it('look the same: data, and where the next page goes on', function () {
    expect(lists.map(({ operation }) => operation)).to.include.members([
      'listRewards',
      'readHistory',
      'listOwnApprovals',
    ])
    for (const { response, operation } of lists)
      expect(Object.keys((response as z.ZodObject).shape), operation).to.deep.equal(['data', 'nextCursor'])
    const named = ROUTES.filter(({ operation }) => operation.startsWith('list')).map(({ operation }) => operation)
    expect(lists.map(({ operation }) => operation)).to.include.members(named)
  })

  it('take as many rows as there may be, and no more', function () {
    for (const { query, operation } of paged) {
      const limit = query?.shape['limit'] as z.ZodType
      const rowsMax = limit.parse(undefined) as number
      expect(limit.safeParse(String(rowsMax)).success, operation).to.equal(true)
      for (const refused of [String(rowsMax + 1), '0', '-1', 'x', ''])
        expect(limit.safeParse(refused).success, `${operation} ${refused}`).to.equal(false)
    }
  })

  it('give places back as they were', function () {
    const place = { at: new Date('2026-11-23T10:00:00.123Z'), id: ID }
    expect(byTime.query.cursor.parse(cursorOf(byTime, place))).to.deep.equal(place)
    expect(bySequence.query.cursor.parse(cursorOf(bySequence, 10n ** 17n))).to.equal(10n ** 17n)
    const longest = '𝄞'.repeat(80)
    expect(cursorOf(byName, longest).length).to.be.at.most(CURSOR_LENGTH_MAX)
    expect(byName.query.cursor.parse(cursorOf(byName, longest))).to.equal(longest)
  })

  it('refuse a cursor of another list, and what is none, and say where', function () {
    const query = z.strictObject(byTime.query)
    const right = cursorOf(byTime, { at: new Date(0), id: ID })
    expect(faultsOf(query, { cursor: right })).to.deep.equal([])
    const wrong = [
      cursorOf(bySequence, 5n),
      `${right}=`,
      `${right.slice(0, -1)}`,
      'x',
      '',
      'null',
      textOf(['Times', -1, ID]),
      textOf(['Times', 8_640_000_000_000_001, ID]),
      textOf(['Times', 0, 'no id']),
      textOf(['Times', 0, ID, 1]),
      textOf({ 0: 'Times' }),
      'A'.repeat(CURSOR_LENGTH_MAX + 1),
    ]
    for (const cursor of wrong) expect(faultsOf(query, { cursor }), cursor).to.deep.equal(['query/cursor'])
    for (const { query: taken, operation } of paged)
      expect(
        faultsOf(z.strictObject({ cursor: taken?.shape['cursor'] as z.ZodType }), { cursor: right }),
        operation,
      ).to.deep.equal(['query/cursor'])
  })

  it('end where there is no other row', function () {
    const rows = [1, 2, 3]
    expect(cutPage(rows, 2, (row) => row)).to.deep.equal({ rows: [1, 2], next: 2 })
    expect(cutPage(rows, 3, (row) => row)).to.deep.equal({ rows, next: null })
    expect(cutPage([], 3, (row) => row)).to.deep.equal({ rows: [], next: null })
  })
})
