import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import sharp from 'sharp'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { REWARD_VERSIONS_MAX } from '../../../../../server/domain/reward-terms.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aReward, store } from '../../../../support/reward-rows.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { aPerson } from '../../support/people.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const TEXTS = { en: { title: 'A paperback', description: 'Any of them' } }
const DAY_MS = 86_400_000

describe('what a partner sees of its own rewards', function () {
  this.timeout(60_000)
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let stranger: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    stranger = await aPartner(api.deps, 'Stranger')
  })

  afterEach(() => api.close())

  const add = (terms: object = {}, key = partner.key) =>
    send(api.url, '/v1/rewards', { key, body: { kind: 'product', texts: TEXTS, points: '500', ...terms } })
  const idOf = async (terms: object = {}, key = partner.key) => (await add(terms, key)).body.rewardId as string
  const withdraw = (id: string) => send(api.url, `/v1/rewards/${id}/withdraw`, { method: 'POST', key: partner.key })
  const list = async (query = '', key = partner.key) =>
    (await send(api.url, `/v1/partner/rewards${query}`, { key })).body
  const versions = (id: string, key = partner.key) => send(api.url, `/v1/partner/rewards/${id}/versions`, { key })
  const versionIds = async (id: string) =>
    (await versions(id)).body.data.map(({ rewardId }: { rewardId: string }) => rewardId)

  describe('GET /v1/partner/rewards', function () {
    it('has those that members do not find, newest first, with how they stand', async function () {
      const soon = new Date(api.clock.now().getTime() + DAY_MS).toISOString()
      const withdrawn = await idOf()
      const over = await idOf({ validUntil: soon })
      await withdraw(withdrawn)
      api.clock.advance(DAY_MS)
      const offered = await idOf({ stock: '12' })
      const planned = await idOf({ validFrom: new Date(api.clock.now().getTime() + 1).toISOString() })
      await add({}, stranger.key)
      const { data: rewards } = await list()
      expect(rewards.map((one: Record<string, string>) => [one['rewardId'], one['state']])).to.deep.equal([
        [planned, 'planned'],
        [offered, 'offered'],
        [over, 'over'],
        [withdrawn, 'withdrawn'],
      ])
      expect(rewards[1]).to.deep.include({ stock: '12', stockLeft: '12', claims: '0', charityId: null })
    })

    it('goes on page by page', async function () {
      const [first, second] = [await idOf(), await idOf()]
      const page = await list('?limit=1')
      expect(page.data[0].rewardId).to.equal(second)
      const next = await list(`?limit=1&cursor=${String(page.nextCursor)}`)
      expect([next.data[0].rewardId, next.nextCursor]).to.deep.equal([first, null])
    })
  })

  describe('a reward that replaces another', function () {
    it('names it, and is named by it, along the whole chain', async function () {
      const first = await idOf()
      const second = await idOf({ points: '400', replacesId: first })
      await withdraw(first)
      const third = await idOf({ points: '300', replacesId: second })
      const other = await idOf()
      for (const id of [first, second, third]) expect(await versionIds(id), id).to.deep.equal([third, second, first])
      expect(await versionIds(other)).to.deep.equal([other])
      const { data: chain } = (await versions(second)).body
      expect(chain.map((one: Record<string, string | null>) => [one['replacesId'], one['replacedById']])).to.deep.equal(
        [
          [second, null],
          [first, third],
          [null, second],
        ],
      )
      expect(chain.map(({ state }: { state: string }) => state)).to.deep.equal(['offered', 'offered', 'withdrawn'])
    })

    it('has its picture until it is given one of its own', async function () {
      const first = await idOf()
      const raw = await sharp({ create: { width: 80, height: 50, channels: 3, background: '#1e7846' } })
        .png()
        .toBuffer()
      const headers = { 'Content-Type': 'image/png' }
      const put = await send(api.url, `/v1/rewards/${first}/picture`, { method: 'PUT', key: partner.key, raw, headers })
      expect((await add({ replacesId: first })).body.picture).to.deep.equal(put.body.picture)
    })

    it('replaces one of the same partner only, known ones only, and each once', async function () {
      const first = await idOf()
      const theirs = await idOf({}, stranger.key)
      for (const replacesId of [theirs, randomUUID()]) {
        const { status, body } = await add({ replacesId })
        expect([status, body.code]).to.deep.equal([404, 'reward_unknown'])
      }
      const asked = await Promise.all([add({ replacesId: first }), add({ replacesId: first })])
      expect(asked.map(({ status }) => status).toSorted()).to.deep.equal([201, 409])
      const [taken, refused] = asked.toSorted((a, b) => a.status - b.status)
      expect([refused?.body.code, refused?.body.details.replacedById]).to.deep.equal([
        'reward_replaced',
        taken?.body.rewardId,
      ])
    })

    it('follows so many others and no more', async function () {
      let last = await idOf()
      for (let count = 2; count < REWARD_VERSIONS_MAX; count++) {
        const row = aReward({ partnerId: partner.id, replacesId: last })
        await store(db, 'reward', row)
        last = row.id
      }
      last = await idOf({ replacesId: last })
      expect(await versionIds(last)).to.have.length(REWARD_VERSIONS_MAX)
      const { status, body } = await add({ replacesId: last })
      expect([status, body.code]).to.deep.equal([409, 'reward_versions_too_many'])
    })
  })

  describe('GET /v1/partner/rewards/{rewardId}/versions', function () {
    it('has what is planned for its partner, and nothing for others', async function () {
      const planned = await idOf({ validFrom: new Date(api.clock.now().getTime() + DAY_MS).toISOString() })
      expect((await send(api.url, `/v1/rewards/${planned}`)).body.code).to.equal('reward_unknown')
      expect(await versionIds(planned)).to.deep.equal([planned])
      for (const [id, key] of [
        [planned, stranger.key],
        [randomUUID(), partner.key],
      ] as const)
        expect((await versions(id, key)).body.code).to.equal('reward_unknown')
    })
  })

  it('is changed by marketing and owners in the console, and read by the others', async function () {
    const first = await idOf()
    for (const [role, status] of [
      ['marketing', 201],
      ['owner', 201],
      ['finance', 403],
    ] as const) {
      const { ask } = await aPerson(api, partner.id, { role })
      const body = { kind: 'product', texts: TEXTS, points: '500' }
      expect((await ask('/v1/rewards', { body })).status, role).to.equal(status)
      expect((await ask('/v1/partner/rewards')).status, role).to.equal(200)
      expect((await ask(`/v1/partner/rewards/${first}/versions`)).status, role).to.equal(200)
    }
  })
})
