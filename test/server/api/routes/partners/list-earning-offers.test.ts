import { expect } from 'chai'

import { setEarningRule } from '../../../../../server/actions/partners/set-earning-rule.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

const DAY_MS = 86_400_000

describe('GET /v1/earning-offers', function () {
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    api = await startApi(await sharedTestDatabase())
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const announce = (points: bigint, days: number, currency = 'GBP') =>
    setEarningRule(api.deps, {
      partnerId: partner.id,
      currency,
      points,
      perMinor: 100n,
      pointsMax: 1_000n,
      validFrom: new Date(NOW.getTime() + days * DAY_MS),
    })
  const list = async () => (await send(api.url, '/v1/earning-offers')).body.data

  it('tells anybody what a brand gives points for now', async function () {
    expect(await list()).to.deep.equal([
      {
        partnerId: partner.id,
        partnerName: 'Harbour Books',
        brand: { colour: null, textColour: null, logo: null },
        currency: 'GBP',
        points: '1',
        perMinor: '100',
        next: null,
      },
    ])
  })

  it('tells what is announced first for later, and from when on, until it counts', async function () {
    await announce(5n, 9)
    await announce(3n, 2)
    const [offer] = await list()
    expect([offer.points, offer.next]).to.deep.equal([
      '1',
      { points: '3', perMinor: '100', validFrom: new Date(NOW.getTime() + 2 * DAY_MS).toISOString() },
    ])
    api.clock.advance(2 * DAY_MS)
    const [later] = await list()
    expect([later.points, later.next?.points]).to.deep.equal(['3', '5'])
  })

  it('tells of the one that replaces another of the same moment', async function () {
    await announce(3n, 2)
    await announce(4n, 2)
    expect((await list())[0].next.points).to.equal('4')
  })

  it('has an offer for each currency, and none of a brand that is not active', async function () {
    await announce(2n, 0, 'EUR')
    expect((await list()).map(({ currency }: { currency: string }) => currency)).to.have.members(['GBP', 'EUR'])
    await api.deps.db.$executeRaw`update partner set status = 'suspended'`
    expect(await list()).to.deep.equal([])
  })
})
