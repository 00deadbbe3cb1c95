import { expect } from 'chai'
import fc from 'fast-check'
import {
  BATCH_GAS_AIM,
  BATCH_GAS_CAP,
  ENTRIES_PER_BATCH_MAX,
  LOT_POINTS_MAX,
  RECORD_POINTS_MAX,
  composeRecords,
  estimateBatchGas,
} from '../../../server/domain/batches.ts'
import type { BatchableEntry } from '../../../server/domain/batches.ts'
import { POINTS_PER_PURCHASE_MAX } from '../../../server/domain/earning.ts'

const addressOf = (number: number) => `0x${number.toString(16).padStart(40, '0')}`
const anyEntry = fc.record({
  account: fc.integer({ min: 1, max: 9 }).map(addressOf),
  points: fc.bigInt({ min: -POINTS_PER_PURCHASE_MAX, max: POINTS_PER_PURCHASE_MAX }).filter((points) => points !== 0n),
})

/** Reads packed records back, as the contract does. */
function unpack(packed: string): { account: string; points: bigint }[] {
  const records = packed.slice(2).match(/.{52}/g) ?? []
  expect(records.join('')).to.equal(packed.slice(2))
  return records.map((record) => ({ account: `0x${record.slice(0, 40)}`, points: BigInt(`0x${record.slice(40)}`) }))
}

describe('composeRecords', () => {
  const anna = addressOf(0xa)
  const ben = addressOf(0xb)

  it('merges the entries of an account, and keeps credits and debits apart', () => {
    const entries = [
      { account: ben, points: 5n },
      { account: anna, points: 7n },
      { account: ben, points: -3n },
      { account: ben, points: 1n },
      { account: ben, points: -1n },
    ]
    expect(composeRecords(entries)).to.deep.equal({
      creditRecords: [
        { account: anna, points: 7n },
        { account: ben, points: 6n },
      ],
      debitRecords: [{ account: ben, points: 4n }],
      credits: `${anna}000000000007${ben.slice(2)}000000000006`,
      debits: `${ben}000000000004`,
      credited: 13n,
      debited: 4n,
    })
  })

  it('packs nothing as nothing', () => {
    expect(composeRecords([])).to.deep.include({ credits: '0x', debits: '0x', credited: 0n, debited: 0n })
  })

  it('takes as many points as a lot holds, and no more', () => {
    expect(composeRecords([{ account: anna, points: LOT_POINTS_MAX }]).credits).to.equal(`${anna}000fffffffff`)
    expect(() => composeRecords([{ account: anna, points: LOT_POINTS_MAX + 1n }]))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('takes back as many points as a record carries, and no more', () => {
    expect(composeRecords([{ account: anna, points: -RECORD_POINTS_MAX }]).debits).to.equal(`${anna}ffffffffffff`)
    expect(() => composeRecords([{ account: anna, points: -RECORD_POINTS_MAX - 1n }]))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('takes as many entries as a batch may have, and no more', () => {
    const entries = Array.from({ length: ENTRIES_PER_BATCH_MAX }, () => ({
      account: anna,
      points: POINTS_PER_PURCHASE_MAX,
    }))
    expect(composeRecords(entries).credited).to.equal(BigInt(ENTRIES_PER_BATCH_MAX) * POINTS_PER_PURCHASE_MAX)
    expect(() => composeRecords([...entries, entries[0]!]))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('cannot be brought past a lot by the largest purchases', () => {
    expect(BigInt(ENTRIES_PER_BATCH_MAX) * POINTS_PER_PURCHASE_MAX <= LOT_POINTS_MAX).to.equal(true)
  })

  it('stops at what is not a lower-case address, and at an entry of no points', () => {
    for (const account of [anna.toUpperCase(), anna.slice(2), `${anna}0`, '0xA'.padEnd(42, '0')]) {
      expect(() => composeRecords([{ account, points: 1n }]), account)
        .to.throw()
        .with.property('name', 'AssertionError')
    }
    expect(() => composeRecords([{ account: anna, points: 0n }]))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('keeps every point, sorts by address, and gives the same bytes for any order of the entries', () => {
    fc.assert(
      fc.property(fc.array(anyEntry), fc.array(fc.nat()), (entries, shuffle) => {
        const records = composeRecords(entries)
        const expected = (sign: (points: bigint) => bigint) => sumByAccount(entries, sign)
        expect(unpack(records.credits)).to.deep.equal(expected((points) => points))
        expect(unpack(records.debits)).to.deep.equal(expected((points) => -points))
        const shuffled = entries.toSorted(
          (a, b) => (shuffle[entries.indexOf(a)] ?? 0) - (shuffle[entries.indexOf(b)] ?? 0),
        )
        expect(composeRecords(shuffled)).to.deep.equal(records)
      }),
    )
  })

  function sumByAccount(entries: readonly BatchableEntry[], sign: (points: bigint) => bigint) {
    const wanted = entries
      .map(({ account, points }) => ({ account, points: sign(points) }))
      .filter(({ points }) => points > 0n)
    const accounts = [...new Set(wanted.map(({ account }) => account))].sort()
    return accounts.map((account) => ({
      account,
      points: wanted.filter((entry) => entry.account === account).reduce((sum, { points }) => sum + points, 0n),
    }))
  }
})

describe('estimateBatchGas', () => {
  it('is above what was measured', () => {
    expect(estimateBatchGas({ newHolders: 300, existingHolders: 0, debits: 0 }) > 300n * 24_646n).to.equal(true)
    expect(estimateBatchGas({ newHolders: 0, existingHolders: 300, debits: 0 }) > 300n * 7_491n).to.equal(true)
  })

  it('grows with each account', () => {
    const none = estimateBatchGas({ newHolders: 0, existingHolders: 0, debits: 0 })
    expect(estimateBatchGas({ newHolders: 1, existingHolders: 0, debits: 0 }) > none).to.equal(true)
    expect(estimateBatchGas({ newHolders: 0, existingHolders: 1, debits: 0 }) > none).to.equal(true)
    expect(estimateBatchGas({ newHolders: 0, existingHolders: 0, debits: 1 }) > none).to.equal(true)
  })

  it('aims well below what one transaction may use', () => {
    expect(BATCH_GAS_AIM < (BATCH_GAS_CAP * 9n) / 10n).to.equal(true)
  })
})
