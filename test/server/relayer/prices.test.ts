import { expect } from 'chai'

import { listPrices, type PriceView } from '../../../server/actions/clearing/list-prices.ts'
import { setPrices } from '../../../server/actions/clearing/set-prices.ts'
import { describeCall } from '../../../server/chain/describe-call.ts'
import { priceDelayMs, setPricesCall } from '../../../server/chain/set-prices-call.ts'
import { Rejection } from '../../../server/domain/rejection.ts'
import { monthNumber, monthText } from '../../../server/domain/utc-days.ts'
import { failureOf } from '../../support/failure.ts'
import { administratorOf } from '../../support/platform/administrator.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

describe('prices, from the plan to the registry', function () {
  this.timeout(60_000)
  let platform: RelayerPlatform
  let administrator: ReturnType<typeof administratorOf>

  beforeEach(async () => {
    platform = await openRelayerPlatform()
    administrator = administratorOf(platform.coalition)
  })

  const deps = () => {
    const { database: db, clock, relayer } = platform
    const encodePrices = (partnerId: number, month: number, prices: { issueMicros: bigint; redeemMicros: bigint }) =>
      setPricesCall(relayer.chain, partnerId, month, prices)
    return { db, clock, ids: relayer.ids, encodePrices, priceDelayMs: priceDelayMs() }
  }
  const plan = (month: string, issueMicros: bigint, redeemMicros: bigint) =>
    setPrices(deps(), { partnerId: PARTNER, month: monthNumber(month) ?? -1, issueMicros, redeemMicros })
  const announce = ({ partnerId, month, issueMicros, redeemMicros }: PriceView) =>
    administrator.announce('setPrices', String(partnerId), monthText(month), String(issueMicros), String(redeemMicros))
  const waitTwoDays = async () => {
    await administrator.waitDays(2)
    platform.clock.advance(2 * DAY_MS)
  }
  const states = async () => (await listPrices(deps(), PARTNER)).map(({ month, state }) => [monthText(month), state])

  it("are announced by the administrator as planned, and are the registry's when that was carried out", async () => {
    const planned = await plan('2026-02', 1_000_000n, 800_000n)
    const call = { target: planned.call.to, data: planned.call.data }
    expect(describeCall(platform.relayer.chain.addresses, call)?.args).to.deep.equal({
      id: '7',
      month: '2026-02',
      issuePrice: '1000000',
      redeemPrice: '800000',
    })
    const announced = await announce(planned)
    await platform.follow()
    const waiting = await plan('2026-02', 1_000_000n, 800_000n)
    expect([waiting.state, waiting.announced?.operationId]).to.deep.equal(['announced', announced.operationId])
    await waitTwoDays()
    await administrator.execute(announced)
    await platform.follow()
    const set = await plan('2026-02', 1_000_000n, 800_000n)
    expect([set.state, set.plannedAt]).to.deep.equal(['set', planned.plannedAt])
    expect(set.set?.transactionHash).to.match(/^0x[0-9a-f]{64}$/)
    expect(await states()).to.deep.equal([['2026-02', 'set']])
  })

  it('are planned again when an announcement is cancelled, and lapse when their month is over', async () => {
    const planned = await plan('2026-02', 1_000_000n, 800_000n)
    const announced = await announce(planned)
    await platform.follow()
    expect(await states()).to.deep.equal([['2026-02', 'announced']])
    await administrator.cancel(announced)
    await platform.follow()
    expect(await states()).to.deep.equal([['2026-02', 'planned']])
    platform.clock.advance(70 * DAY_MS)
    expect(await states()).to.deep.equal([['2026-02', 'lapsed']])
  })

  it('may hold from the current month only while nothing was booked', async () => {
    expect((await plan('2026-01', 1n, 1n)).state).to.equal('planned')
    await platform.accept([accountOf('ann'), 30n])
    await platform.settle()
    const refused = await failureOf(plan('2026-01', 2n, 2n))
    expect(refused instanceof Rejection && refused.code).to.equal('price_month_passed')
  })
})
