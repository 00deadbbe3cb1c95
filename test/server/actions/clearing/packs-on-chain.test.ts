import { expect } from 'chai'

import { readPartner } from '../../../../server/chain/read-partner.ts'
import { listFeedEvents } from '../../../../server/database/feed-events.ts'
import { findPackReturns } from '../../../../server/database/prepaid-packs.ts'
import { enrol, fund, type Holder } from '../../relayer/redemption-platform.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const PACKS = `/v1/partners/${String(PARTNER)}/packs`
const ORDER = { points: '1000', priceMinor: '950', startsOn: '2026-01-01' }

describe('prepaid packs and the chain', function () {
  this.timeout(120_000)
  let clearing: ClearingPlatform
  let ann: Holder

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    ann = await enrol(clearing.platform, 'card')
  })

  afterEach(() => clearing.api.close())

  const allowance = async () => (await readPartner(clearing.platform.relayer.chain, PARTNER)).allowance
  const ask = (rest: string, body?: object) => clearing.ask(`${PACKS}${rest}`, clearing.operator, body)
  const pay = (number: number) =>
    ask(`/${String(number)}/payment`, { reference: `BOOK-${String(number)}`, paidOn: '2026-01-02', points: '1000' })
  const settle = async () => {
    for (let pass = 0; pass < 6; pass++) await clearing.platform.pass()
  }
  const issue = async (points: bigint) => {
    await clearing.platform.accept([ann.member.address, points])
    await clearing.platform.settle()
  }
  const warnings = async () => {
    await clearing.platform.run('warn_of_low_packs')
    await clearing.platform.run('warn_of_low_packs')
    const told = await listFeedEvents(clearing.platform.database, { partnerId: PARTNER, after: 0n, rowsMax: 1_000 })
    return told.filter(({ type }) => type === 'partner.limit_warning').map(({ data }) => data['leftPoints'])
  }

  it('raise the allowance of the registry once, by as many points as were paid for', async () => {
    const before = await allowance()
    await ask('', ORDER)
    await settle()
    expect(await allowance()).to.equal(before)
    await pay(1)
    await pay(1)
    await settle()
    expect(await allowance()).to.equal(before + 1_000n)
    await settle()
    expect(await allowance()).to.equal(before + 1_000n)
  })

  it('are used by batches and get back what returns took, and the partner is warned once a crossing', async () => {
    await ask('', ORDER)
    await ask('/alert', { points: '100' })
    expect(await warnings(), 'nothing is paid').to.deep.equal([])
    await pay(1)
    await settle()
    await fund(clearing.platform, [ann, 899n])
    expect((await ask('')).body).to.deep.include({ leftPoints: '101', isLow: false })
    expect(await warnings()).to.deep.equal([])
    await issue(1n)
    expect((await ask('')).body).to.deep.include({ leftPoints: '100', isLow: true })
    expect(await warnings()).to.deep.equal(['100'])
    expect(clearing.platform.events.filter(({ name }) => name === 'packs_low')).to.have.length(1)
    expect(await (await fetch(`${clearing.api.url}/metrics`)).text()).to.include('entente_low_pack_partners 1')
    await issue(-50n)
    await issue(60n)
    expect((await ask('')).body).to.deep.include({ leftPoints: '90' })
    expect(await warnings(), 'a return arms nothing').to.deep.equal(['100'])
    await ask('', ORDER)
    await pay(2)
    await issue(995n)
    expect((await ask('')).body).to.deep.include({ leftPoints: '95' })
    expect(await warnings(), 'a paid pack does').to.deep.equal(['100', '95'])
  })

  it('get the allowance back that returns in final blocks free, once, and no more than was issued from them', async () => {
    const { platform } = clearing
    const raise = async () => {
      for (let times = 0; times < 2; times++) await platform.run('raise_pack_returns')
      await settle()
    }
    const told = () => platform.events.filter(({ name }) => name === 'pack_returns_raised')
    await ask('', ORDER)
    await pay(1)
    await fund(platform, [ann, 300n])
    const before = await allowance()
    await issue(-50n)
    const asked = { partnerId: PARTNER, finalizedNumber: 0n }
    expect((await findPackReturns(platform.database, asked)).returned, 'of no final block').to.equal(0n)
    await clearing.goTo('2026-01-10T00:00:00Z')
    await raise()
    await raise()
    expect([await allowance(), told().length]).to.deep.equal([before + 50n, 1])
    expect((await ask('')).body).to.deep.include({ leftPoints: '750', uncoveredPoints: '0' })
    await issue(-20n)
    await clearing.goTo('2026-01-12T00:00:00Z')
    await raise()
    expect(await allowance()).to.equal(before + 70n)
    const where = { partnerId: PARTNER, name: 'raise_allowance' }
    expect(await platform.database.call.count({ where }), 'the pack, and two returns').to.equal(3)
  })

  it('arm the warning again with another level, above what is left', async () => {
    await ask('', ORDER)
    await pay(1)
    await ask('/alert', { points: '1000' })
    expect(await warnings()).to.deep.equal(['1000'])
    await ask('/alert', { points: '2000' })
    expect(await warnings(), 'it still holds').to.deep.equal(['1000'])
    await ask('/alert', { points: '999' })
    await ask('/alert', { points: '1000' })
    expect(await warnings()).to.deep.equal(['1000', '1000'])
    await ask('/alert', { points: null })
    expect((await ask('')).body).to.deep.include({ isLow: false, alertPoints: null })
  })
})
