import { expect } from 'chai'

import { EXAMPLES } from '../../../../server/api/examples.ts'
import type { Partner } from '../../../../web/src/api-client/operator.ts'
import type { Status } from '../../../../web/src/api-client/status.ts'
import { attentionOf, isAllowanceLow, type Known } from '../../../../web/src/operator/overview/attention.ts'

const NOW = new Date('2026-12-04T00:00:00Z')

/** Of the document of the API, with nothing wrong. */
const status: Status = {
  ...(EXAMPLES['readStatus']?.answer as Status),
  haltedReason: null,
  doubtReason: null,
  block: '1',
  paused: [],
  clearingDifferences: 0,
  redemptions: { held: '0', waiting: '0', restoring: '0', refused: '0' },
}
const partner: Partner = {
  ...(EXAMPLES['readPartnerDetails']?.answer as Partner),
  status: 'active',
  quarantine: null,
  departure: null,
  onChain: { status: 'active', nextEntry: '1', allowance: '500', dailyLimit: '1000', issuableNow: '500' },
}
const QUIET: Known = { status, partners: [partner], disputes: 0, proposals: 0, operations: 0, nextMonth: null }

const namesOf = (known: Partial<Known>) => attentionOf({ ...QUIET, ...known }, NOW).map(({ name }) => name)

describe('what wants attention', () => {
  it('is nothing where all is well, and where nothing is known yet', () => {
    expect(namesOf({})).to.deep.equal([])
    const unknown = { status: null, partners: null, disputes: null, proposals: null, operations: null }
    expect(namesOf(unknown)).to.deep.equal([])
  })

  it('has what stops the ledger before what is to be done', () => {
    const halted = { ...status, haltedReason: 'reorganised too far', paused: ['issuing' as const] }
    expect(namesOf({ status: halted, proposals: 2, disputes: 1 })).to.deep.equal([
      'halted',
      'paused',
      'disputes',
      'proposals',
    ])
  })

  it('has a month from the moment on at which it can be closed', () => {
    const at = (from: string) => ({ nextMonth: { month: '2026-11', from: new Date(from) } })
    expect(namesOf(at('2026-12-04T00:00:00Z'))).to.deep.equal(['month'])
    expect(namesOf(at('2026-12-04T00:00:01Z'))).to.deep.equal([])
  })

  it('has partners that are suspended, in quarantine, or short of points', () => {
    const onChain = {
      status: 'active' as const,
      nextEntry: '1',
      allowance: '499',
      dailyLimit: '1000',
      issuableNow: '1',
    }
    expect(namesOf({ partners: [{ ...partner, onChain }] })).to.deep.equal(['low'])
    expect(isAllowanceLow(partner), 'just half').to.equal(false)
    expect(namesOf({ partners: [{ ...partner, status: 'suspended', onChain }] })).to.deep.equal(['suspended'])
  })
})
