import { expect } from 'chai'
import sharp from 'sharp'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

describe('how a partner shows itself', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const own = async () => (await send(api.url, '/v1/partner', { key: partner.key })).body.brand
  const colours = (colour: string, textColour: string) =>
    send(api.url, '/v1/partner/colours', { method: 'PUT', key: partner.key, body: { colour, textColour } })

  it('is nothing at first', async function () {
    expect(await own()).to.deep.equal({ colour: null, textColour: null, logo: null })
  })

  it('is a logo, whole in a square that is transparent around it', async function () {
    const wide = { width: 300, height: 100, channels: 3, background: '#aa2200' } as const
    const raw = await sharp({ create: wide }).png().toBuffer()
    const headers = { 'Content-Type': 'image/png' }
    const { status, body } = await send(api.url, '/v1/partner/logo', { method: 'PUT', key: partner.key, raw, headers })
    expect(status).to.equal(200)
    expect(await own()).to.deep.equal(body)
    for (const [url, side] of [
      [body.logo.url, 256],
      [body.logo.smallUrl, 96],
    ]) {
      const bytes = await (await fetch(`${api.url}${url}`)).arrayBuffer()
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
      expect([info.width, info.height, info.channels]).to.deep.equal([side, side, 4])
      expect([data[3], data[(side * (side / 2) + side / 2) * 4 + 3]]).to.deep.equal([0, 255])
    }
  })

  it('is a colour with text that can be read on it', async function () {
    const { status, body } = await colours('#1F4D3A', '#FFFFFF')
    expect(status).to.equal(200)
    expect(body).to.deep.equal({ colour: '#1f4d3a', textColour: '#ffffff', logo: null })
    expect(await own()).to.deep.equal(body)
  })

  it('is no colour with text that cannot', async function () {
    const { status, body } = await colours('#777777', '#ffffff')
    expect([status, body.code]).to.deep.equal([422, 'colours_unreadable'])
    expect(body.details).to.deep.equal({ contrast: '4.47', contrastMin: '4.5' })
    for (const wrong of ['red', '#fff', '#1f4d3a;', '#1f4d3g'])
      expect((await colours(wrong, '#ffffff')).body.code, wrong).to.equal('malformed_request')
    expect((await own()).colour).to.equal(null)
  })

  it('is shown with its rewards', async function () {
    await colours('#1f4d3a', '#ffffff')
    const texts = { en: { title: 'A paperback', description: 'Any of them' } }
    await send(api.url, '/v1/rewards', { key: partner.key, body: { kind: 'product', texts, points: '500' } })
    const { data: rewards } = (await send(api.url, '/v1/rewards')).body
    expect(rewards[0].brand).to.deep.equal({ colour: '#1f4d3a', textColour: '#ffffff', logo: null })
  })
})
