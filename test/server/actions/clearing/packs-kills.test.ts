import { expect } from 'chai'

import { recordPackPayment } from '../../../../server/actions/clearing/record-pack-payment.ts'
import { listFeedEvents } from '../../../../server/database/feed-events.ts'
import { raisePackReturns } from '../../../../server/relayer/raise-pack-returns.ts'
import { warnOfLowPacks } from '../../../../server/relayer/warn-of-low-packs.ts'
import { failureOf } from '../../../support/failure.ts'
import { aPostedBatch } from '../../../support/rows.ts'
import { clearingParts } from '../../api/support/clearing.ts'
import { dyingDatabase } from '../../../support/mortal.ts'
import { enrol, fund } from '../../relayer/redemption-platform.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const PACKS = `/v1/partners/${String(PARTNER)}/packs`
const DEATHS = ['before commit', 'after commit'] as const

describe('packs whose server is killed before or after it stores something', function () {
  this.timeout(120_000)
  let clearing: ClearingPlatform

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    await clearing.ask(PACKS, clearing.operator, { points: '1000', priceMinor: '950', startsOn: '2026-01-01' })
  })

  afterEach(() => clearing.api.close())

  const raises = () => clearing.platform.database.call.count({ where: { partnerId: PARTNER, name: 'raise_allowance' } })
  const stateOfPack = async () => (await clearing.ask(PACKS)).body.packs[0].state as string
  const pay = () => {
    const { ids, chain } = clearing.platform.relayer
    const { encodeOperatorAct } = clearingParts(chain.addresses)
    const deps = { clock: clearing.platform.clock, ids, encodeOperatorAct }
    const payment = { partnerId: PARTNER, number: 1, points: 1_000n, reference: 'BOOK-1', paidDay: 20_454 }
    return (death: (typeof DEATHS)[number] | null) => {
      const { database } = clearing.platform
      const db = death === null ? database : dyingDatabase(database, death)
      return recordPackPayment({ ...deps, db }, payment)
    }
  }
  const dying = (death: (typeof DEATHS)[number]) => {
    const { platform } = clearing
    return platform.anotherRelayer({ database: dyingDatabase(platform.database, death) })
  }

  it('are paid and raise the allowance together or not at all, and once', async () => {
    expect(await failureOf(pay()('before commit'))).to.be.instanceOf(Error)
    expect([await stateOfPack(), await raises()]).to.deep.equal(['ordered', 0])
    expect(await failureOf(pay()('after commit'))).to.be.instanceOf(Error)
    expect([await stateOfPack(), await raises()]).to.deep.equal(['paid', 1])
    await pay()(null)
    expect(await raises()).to.equal(1)
  })

  it('are warned about once', async () => {
    await pay()(null)
    await clearing.ask(`${PACKS}/alert`, clearing.operator, { points: '1000' })
    for (const death of DEATHS) expect(await failureOf(warnOfLowPacks(dying(death))), death).to.be.instanceOf(Error)
    await warnOfLowPacks(clearing.platform.relayer)
    const told = await listFeedEvents(clearing.platform.database, { partnerId: PARTNER, after: 0n, rowsMax: 100 })
    expect(told.filter(({ type }) => type === 'partner.limit_warning')).to.have.length(1)
  })

  it('get the allowance of a return back once', async () => {
    const { platform } = clearing
    await pay()(null)
    await fund(platform, [await enrol(platform, 'card'), 300n])
    const batch = aPostedBatch(`0x${'5'.repeat(64)}`)
      .with('partnerId', PARTNER)
      .with('firstEntry', 1_000n)
    const returned = batch.with('credited', 0n).with('debited', 50n).with('blockNumber', 1n)
    await platform.database.postedBatch.create({ data: returned.with('includedAt', platform.clock.now()).build() })
    const before = await raises()
    for (const death of DEATHS) expect(await failureOf(raisePackReturns(dying(death))), death).to.be.instanceOf(Error)
    await raisePackReturns(platform.relayer)
    expect(await raises()).to.equal(before + 1)
  })
})
