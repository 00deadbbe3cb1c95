import { expect } from 'chai'

import { consentVersion } from '../../../../../server/domain/consents.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aSession, send } from '../../support/coalition.ts'
import { receiveCode } from '../../support/messages.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

const EMAIL = { kind: 'email', value: 'ada@example.com' }

describe('consents of a member', function () {
  let api: RunningApi
  let session: string

  beforeEach(async function () {
    api = await startApi(await sharedTestDatabase())
    const { member } = await aMember(api.deps)
    session = await aSession(api.deps, member.id)
  })
  afterEach(() => api.close())

  async function prove(notices: boolean): Promise<void> {
    await send(api.url, '/v1/me/identifiers', { session, body: { identifier: EMAIL } })
    const body = { identifier: EMAIL, code: await receiveCode(api), notices }
    expect((await send(api.url, '/v1/me/identifiers/proof', { session, body })).status).to.equal(200)
  }

  async function history(): Promise<unknown[]> {
    const { body } = await send(api.url, '/v1/me/data', { session })
    const rows = body.data.filter(({ section }: { section: string }) => section === 'consents')
    return rows.map(({ values }: { values: Record<string, unknown> }) =>
      ['purpose', 'kind', 'version', 'given'].map((name) => values[name]),
    )
  }

  it('has each yes and each no to notices, with the wording that was shown', async function () {
    await prove(false)
    expect(await history()).to.deep.equal([])
    for (const notices of [true, true, false]) await prove(notices)
    const version = consentVersion('notices')
    // In the order of their ids, which tests draw.
    expect(await history()).to.have.deep.members([
      ['notices', 'email', version, true],
      ['notices', 'email', version, false],
    ])
  })
})
