import { createHash, randomUUID } from 'node:crypto'
import { expect } from 'chai'
import sharp from 'sharp'

import { PICTURE_BYTES_MAX } from '../../../../../server/api/schemas/pictures/pictures.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { PICTURE_PIXELS_MAX, PICTURES_PER_PARTNER_MAX } from '../../../../../server/domain/pictures.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const GREEN = { r: 30, g: 120, b: 70 }

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: GREEN }, limitInputPixels: false })

/** A JPEG that says where and with what it was taken, and that it lies on its side. */
const aPhoto = (width = 200, height = 400) =>
  blank(width, height)
    .withExif({ IFD0: { Copyright: 'A camera of mine', Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()

describe('PUT /v1/rewards/{rewardId}/picture', function () {
  this.timeout(60_000)
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let rewardId: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    const texts = { en: { title: 'A paperback', description: 'Any of them' } }
    const body = { kind: 'product', texts, points: '500' }
    rewardId = (await send(api.url, '/v1/rewards', { key: partner.key, body })).body.rewardId
  })

  afterEach(() => api.close())

  const put = (raw: Uint8Array, type = 'image/png', { key = partner.key, id = rewardId } = {}) =>
    send(api.url, `/v1/rewards/${id}/picture`, { method: 'PUT', key, raw, headers: { 'Content-Type': type } })
  const fetchPicture = async (path: string) => {
    const answer = await fetch(`${api.url}${path}`)
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  it('shows it with the reward in two sizes, written anew as WebP without a word of the file', async function () {
    const { status, body } = await put(await aPhoto(), 'image/jpeg')
    expect(status).to.equal(200)
    expect((await send(api.url, `/v1/rewards/${rewardId}`)).body).to.deep.equal(body)
    for (const [url, width, height] of [
      [body.picture.url, 960, 600],
      [body.picture.smallUrl, 320, 200],
    ]) {
      const { bytes } = await fetchPicture(url)
      const written = await sharp(bytes).metadata()
      expect([written.format, written.width, written.height]).to.deep.equal(['webp', width, height])
      expect([written.exif, written.icc, written.xmp, written.orientation]).to.deep.equal(Array(4).fill(undefined))
      expect(bytes.includes('camera')).to.equal(false)
    }
  })

  it('serves it under the hash of its bytes, for ever, to every site, and as nothing but a picture', async function () {
    const { url } = (await put(await blank(20, 20).png().toBuffer())).body.picture
    const { answer, bytes } = await fetchPicture(url)
    expect(url).to.equal(`/pictures/${createHash('sha256').update(bytes).digest('hex')}.webp`)
    expect(answer.status).to.equal(200)
    expect(answer.headers.get('content-type')).to.equal('image/webp')
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable')
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff')
    expect(answer.headers.get('cross-origin-resource-policy')).to.equal('cross-origin')
    expect(answer.headers.get('etag')).to.equal(`"${url.slice('/pictures/'.length, -'.webp'.length)}"`)
  })

  it('keeps a picture once, however often it is uploaded, and the address of one that was replaced', async function () {
    const one = await blank(20, 20).png().toBuffer()
    const first = (await put(one)).body.picture
    expect((await put(one)).body.picture).to.deep.equal(first)
    expect(await db.picture.count()).to.equal(2)
    const other = await sharp(one).negate().png().toBuffer()
    expect((await put(other)).body.picture).to.not.deep.equal(first)
    expect((await fetchPicture(first.url)).answer.status).to.equal(200)
  })

  for (const type of ['png', 'jpeg', 'webp'] as const)
    it(`takes ${type}`, async function () {
      expect((await put(await blank(20, 20).toFormat(type).toBuffer(), `image/${type}`)).status).to.equal(200)
    })

  it('takes no other type, and no SVG, which can hold scripts', async function () {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    for (const type of ['image/svg+xml', 'image/gif', 'application/json', 'image/png; charset=utf-8']) {
      const { status, body } = await put(svg, type)
      expect([status, body.code], type).to.deep.equal([415, 'unsupported_media_type'])
      expect(body.details).to.deep.equal({ types: ['image/png', 'image/jpeg', 'image/webp'] })
    }
    const disguised = await put(svg, 'image/png')
    expect([disguised.status, disguised.body.details.reason]).to.deep.equal([422, 'not_of_its_type'])
  })

  it('refuses what is not of the type that it says, or broken', async function () {
    const png = await blank(200, 200).png().toBuffer()
    const refused = [
      ['image/jpeg', png, 'not_of_its_type'],
      ['image/png', new Uint8Array(), 'not_of_its_type'],
      ['image/png', png.subarray(0, 30), 'unreadable'],
      ['image/png', png.subarray(0, png.length - 40), 'unreadable'],
      ['image/png', Buffer.concat([png.subarray(0, 60), Buffer.alloc(400, 7)]), 'unreadable'],
    ] as const
    for (const [type, bytes, reason] of refused) {
      const { status, body } = await put(bytes, type)
      expect([status, body.code, body.details?.reason]).to.deep.equal([422, 'picture_invalid', reason])
    }
    expect(await db.picture.count()).to.equal(0)
  })

  it('takes as many pixels as it may have, and refuses a bomb: few bytes with one row more', async function () {
    const side = Math.sqrt(PICTURE_PIXELS_MAX)
    expect((await put(await blank(side, side).png().toBuffer())).status).to.equal(200)
    const bomb = await blank(side, side + 1)
      .png()
      .toBuffer()
    expect(bomb.length).to.be.lessThan(PICTURE_BYTES_MAX / 10)
    const { status, body } = await put(bomb)
    expect([status, body.code]).to.deep.equal([422, 'picture_pixels_too_many'])
    expect(body.details).to.deep.equal({ width: side, height: side + 1, pixelsMax: PICTURE_PIXELS_MAX })
  })

  it('takes as many bytes as a body may have, and not one more', async function () {
    const png = await blank(20, 20).png().toBuffer()
    // What follows the end of a PNG is no part of it.
    const filled = (length: number) => Buffer.concat([png, Buffer.alloc(length - png.length)])
    expect((await put(filled(PICTURE_BYTES_MAX))).status).to.equal(200)
    const { status, body } = await put(filled(PICTURE_BYTES_MAX + 1))
    expect([status, body.code, body.details.bytesMax]).to.deep.equal([413, 'body_too_large', PICTURE_BYTES_MAX])
  })

  it('takes the last picture that a partner may upload, and none after it', async function () {
    const before = (PICTURES_PER_PARTNER_MAX - 1) * 2
    await db.picture.createMany({
      data: Array.from({ length: before }, (_, at) => ({
        id: createHash('sha256').update(String(at)).digest('hex'),
        partnerId: partner.id,
        data: '',
        createdAt: new Date(),
      })),
    })
    const picture = await blank(20, 20).png().toBuffer()
    expect((await put(picture)).status).to.equal(200)
    const { status, body } = await put(await sharp(picture).negate().png().toBuffer())
    expect([status, body.code]).to.deep.equal([409, 'pictures_too_many'])
    expect(body.details).to.deep.equal({ picturesMax: PICTURES_PER_PARTNER_MAX })
  })

  it("changes no other partner's reward, and none that there is not", async function () {
    const stranger = await aPartner(api.deps, 'Stranger')
    const picture = await blank(20, 20).png().toBuffer()
    const asStranger = await put(picture, 'image/png', { key: stranger.key })
    expect([asStranger.status, asStranger.body.code]).to.deep.equal([404, 'reward_unknown'])
    const unknown = await put(picture, 'image/png', { id: randomUUID() })
    expect([unknown.status, unknown.body.code]).to.deep.equal([404, 'reward_unknown'])
    expect(await db.picture.count()).to.equal(0)
  })

  it('answers as for any other unknown path where there is no picture', async function () {
    for (const name of [`${'0'.repeat(64)}.webp`, 'x.webp', `${'0'.repeat(64)}.png`, '..%2f..%2fetc%2fpasswd'])
      expect((await fetch(`${api.url}/pictures/${name}`)).status, name).to.equal(404)
    expect((await fetch(`${api.url}/pictures/x.webp`, { method: 'POST' })).status).to.equal(405)
  })
})
