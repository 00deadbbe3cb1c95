import { expect } from 'chai'

import type { ClearingEventKind } from '../../../../server/domain/clearing/clearing-events.ts'
import { DISPUTE_WINDOW_MS, positionOf, settlementOf } from '../../../../server/domain/clearing/settlement.ts'

const AT = new Date('2026-02-03T00:00:00Z')

const event = (kind: ClearingEventKind, said: { minor?: string; textHash?: string } = {}) => ({
  kind,
  minor: null,
  textHash: null,
  includedAt: AT,
  ...said,
})
const closed = (minor: string) => event('position_closed', { minor })

describe('how far a settlement is', () => {
  const stateOf = (...events: ReturnType<typeof event>[]) =>
    settlementOf(-808n, { position: positionOf(events), monthClosedAt: AT }).state

  it('follows from the events of the position', () => {
    const open = closed('-808')
    const operator = event('marked_by_operator', { textHash: '0xaa' })
    const partner = event('marked_by_partner', { textHash: '0xbb' })
    const disputed = event('disputed', { textHash: '0xcc' })
    expect(stateOf(open)).to.equal('open')
    expect(stateOf(open, operator)).to.equal('marked')
    expect(stateOf(open, operator, partner)).to.equal('marked')
    expect(stateOf(open, partner, event('settled'))).to.equal('settled')
    expect(stateOf(open, disputed)).to.equal('disputed')
    expect(stateOf(open, disputed, event('dispute_withdrawn'))).to.equal('open')
    expect(stateOf(open, operator, disputed, event('dispute_resolved'))).to.equal('marked')
    expect(stateOf(closed('0'))).to.equal('settled')
    expect(stateOf(closed('0'), disputed, event('dispute_resolved'))).to.equal('settled')
  })

  it('counts the acts of the partner, and those of nobody else', () => {
    const acts = ['marked_by_operator', 'marked_by_partner', 'disputed', 'dispute_resolved', 'disputed'] as const
    const events = [closed('1'), ...acts.map((kind) => event(kind, { textHash: '0xaa' })), event('dispute_withdrawn')]
    expect(positionOf(events)?.sequence).to.equal(4)
  })

  it('says where the chain and the statement differ', () => {
    const differs = (inStatement: bigint | null, onChain: string | null, monthClosedAt: Date | null = AT) =>
      settlementOf(inStatement, { position: positionOf(onChain === null ? [] : [closed(onChain)]), monthClosedAt })
        .isDifferent
    expect(differs(-808n, '-808')).to.equal(false)
    expect(differs(-808n, '-807')).to.equal(true)
    expect(differs(null, '0')).to.equal(true)
    expect(differs(-808n, null)).to.equal(true)
    expect(differs(-808n, null, null)).to.equal(false)
    expect(differs(null, null)).to.equal(false)
  })

  it('has no position where nothing was counted, and a window for disputes once the month is closed', () => {
    expect(settlementOf(null, { position: null, monthClosedAt: AT })).to.include({
      state: 'nothing',
      disputeUntil: null,
    })
    const position = positionOf([closed('1')])
    expect(settlementOf(1n, { position, monthClosedAt: null }).disputeUntil).to.equal(null)
    expect(settlementOf(1n, { position, monthClosedAt: AT }).disputeUntil).to.deep.equal(
      new Date(AT.getTime() + DISPUTE_WINDOW_MS),
    )
  })
})
