import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { anOperatorKey, aPartner, send } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

describe('rotating the key of an operator', function () {
  let db: Database
  let api: RunningApi
  let old: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    const first = await anOperatorKey(api.deps)
    const body = { label: 'Marie', scopes: ['operator:read'], validDays: 2 }
    old = (await send(api.url, '/v1/operator-keys', { key: first, body })).body.apiKey
  })

  afterEach(() => api.close())

  const rotate = (key: string, overlapSeconds?: number) =>
    send(api.url, '/v1/operator-keys/rotate', { key, body: overlapSeconds === undefined ? {} : { overlapSeconds } })
  const codeOf = async (key: string) => (await send(api.url, '/v1/partners', { key })).body.code

  it('gives its holder another secret with the same label, scopes and end; the old one ends after the overlap', async () => {
    const { status, body } = await rotate(old, 60)
    const before = await db.apiKey.findUniqueOrThrow({ where: { id: old.split('_')[1] ?? '' } })
    expect([status, body.label, body.scopes]).to.deep.equal([201, 'Marie', ['operator:read']])
    expect(new Date(body.expiresAt).getTime() - before.createdAt.getTime()).to.equal(2 * 86_400_000)
    api.clock.advance(59_999)
    expect([await codeOf(old), await codeOf(body.apiKey)]).to.deep.equal([undefined, undefined])
    api.clock.advance(1)
    expect([await codeOf(old), await codeOf(body.apiKey)]).to.deep.equal(['key_expired', undefined])
  })

  it('outlives the end of the old one by no way', async () => {
    const { body } = await rotate(old)
    api.clock.advance(2 * 86_400_000)
    expect(await codeOf(body.apiKey)).to.equal('key_expired')
  })

  it('leaves one key: whoever stole the old one and rotates it too ends the new one, which its holder notices', async () => {
    const mine = (await rotate(old, 600)).body.apiKey
    const stolen = (await rotate(old, 600)).body.apiKey
    expect([await codeOf(mine), await codeOf(stolen)]).to.deep.equal(['key_revoked', undefined])
    expect(await codeOf((await rotate(stolen, 600)).body.apiKey)).to.equal(undefined)
    expect(await codeOf(old)).to.equal('key_revoked')
  })

  it('is for keys of operators', async () => {
    const partner = await aPartner(api.deps)
    expect((await rotate(partner.key)).body.code).to.equal('scope_missing')
  })
})
