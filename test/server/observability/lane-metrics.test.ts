import { expect } from 'chai'
import { Registry } from 'prom-client'

import { createLedgerMetrics, type ObservedLedger } from '../../../server/observability/ledger-metrics.ts'
import { BATCH_GAS_AIM } from '../../../server/domain/batches.ts'

const FEES = { baseFeePerGas: 10n ** 9n, maxPriorityFeePerGas: 0n, maxFeePerGas: 2n * 10n ** 9n }
const GAS_WEI = BATCH_GAS_AIM * FEES.maxFeePerGas
const QUIET = {
  now: new Date(0),
  open: { entries: 0n, oldestRecordedAt: null },
  batches: new Map<string, number>(),
  parkedPartners: 0,
  quarantinedPartners: 0,
  clearingDifferences: 0,
  lowPackPartners: 0,
  paused: [],
  pinPausedPartners: [],
  cursor: null,
  lagSeconds: [],
  auditHead: { number: 0n, hash: '0'.repeat(64) },
  gas: [],
  budgets: [],
  partnersBudgets: [],
  messages: [],
  webhooks: { working: 0, failing: 0, disabled: 0, waiting: 0, dead: 0, oldestUnsentAt: null },
} satisfies Omit<ObservedLedger, 'lanes' | 'fees'>

describe('the metrics of lanes and fees', function () {
  const registry = new Registry()
  const metrics = createLedgerMetrics(registry)
  const lane = { address: '0xa', purpose: 'batches', state: 'active', nextNonce: 4 }
  const show = async (observed: Pick<ObservedLedger, 'lanes' | 'fees'>) => {
    metrics.set({ ...QUIET, ...observed })
    const names = /^entente_(lane|gas_price|largest_batch)/
    return (await registry.metrics()).split('\n').filter((line) => names.test(line))
  }

  it('count the fee for bytes on the L1 in what a lane can pay, and show both parts of the cost', async () => {
    const fees = { ...FEES, batchDataFeeWei: GAS_WEI }
    const labels = '{address="0xa",purpose="batches",state="active"}'
    expect(await show({ lanes: [{ lane, balanceWei: 6n * GAS_WEI - 1n }], fees })).to.have.members([
      `entente_lane_balance_ether${labels} 0.156`,
      `entente_lane_runway_batches${labels} 2`,
      `entente_lane_next_nonce${labels} 4`,
      'entente_gas_price_gwei 3',
      'entente_largest_batch_cost_ether{part="gas"} 0.026',
      'entente_largest_batch_cost_ether{part="l1_data"} 0.026',
    ])
    expect(await show({ lanes: [{ lane, balanceWei: 6n * GAS_WEI }], fees })).to.include(
      `entente_lane_runway_batches${labels} 3`,
    )
  })

  it('have no old figure while the chain does not answer', async () => {
    expect(await show({ lanes: [{ lane, balanceWei: null }], fees: null })).to.deep.equal([
      'entente_lane_next_nonce{address="0xa",purpose="batches",state="active"} 4',
    ])
  })
})
