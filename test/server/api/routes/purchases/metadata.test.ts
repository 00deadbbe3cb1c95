import { expect } from 'chai'

import {
  METADATA_KEY_LENGTH_MAX,
  METADATA_KEYS_MAX,
  METADATA_VALUE_LENGTH_MAX,
  MetadataIn,
} from '../../../../../server/api/schemas/metadata.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { send } from '../../support/coalition.ts'
import type { RunningApi } from '../../support/running-api.ts'
import { openTill, type Till } from '../../support/till.ts'

const METADATA = { cashier: '17', 'till.name': 'Été' }

const withKeys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, '']))

describe('metadata', function () {
  for (const [what, given, isTaken] of [
    ['no keys', {}, true],
    ['as many keys as there may be', withKeys(METADATA_KEYS_MAX), true],
    ['one key more', withKeys(METADATA_KEYS_MAX + 1), false],
    ['the longest key', { ['k'.repeat(METADATA_KEY_LENGTH_MAX)]: '' }, true],
    ['a longer key', { ['k'.repeat(METADATA_KEY_LENGTH_MAX + 1)]: '' }, false],
    ['an empty key', { '': '' }, false],
    ['a key with a space', { 'a b': '' }, false],
    ['a key that is no key of an object', JSON.parse('{"__proto__":"x"}'), false],
    ['the longest value', { k: '𝄞'.repeat(METADATA_VALUE_LENGTH_MAX) }, true],
    ['a longer value', { k: 'x'.repeat(METADATA_VALUE_LENGTH_MAX + 1) }, false],
    ['a control character', { k: 'a\u0000' }, false],
    ['a number', { k: 1 }, false],
    ['a list', ['a'], false],
    ['null', null, false],
  ] as const)
    it(`${isTaken ? 'takes' : 'refuses'} ${what}`, function () {
      expect(MetadataIn.safeParse(given).success).to.equal(isTaken)
    })

  it('is normalised', function () {
    expect(MetadataIn.parse({ k: 'e\u0301' })).to.deep.equal({ k: '\u00e9' })
  })

  describe('of a partner', function () {
    let db: Database
    let api: RunningApi
    let till: Till

    beforeEach(async function () {
      ;({ db, api, till } = await openTill())
    })

    afterEach(() => api.close())

    const ask = (path: string, body?: object) =>
      send(api.url, path, { key: till.partner.key, ...(body === undefined ? {} : { body }) })

    const sale = () => {
      const member = { kind: 'card', value: till.card }
      return { member, orderRef: 'a', currency: 'GBP', amountMinor: '1000', occurredAt: '2026-11-23T10:00:00Z' }
    }

    it('is given back with a purchase and a return, which other metadata makes no other ones', async function () {
      const sold = await ask('/v1/purchases', { ...sale(), metadata: METADATA })
      expect(sold.body.metadata).to.deep.equal(METADATA)
      const again = await ask('/v1/purchases', { ...sale(), metadata: { other: 'x' } })
      expect([again.status, again.body.metadata]).to.deep.equal([200, METADATA])
      const { orderRef, member: _member, ...facts } = sale()
      const back = { ...facts, returnRef: 'r', orderRef, amountMinor: '100', metadata: METADATA }
      expect((await ask('/v1/returns', back)).body.metadata).to.deep.equal(METADATA)
      expect((await ask('/v1/returns', { ...back, metadata: {} })).status).to.equal(200)
      for (const list of ['purchases', 'returns'])
        expect((await ask(`/v1/${list}`)).body.data[0].metadata, list).to.deep.equal(METADATA)
      const many = await ask('/v1/purchases/batch', { purchases: [{ ...sale(), orderRef: 'b', metadata: METADATA }] })
      expect((await ask(`/v1/purchases/${many.body.purchases[0].purchaseId}`)).body.metadata).to.deep.equal(METADATA)
      expect(await db.purchase.count()).to.equal(2)
    })

    it('is given back with a redemption and a reward, and is empty where there is none', async function () {
      const { body: held } = await till.hold({ reference: 'h', metadata: METADATA })
      const again = await till.hold({ reference: 'h', metadata: {} })
      expect([again.status, again.body.metadata]).to.deep.equal([200, METADATA])
      expect((await till.read(held.redemptionId)).body.metadata).to.deep.equal(METADATA)
      expect((await till.hold()).body.metadata).to.deep.equal({})
      const texts = { en: { title: 'Tea', description: 'Green' } }
      const { body: reward } = await ask('/v1/rewards', { kind: 'product', texts, points: '5', metadata: METADATA })
      expect((await ask(`/v1/rewards/${reward.rewardId}`)).body.metadata).to.deep.equal(METADATA)
    })
  })
})
