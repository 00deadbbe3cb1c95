import { expect } from 'chai'

import { type LiveOrder, turnOf } from '../../../server/domain/order-turns.ts'

const NOON = new Date('2026-11-23T12:00:00Z')
const LATE = new Date('2026-11-23T11:55:00Z')
const JUST = new Date(LATE.getTime() + 1)

const order = (nonce: number, changes: Partial<LiveOrder> = {}): LiveOrder => ({
  id: `order ${nonce}`,
  account: '0xada',
  nonce,
  state: 'captured',
  capturedAt: NOON,
  askedAt: null,
  place: 'waiting',
  listId: null,
  ...changes,
})

/** Whose turn it is and which it passes, where those named cannot be burned now. */
function turn(orders: LiveOrder[], ...stuck: number[]): [next: number, passed: number[]] | null {
  const found = turnOf(orders, { canGo: ({ nonce }) => !stuck.includes(nonce), lateSince: LATE })
  return found && [found.next.nonce, found.passed.map(({ nonce }) => nonce)]
}

describe('whose turn it is among the orders of an account', function () {
  it('is the lowest nonce, and nobody while one is on its way or could still be captured', () => {
    expect(turn([order(2), order(1), order(3)])).to.deep.equal([1, []])
    expect(turn([order(1, { place: 'sent', askedAt: LATE, capturedAt: LATE }), order(2)])).to.equal(null)
    expect(turn([order(1, { state: 'held', capturedAt: null }), order(2)])).to.equal(null)
    expect(turn([order(2), order(3, { state: 'held', capturedAt: null })])).to.deep.equal([2, []])
    expect(turn([order(1), order(2, { place: 'sent' })])).to.equal(null)
    expect(turn([])).to.equal(null)
  })

  it('is the next one once a partner has kept the list before it unsigned for too long, not before', () => {
    expect(turn([order(1, { place: 'unsigned' }), order(2)])).to.equal(null)
    expect(turn([order(1, { place: 'unsigned', askedAt: JUST }), order(2)])).to.equal(null)
    expect(turn([order(1, { place: 'unsigned', askedAt: LATE }), order(2)])).to.deep.equal([2, [1]])
    // It may be we who formed the list late: only an unanswered question counts.
    expect(turn([order(1, { place: 'unsigned', capturedAt: LATE }), order(2)])).to.equal(null)
  })

  it('is the next one once what is before it could not be burned for too long', () => {
    expect(turn([order(1, { capturedAt: JUST }), order(2)], 1)).to.equal(null)
    expect(turn([order(1, { capturedAt: LATE }), order(2)], 1)).to.deep.equal([2, [1]])
    expect(turn([order(1, { capturedAt: LATE }), order(2)])).to.deep.equal([1, []])
    expect(turn([order(1, { capturedAt: JUST, place: 'stuck' }), order(2)])).to.equal(null)
    expect(turn([order(1, { capturedAt: LATE, place: 'stuck' }), order(2)])).to.deep.equal([2, [1]])
  })

  it('comes last to one that has kept others waiting, and it pushes nobody out', () => {
    const late = { askedAt: LATE }
    expect(turn([order(1, late), order(2)])).to.deep.equal([2, [1]])
    expect(turn([order(1, late)])).to.deep.equal([1, []])
    expect(turn([order(1, late), order(2, { ...late, place: 'unsigned' })])).to.equal(null)
    expect(turn([order(1, late), order(2, { place: 'unsigned' })])).to.equal(null)
    expect(turn([order(1, late), order(2, late)])).to.deep.equal([1, []])
  })

  it('takes a late list of a higher nonce back for a lower one, which kills nothing', () => {
    expect(turn([order(1), order(2, { place: 'unsigned', askedAt: LATE })])).to.deep.equal([1, [2]])
  })
})
