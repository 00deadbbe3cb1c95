import { expect } from 'chai'

import { send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { openTill, type Till } from '../../support/till.ts'

/** 12:00 UTC: in Auckland it is one o'clock of the next day. */
const [TODAY, TOMORROW] = ['2026-11-23', '2026-11-24']

describe("a partner's day", function () {
  let api: RunningApi
  let till: Till

  beforeEach(async () => {
    ;({ api, till } = await openTill())
    const body = { currency: 'GBP', amountMinor: '1999', occurredAt: NOW.toISOString() }
    const member = { kind: 'card', value: till.card }
    await ask('/v1/purchases', { ...body, member, orderRef: 'T1' })
    await ask('/v1/returns', { ...body, orderRef: 'T1', returnRef: 'R1', amountMinor: '999' })
    await till.hold({ points: '5' })
  })

  afterEach(() => api.close())

  const ask = (path: string, body?: object) =>
    send(api.url, path, { key: till.partner.key, ...(body === undefined ? {} : { body }) })
  const counts = async (day: string) => {
    const lists = ['purchases', 'returns', 'redemptions'].map((name) => ask(`/v1/${name}?day=${day}`))
    const { purchases, returns, redemptions } = (await ask(`/v1/totals?day=${day}`)).body
    const listed = (await Promise.all(lists)).map(({ body }) => String(body.data.length))
    return { listed, totals: [purchases, returns, redemptions] }
  }

  it('has its purchases, returns and redemptions, and their totals, by the clock of its shops', async () => {
    const [one, none] = [
      { listed: ['1', '1', '1'], totals: ['1', '1', '1'] },
      { listed: ['0', '0', '0'], totals: ['0', '0', '0'] },
    ]
    expect([await counts(TODAY), await counts(TOMORROW)]).to.deep.equal([one, none])
    const zone = { method: 'PUT', key: till.partner.key, body: { timeZone: 'Pacific/Auckland' } }
    expect((await send(api.url, '/v1/partner/time-zone', zone)).status).to.equal(200)
    expect([await counts(TODAY), await counts(TOMORROW)]).to.deep.equal([none, one])
  })

  it('is in its month, by the clock of its shops as well', async () => {
    const countIn = async (month: string) => {
      const { purchases, returns, redemptions } = (await ask(`/v1/totals?month=${month}`)).body
      return [purchases, returns, redemptions]
    }
    expect(await countIn('2026-11')).to.deep.equal(['1', '1', '1'])
    expect(await countIn('2026-10')).to.deep.equal(['0', '0', '0'])
    expect((await ask('/v1/purchases?month=2026-11')).body.data).to.have.length(1)
    expect((await ask('/v1/purchases?month=2026-12')).body.data).to.have.length(0)
    for (const query of ['month=2026-13', 'month=november', `month=2026-11&day=${TODAY}`])
      expect((await ask(`/v1/purchases?${query}`)).body.code, query).to.equal('malformed_request')
  })

  it('is a day that exists, and stands beside no period', async () => {
    for (const query of ['day=2026-02-30', 'day=today', `day=${TODAY}&createdFrom=2026-11-23T00:00:00Z`])
      for (const list of ['totals', 'purchases', 'returns', 'redemptions'])
        expect((await ask(`/v1/${list}?${query}`)).body.code, `${list} ${query}`).to.equal('malformed_request')
  })
})
