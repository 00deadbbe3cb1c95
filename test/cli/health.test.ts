import { expect } from 'chai'

import type { Schemas } from '../../client/client.ts'
import { DISK_FREE_BYTES_MIN, type HealthFacts, listHealth } from '../../cli/health.ts'
import { figuresOf, readSamples, type ServerFigures } from '../../cli/server-figures.ts'
import { OPEN_AGE_MS_MAX } from '../../server/domain/service-state.ts'

const LAG = { entries: '12', medianMs: 1_200, p95Ms: 3_000, maxMs: 4_000 }
const READ_AT = '2026-11-23T12:15:00.000Z'
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
    readAt: READ_AT,
    ledger: 'on_time',
    block: '1200',
    blockAt: READ_AT,
    totalSupply: '5',
    indexedBlock: '1200',
    indexedBlockAt: '2026-11-23T09:15:00.000Z',
    finalBlock: '1180',
    haltedReason: null,
    doubtReason: null,
    entries: { open: '0', waiting: '0', confirmed: '12', oldestOpenAt: null },
    redemptions: { held: '0', waiting: '0', restoring: '0', refused: '0' },
    quarantinedPartners: 0,
    quarantinedSince: null,
    clearingDifferences: 0,
    paused: [],
    pauses: [],
    auditLog: { entries: '3', head: 'ab' },
    archive: { entries: '0', checkpoint: null, witnesses: [], anchors: [] },
    lag: LAG,
    ...change,
  }
}

const NO_FIGURES: ServerFigures = {
  lanes: [],
  parkedPartners: 0,
  lowPackPartners: 0,
  messagesWaiting: 0,
  oldestMessageSeconds: 0,
  webhooksFailing: 0,
  webhookEventsDead: 0,
  endpointErrors: {},
}

const listOf = (change: Partial<Schemas['Status']>, more: Partial<HealthFacts> = {}) =>
  listHealth({ status: status(change), figures: null, disk: null, ...more })
const firstOf = (change: Partial<Schemas['Status']> = {}) => listOf(change)[0]
const stateOf = (change: Partial<Schemas['Status']>) => firstOf(change).state
const withFigures = (change: Partial<ServerFigures>) => listOf({}, { figures: { ...NO_FIGURES, ...change } })

describe('the first line of the status', () => {
  it('says that all is well, and how well', () => {
    expect(firstOf()).to.deep.equal({
      state: 'healthy',
      sentence: 'Healthy: at block 1,200, nothing waits; purchases of the last hour were confirmed in 1.2 s (median).',
    })
    const quiet = firstOf({ lag: null, entries: { open: '1', waiting: '0', confirmed: '12', oldestOpenAt: READ_AT } })
    expect(quiet.sentence).to.equal('Healthy: at block 1,200, 1 entry is on the way; no purchases in the last hour.')
  })

  const cases: readonly [what: string, change: Partial<Schemas['Status']>, state: string, says: RegExp][] = [
    [
      'a chain that does not answer',
      { block: null },
      'broken',
      /chain does not answer.*RPC_URL.*Since 2026-11-23 09:15 UTC, 3 h ago\.$/,
    ],
    ['a server that halted', { haltedReason: 'Reorg below 5.' }, 'broken', /stopped following.*Reorg below 5\..*docs/],
    ['endpoints that are not believed', { doubtReason: 'They disagree.' }, 'look', /not believed.*They disagree\./],
    [
      'a pause',
      { pauses: [{ power: 'redeeming', since: '2026-11-22T23:00:00.000Z' }] },
      'look',
      /redeeming is paused.*entente resume redeeming --reason.*Since 2026-11-22 23:00 UTC, 13 h ago\.$/,
    ],
    [
      'a quarantine',
      { quarantinedPartners: 1, quarantinedSince: '2026-11-20T12:00:00.000Z' },
      'look',
      /one partner is in quarantine.*entente partner release.*Since 2026-11-20 12:00 UTC, 3 days ago\.$/,
    ],
    [
      'an entry that waits',
      { entries: { open: '3', waiting: '0', confirmed: '12', oldestOpenAt: '2026-11-23T11:15:00.000Z' } },
      'look',
      /3 entries wait for the ledger.*60 min ago\.$/,
    ],
    ['a difference', { clearingDifferences: 1 }, 'look', /one position of a closed month on chain is not what/],
    ['two differences', { clearingDifferences: 2 }, 'look', /2 positions of a closed month on chain are not what/],
    ['two quarantines', { quarantinedPartners: 2 }, 'look', /2 partners are in quarantine/],
  ]
  for (const [what, change, state, says] of cases)
    it(`says what is wrong and what to do: ${what}`, () => {
      const { state: found, sentence } = firstOf(change)
      expect(found).to.equal(state)
      expect(sentence).to.match(says).and.not.include('\n')
    })

  it('names what is worst first', () => {
    expect(stateOf({ block: null, haltedReason: 'Reorg.', pauses: [{ power: 'issuing', since: READ_AT }] })).to.equal(
      'broken',
    )
    expect(firstOf({ block: null, haltedReason: 'Reorg.' }).sentence).to.include('Reorg.')
  })

  it('asks for a look from 31 blocks behind, and not at 30', () => {
    expect(stateOf({ indexedBlock: '1170' })).to.equal('healthy')
    expect(stateOf({ indexedBlock: '1169' })).to.equal('look')
  })

  it('asks for a look when a purchase took more than ten minutes, and not at ten', () => {
    expect(stateOf({ lag: { ...LAG, maxMs: 600_000 } })).to.equal('healthy')
    expect(stateOf({ lag: { ...LAG, maxMs: 600_001 } })).to.equal('look')
  })

  it('asks for a look when an entry has waited for more than ten minutes, and not at ten', () => {
    const waiting = (ms: number) => {
      const oldestOpenAt = new Date(Date.parse(READ_AT) - ms).toISOString()
      return stateOf({ entries: { open: '1', waiting: '1', confirmed: '0', oldestOpenAt } })
    }
    expect(waiting(OPEN_AGE_MS_MAX)).to.equal('healthy')
    expect(waiting(OPEN_AGE_MS_MAX + 1_000)).to.equal('look')
  })

  it('says all that is wrong, the worst first, and no more than that', () => {
    const pauses = (['issuing', 'redeeming'] as const).map((power) => ({ power, since: READ_AT }))
    const found = listOf({ haltedReason: 'Reorg.', pauses, clearingDifferences: 1 })
    expect(found.map(({ state }) => state)).to.deep.equal(['broken', 'look', 'look', 'look'])
    expect(listOf({})).to.have.length(1)
    expect(withFigures({})).to.have.length(1)
  })

  it('asks for a look at an account below 0.05 ether, and not at it', () => {
    const lane = { address: '0x1a', purpose: 'batches', state: 'active', ether: 0.05 }
    expect(withFigures({ lanes: [lane] })[0].state).to.equal('healthy')
    expect(withFigures({ lanes: [{ ...lane, ether: 0.0499 }] })[0].sentence).to.match(
      /0x1a \(batches\) has 0\.0499 ether.*funds/,
    )
    expect(withFigures({ lanes: [{ ...lane, state: 'quarantined' }] })[0].sentence).to.match(/0x1a.*LANE_KEYS/)
  })

  it('asks for a look at parked batches, messages older than a minute, and a disk that is nearly full', () => {
    expect(withFigures({ parkedPartners: 1 })[0].sentence).to.match(
      /a batch of one partner is parked.*entente partner list/,
    )
    expect(withFigures({ messagesWaiting: 2, oldestMessageSeconds: 60 })[0].state).to.equal('healthy')
    expect(withFigures({ messagesWaiting: 2, oldestMessageSeconds: 61 })[0].sentence).to.match(/2 e-mails or SMS wait/)
    const disk = (freeBytes: number) => listOf({}, { disk: { freeBytes, bytes: 10 * DISK_FREE_BYTES_MIN } })[0]
    expect(disk(DISK_FREE_BYTES_MIN).state).to.equal('healthy')
    expect(disk(DISK_FREE_BYTES_MIN - 1).sentence).to.match(/disk of the data folder has 1\.0 GB left/)
  })
})

describe('the figures of a server', () => {
  it('are read from what it shows to Prometheus', () => {
    const figures = figuresOf(
      readSamples(`# HELP entente_lane_balance_ether What a sending account has for gas
# TYPE entente_lane_balance_ether gauge
entente_lane_balance_ether{address="0xab",purpose="batches",state="active"} 1.25
entente_parked_partners 2
entente_messages_waiting{kind="email"} 3
entente_messages_waiting{kind="phone"} 1
entente_oldest_waiting_message_age_seconds{kind="email"} 7.5
entente_webhooks{state="failing"} 1
entente_webhooks{state="working"} 9
entente_webhook_deliveries{state="dead"} 4
entente_rpc_errors_total{kind="timeout",endpoint="2"} 5
entente_rpc_errors_total{kind="limit",endpoint="2"} 6
process_cpu_seconds_total 12`),
    )
    expect(figures).to.deep.equal({
      lanes: [{ address: '0xab', purpose: 'batches', state: 'active', ether: 1.25 }],
      parkedPartners: 2,
      lowPackPartners: 0,
      messagesWaiting: 4,
      oldestMessageSeconds: 7.5,
      webhooksFailing: 1,
      webhookEventsDead: 4,
      endpointErrors: { 2: 11 },
    })
  })
})
