import { expect } from 'chai'
import fc from 'fast-check'

import type { OutboxEntry } from '../../../server/database/outbox.ts'
import {
  BATCH_GAS_AIM,
  ENTRIES_PER_BATCH_MAX,
  estimateBatchGas,
  LOT_POINTS_MAX,
} from '../../../server/domain/batches.ts'
import { chooseEntries, type IssuingRoom } from '../../../server/relayer/choose-entries.ts'

const account = (index: number) => `0x${index.toString(16).padStart(40, '0')}`
const entry = (index: number, points: bigint): OutboxEntry => ({
  id: `entry ${index}`,
  seq: BigInt(index),
  partnerId: 7,
  memberId: 'member',
  account: account(index),
  kind: points > 0n ? 'accrual' : 'accrual_reversal',
  points,
  sourceId: 'source',
  orderCommitment: '0x',
  salt: '0x',
  recordedAt: new Date(0),
  batchId: null,
  entryNumber: null,
  explanation: null,
})
const ROOM: IssuingRoom = { status: 'active', issuable: 2n ** 60n, allowance: 2n ** 60n, dailyLimit: 2n ** 60n }
const choose = (
  entries: OutboxEntry[],
  room: Partial<IssuingRoom> = {},
  holders: string[] = [],
  owed = new Map<string, bigint>(),
) => chooseEntries({ entries, holders: new Set(holders), owed }, { ...ROOM, ...room })
const many = (count: number, points = 1n) => Array.from({ length: count }, (_, index) => entry(index, points))

describe('chooseEntries', function () {
  it('closes a batch by the gas of new holders', () => {
    const { chosen } = choose(many(2_000))
    expect(estimateBatchGas({ newHolders: chosen.length, existingHolders: 0, debits: 0 }) <= BATCH_GAS_AIM).to.equal(
      true,
    )
    expect(estimateBatchGas({ newHolders: chosen.length + 1, existingHolders: 0, debits: 0 }) > BATCH_GAS_AIM).to.equal(
      true,
    )
  })

  it('takes more of those whose account the token has seen', () => {
    const entries = many(2_000)
    const known = choose(
      entries,
      {},
      entries.map((each) => each.account),
    ).chosen.length
    expect(known).to.be.greaterThan(choose(entries).chosen.length * 2)
  })

  it('takes as many as a batch may have when they are of few members, and not one more', () => {
    const entries = Array.from({ length: ENTRIES_PER_BATCH_MAX + 1 }, (_, index) => entry(index % 3, 1n))
    expect(choose(entries).chosen).to.have.length(ENTRIES_PER_BATCH_MAX)
  })

  it('ends before an entry that would make a record too large for a lot', () => {
    const entries = [entry(1, LOT_POINTS_MAX), entry(2, 1n), entry(1, 1n), entry(2, 1n)]
    expect(choose(entries).chosen).to.have.length(2)
  })

  for (const [room, reason] of [
    [{ allowance: 4n, issuable: 4n }, 'allowance_exhausted'],
    [{ issuable: 4n }, 'daily_limit_reached'],
    [{ status: 'suspended' }, 'partner_suspended'],
    [{ status: 'unknown' }, 'partner_suspended'],
    [{ status: 'left' }, 'partner_left'],
  ] as const) {
    it(`parks with ${reason} when not even the first entry may be issued`, () => {
      expect(choose([entry(1, 5n)], room)).to.deep.equal({
        chosen: [{ entry: entry(1, 5n), recovered: 0n }],
        parkedReason: reason,
      })
    })
  }

  it('takes exactly what the limit allows', () => {
    expect(choose(many(3, 5n), { issuable: 10n }).chosen).to.have.length(2)
    expect(choose(many(3, 5n), { issuable: 9n }).chosen).to.have.length(1)
  })

  it('parks one entry that is larger than the daily limit, and does not hide it', () => {
    const { chosen, parkedReason } = choose([entry(1, 50n), entry(2, 1n)], { issuable: 10n, dailyLimit: 10n })
    expect([chosen.length, parkedReason]).to.deep.equal([1, 'daily_limit_reached'])
  })

  it('lets returns through whatever is left to issue', () => {
    expect(choose([entry(1, -5n)], { issuable: -3n, allowance: -3n })).to.include({ parkedReason: null })
    expect(choose([entry(1, -5n)], { issuable: 0n, allowance: 0n })).to.include({ parkedReason: null })
  })

  it('never takes back more than is owed, nor more than an accrual gives, and keeps the order', () => {
    const anyEntry = fc.tuple(
      fc.integer({ min: 0, max: 4 }),
      fc.bigInt({ min: -50n, max: 50n }).filter((points) => points !== 0n),
    )
    const anyOwed = fc.array(fc.bigInt({ min: 0n, max: 120n }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.array(anyEntry, { minLength: 1, maxLength: 40 }),
        anyOwed,
        fc.bigInt({ min: 0n, max: 500n }),
        (drawn, debts, issuable) => {
          const entries = drawn.map(([index, points]) => entry(index, points))
          const owed = new Map(debts.map((debt, index) => [account(index), debt]))
          const { chosen, parkedReason } = choose(entries, { issuable }, [], owed)
          expect(chosen.map((each) => each.entry)).to.deep.equal(entries.slice(0, chosen.length))
          expect(chosen.length).to.be.greaterThan(0)
          if (parkedReason === null) {
            const credited = chosen.reduce((sum, each) => sum + (each.entry.points > 0n ? each.entry.points : 0n), 0n)
            expect(credited <= issuable).to.equal(true)
          }
          for (const [who, debt] of owed) {
            const mine = chosen.filter((each) => each.entry.account === who)
            const taken = mine.reduce((sum, each) => sum + each.recovered, 0n)
            expect(taken <= debt).to.equal(true)
            for (const each of mine)
              expect(each.recovered <= (each.entry.points > 0n ? each.entry.points : 0n)).to.equal(true)
          }
        },
      ),
    )
  })
})
