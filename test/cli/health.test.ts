import { expect } from 'chai'

import type { Schemas } from '../../client/client.ts'
import { describeHealth } from '../../cli/health.ts'

const LAG = { entries: '12', medianMs: 1_200, p95Ms: 3_000, maxMs: 4_000 }
const NONE = `0x${'0'.repeat(40)}`

function status(change: Partial<Schemas['Status']> = {}): Schemas['Status'] {
  return {
    chainId: 31_337,
    contracts: {
      accessManager: NONE,
      token: NONE,
      registry: NONE,
      issuance: NONE,
      redemption: NONE,
      accounts: NONE,
      clearing: null,
      logAnchors: null,
    },
    block: '1200',
    totalSupply: '5',
    indexedBlock: '1200',
    finalBlock: '1180',
    haltedReason: null,
    doubtReason: null,
    entries: { open: '0', waiting: '0', confirmed: '12' },
    redemptions: { held: '0', waiting: '0', restoring: '0', refused: '0' },
    quarantinedPartners: 0,
    clearingDifferences: 0,
    paused: [],
    auditLog: { entries: '3', head: 'ab' },
    archive: { entries: '0', checkpoint: null, witnesses: [], anchors: [] },
    lag: LAG,
    ...change,
  }
}

const stateOf = (change: Partial<Schemas['Status']>) => describeHealth(status(change)).state

describe('the first line of the status', () => {
  it('says that all is well, and how well', () => {
    expect(describeHealth(status())).to.deep.equal({
      state: 'healthy',
      sentence: 'Healthy: at block 1,200, nothing waits; purchases of the last hour were confirmed in 1.2 s (median).',
    })
    const quiet = describeHealth(status({ lag: null, entries: { open: '1', waiting: '0', confirmed: '12' } }))
    expect(quiet.sentence).to.equal('Healthy: at block 1,200, 1 entry is on the way; no purchases in the last hour.')
  })

  const cases: readonly [what: string, change: Partial<Schemas['Status']>, state: string, says: RegExp][] = [
    ['a chain that does not answer', { block: null }, 'broken', /chain does not answer.*RPC_URL/],
    ['a server that halted', { haltedReason: 'Reorg below 5.' }, 'broken', /stopped following.*Reorg below 5\..*docs/],
    ['endpoints that are not believed', { doubtReason: 'They disagree.' }, 'look', /not believed.*They disagree\./],
    ['a pause', { paused: ['redeeming'] }, 'look', /redeeming is paused.*entente resume redeeming --reason/],
    ['two pauses', { paused: ['issuing', 'redeeming'] }, 'look', /issuing and redeeming are paused/],
    ['a quarantine', { quarantinedPartners: 1 }, 'look', /one partner is in quarantine.*entente partner release/],
    ['a difference', { clearingDifferences: 1 }, 'look', /one position of a closed month on chain is not what/],
    ['two differences', { clearingDifferences: 2 }, 'look', /2 positions of a closed month on chain are not what/],
    ['two quarantines', { quarantinedPartners: 2 }, 'look', /2 partners are in quarantine/],
  ]
  for (const [what, change, state, says] of cases)
    it(`says what is wrong and what to do: ${what}`, () => {
      const { state: found, sentence } = describeHealth(status(change))
      expect(found).to.equal(state)
      expect(sentence).to.match(says).and.not.include('\n')
    })

  it('names what is worst first', () => {
    expect(stateOf({ block: null, haltedReason: 'Reorg.', paused: ['issuing'] })).to.equal('broken')
    expect(describeHealth(status({ block: null, haltedReason: 'Reorg.' })).sentence).to.include('Reorg.')
  })

  it('asks for a look from 31 blocks behind, and not at 30', () => {
    expect(stateOf({ indexedBlock: '1170' })).to.equal('healthy')
    expect(stateOf({ indexedBlock: '1169' })).to.equal('look')
  })

  it('asks for a look when a purchase took more than ten minutes, and not at ten', () => {
    expect(stateOf({ lag: { ...LAG, maxMs: 600_000 } })).to.equal('healthy')
    expect(stateOf({ lag: { ...LAG, maxMs: 600_001 } })).to.equal('look')
  })
})
