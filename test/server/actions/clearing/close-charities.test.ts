import serialize from 'canonicalize'
import { expect } from 'chai'
import { recoverTypedDataAddress } from 'viem'

import { closeMonth } from '../../../../server/actions/clearing/close-month.ts'
import { charityStatementTypedData } from '../../../../server/chain/statement-typed-data.ts'
import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import type { Redemption } from '../../../../server/database/redemptions.ts'
import { CHARITY_DEFINITIONS } from '../../../../server/domain/clearing/definitions.ts'
import { STATEMENT_SIGNER } from '../../api/support/clearing.ts'
import { capture, enrol, fund, type Holder, restore, settleAll } from '../../relayer/redemption-platform.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const REWARD_ID = '01900000-0000-7000-e000-000000000001'
const OWN = '/v1/statements'

describe('what members give to charities', function () {
  this.timeout(120_000)
  let clearing: ClearingPlatform
  let charityId: string
  let ann: Holder
  let given: Redemption

  /** January: 1,000 points issued at 1.05 cents, 300 redeemed at 0.8, of which 200 for a charity. */
  beforeEach(async () => {
    clearing = await openClearingPlatform()
    const { platform } = clearing
    charityId = (await clearing.ask('/v1/charities', clearing.operator, { name: 'Sea Rescue' })).body.charityId
    await platform.database.transaction((tx) => insertRows(tx, 'reward', [donationReward()]))
    ann = await enrol(platform, 'card')
    await clearing.setPrices('2026-01', 1_050_000n, 800_000n)
    await fund(platform, [ann, 1_000n])
    given = await capture(platform, ann, 200n, { rewardId: REWARD_ID })
    await capture(platform, ann, 100n)
    await settleAll(platform)
    await clearing.goTo('2026-02-03T00:00:01Z')
  })

  afterEach(() => clearing.api.close())

  const donationReward = () => ({
    id: REWARD_ID,
    seq: 1n,
    partnerId: PARTNER,
    kind: 'donation' as const,
    texts: { en: { title: 'Give', description: 'To those at sea' } },
    points: 200n,
    discountMinor: null,
    basketMinMinor: 0n,
    stock: null,
    perMemberMax: null,
    validFrom: new Date(0),
    validUntil: null,
    claimDays: null,
    tier: null,
    pictureId: null,
    pictureSmallId: null,
    charityId,
    replacesId: null,
    createdAt: new Date(0),
    withdrawnAt: null,
    metadata: {},
  })

  const ofCharity = (rest = '') => clearing.ask(`/v1/charities/${charityId}/statements${rest}`)
  const own = async (month: string) => (await clearing.ask(`${OWN}/${month}`, clearing.partner)).body

  it("is a line of the partner's statement, and owed to the charity", async () => {
    expect((await clearing.close('2026-01')).body).to.deep.equal({
      month: '2026-01',
      issued: 1,
      before: 0,
      waiting: [],
    })
    const { statement, settlement } = await own('2026-01')
    // 1,000 x 1.05 = 1,050; 300 x 0.8 = 240, of which 200 x 0.8 = 160 go to the charity.
    expect(statement.donations).to.deep.equal({
      charities: [{ id: charityId, name: 'Sea Rescue', points: '200', grossMinor: '160' }],
      totalMinor: '160',
    })
    expect(statement.totals).to.deep.equal({ netMinor: '-970', vatMinor: '0', payableMinor: '-970' })
    const { body } = await ofCharity('/2026-01')
    expect(body.statement.totals).to.deep.equal({ points: '200', payableMinor: '160' })
    expect(body.statement.partners).to.deep.equal([
      { id: PARTNER, name: statement.partner.name, points: '200', redeemMicros: '800000', grossMinor: '160' },
    ])
    expect(body.statement.lines.map((line: { orderHash: string }) => line.orderHash)).to.deep.equal([given.orderHash])
    expect(body.definitions).to.deep.equal(CHARITY_DEFINITIONS)
    // The contract knows nothing of charities: its position is redeemed less issued.
    await clearing.platform.settle()
    const closed = (await own('2026-01')).settlement
    expect([settlement.state, closed.state, closed.netMinor, closed.isDifferent]).to.deep.equal([
      'not_on_chain',
      'open',
      '-810',
      false,
    ])
  })

  it('is signed by the operator, as text that can be hashed again', async () => {
    await clearing.close('2026-01')
    const { statement, signature, signer } = (await ofCharity('/2026-01')).body
    const typedData = charityStatementTypedData(statement, serialize(statement) ?? '')
    expect((await recoverTypedDataAddress({ ...typedData, signature })).toLowerCase())
      .to.equal(STATEMENT_SIGNER.address)
      .and.to.equal(signer)
    const other = charityStatementTypedData({ ...statement, number: 'ENT-C0-2026-01' }, serialize(statement) ?? '')
    expect((await recoverTypedDataAddress({ ...other, signature })).toLowerCase()).not.to.equal(signer)
    const table = await fetch(`${clearing.api.url}/v1/charities/${charityId}/statements/2026-01?format=csv`, {
      headers: { Authorization: `Bearer ${clearing.operator}` },
    })
    expect(table.headers.get('content-disposition')).to.include(`${String(statement.number)}.csv`)
    expect(await table.text()).to.include('totals,payable,1.60,EUR')
  })

  it('is taken back in the month in which points come back, and is open until it is paid', async () => {
    await clearing.close('2026-01')
    await restore(clearing.platform, given, 50n)
    await settleAll(clearing.platform)
    await clearing.goTo('2026-03-04T00:00:01Z')
    await clearing.close('2026-02')
    const february = (await ofCharity('/2026-02')).body.statement
    expect([february.totals, february.position]).to.deep.equal([
      { points: '-50', payableMinor: '-40' },
      { openingMinor: '160', closingMinor: '120' },
    ])
    // The partner gives 50 x 0.8 back to the operator, which is what the operator owes the charity less.
    expect((await own('2026-02')).statement.totals.netMinor).to.equal('0')
    const pay = (month: string, reference: string) =>
      clearing.ask(`/v1/charities/${charityId}/statements/${month}/payment`, clearing.operator, { reference })
    expect((await pay('2026-01', 'BOOK-1')).body.payment.reference).to.equal('BOOK-1')
    expect((await pay('2026-01', 'BOOK-1')).status).to.equal(200)
    expect((await pay('2026-01', 'BOOK-2')).body.code).to.equal('statement_unpayable')
    expect((await pay('2026-03', 'BOOK-1')).body.code).to.equal('statement_unknown')
    const list = (await ofCharity('?limit=1')).body
    expect(list.data.map(({ month, payableMinor }: Record<string, string>) => [month, payableMinor])).to.deep.equal([
      ['2026-02', '-40'],
    ])
    const rest = (await ofCharity(`?cursor=${String(list.nextCursor)}`)).body
    expect(rest.data.map(({ payment }: { payment: object }) => payment)).to.deep.equal([
      { reference: 'BOOK-1', recordedAt: (await ofCharity('/2026-01')).body.payment.recordedAt },
    ])
  })

  it('is not forgotten, nor counted twice, where a closing was stopped behind it', async () => {
    const deps = clearing.api.deps
    const fails = () => Promise.reject(new Error('the key is gone'))
    const stopped = await closeMonth({ ...deps, signStatement: fails }, { month: 672 }).then(String, String)
    expect(stopped).to.include('the key is gone')
    const before = (await ofCharity('/2026-01')).body
    expect((await clearing.close('2026-01')).body).to.deep.equal({
      month: '2026-01',
      issued: 1,
      before: 0,
      waiting: [],
    })
    expect((await ofCharity('/2026-01')).body).to.deep.equal(before)
    expect((await own('2026-01')).statement.donations.totalMinor).to.equal('160')
  })

  it('is told of no charity that is not there, and to no partner', async () => {
    await clearing.close('2026-01')
    const nobody = '01900000-0000-7000-e000-00000000dead'
    for (const rest of ['', '/2026-01'])
      expect((await clearing.ask(`/v1/charities/${nobody}/statements${rest}`)).body.code).to.equal('charity_unknown')
    const asPartner = await clearing.ask(`/v1/charities/${charityId}/statements/2026-01`, clearing.partner)
    expect(asPartner.status).to.equal(403)
    const { database } = clearing.platform
    for (const sql of [
      "update charity_statement set document = ''",
      'delete from charity_statement',
      'truncate charity_statement',
    ])
      expect(await database.$executeRawUnsafe(sql).then(String, String), sql).to.include('never changes')
  })
})
