import { expect } from 'chai'

import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

const DAY_MS = 86_400_000

describe('GET /v1/rewards/{rewardId}', function () {
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    api = await startApi(await sharedTestDatabase())
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  it('says nothing of a reward before its time has come, and all from then on', async function () {
    const texts = { en: { title: 'A paperback', description: 'Any of them' } }
    const validFrom = new Date(NOW.getTime() + DAY_MS).toISOString()
    const body = { kind: 'product', texts, points: '500', validFrom }
    const { rewardId } = (await send(api.url, '/v1/rewards', { key: partner.key, body })).body
    const read = () => send(api.url, `/v1/rewards/${rewardId}`)
    api.clock.advance(DAY_MS - 1)
    expect((await read()).body.code).to.equal('reward_unknown')
    api.clock.advance(1)
    expect((await read()).body.texts).to.deep.equal(texts)
  })
})
