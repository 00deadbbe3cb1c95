import { expect } from 'chai'
import { explanationOf, RECEIPT_KINDS, RECEIPT_LEAF_TYPES, receiptLeaf } from '../../../server/domain/receipts.ts'

describe('receiptLeaf', () => {
  const entry = {
    entryNumber: 7n,
    orderCommitment: `0x${'ab'.repeat(32)}`,
    partnerId: 3,
    account: `0x${'cd'.repeat(20)}`,
    points: -12n,
    kind: 'accrual_reversal' as const,
    explanation: '{"reverses":[],"rules":[]}',
  }

  it('says number, commitment, partner, account, signed points and kind, in the order of its types', () => {
    expect(receiptLeaf(entry)).to.deep.equal([7n, entry.orderCommitment, 3, entry.account, -12n, 2])
    expect(RECEIPT_LEAF_TYPES[1]).to.have.length(receiptLeaf(entry).length)
  })

  it('commits to the explanation from version 2 on', () => {
    expect(RECEIPT_LEAF_TYPES[2]).to.deep.equal([...RECEIPT_LEAF_TYPES[1], 'bytes32'])
    expect(explanationOf(entry, 2)).to.equal(entry.explanation)
    expect(explanationOf(entry, 1)).to.equal(null)
    expect(() => explanationOf({ ...entry, explanation: null }, 2))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('numbers the kinds for ever', () => {
    expect(RECEIPT_KINDS).to.deep.equal({ accrual: 1, accrual_reversal: 2, shortfall_recovery: 3 })
  })

  it('does not exist before the entry has a number', () => {
    expect(() => receiptLeaf({ ...entry, entryNumber: null }))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => receiptLeaf({ ...entry, entryNumber: 0n }))
      .to.throw()
      .with.property('name', 'AssertionError')
  })
})
