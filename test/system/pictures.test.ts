import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'
import sharp from 'sharp'

import { ask } from '../support/system/ask.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { addIssuingPartner } from './support/add-issuing-partner.ts'

describe('uploaded pictures of a server that is killed', function () {
  this.timeout(120_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string
  let rewardId: string

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    key = await addIssuingPartner(workplace)
    const texts = { en: { title: 'A tin of tea', description: 'Green or black.' } }
    const body = { kind: 'product', texts, points: '40' }
    rewardId = (await ask(server.url, '/v1/rewards', { key, body })).body.rewardId
  })

  async function upload(path: string, background: string) {
    const picture = { create: { width: 400, height: 250, channels: 3, background } } as const
    const answer = await fetch(`${server.url}${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'image/png' },
      body: new Uint8Array(await sharp(picture).png().toBuffer()),
    })
    expect(answer.status).to.equal(200)
    return JSON.parse(await answer.text())
  }

  /** Kills the server as a power cut would, has `meanwhile` done to its folder, and starts it again. */
  async function kill(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    server.signal('SIGKILL')
    await server.ended
    await meanwhile()
    server = await workplace.start({ args: ['--no-demo'] })
  }

  const readBytes = async (path: string) => {
    const answer = await fetch(`${server.url}${path}`)
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()).toString('base64') }
  }
  const shown = async () => ({
    reward: (await ask(server.url, `/v1/rewards/${rewardId}`)).body.picture,
    logo: (await ask(server.url, '/v1/partner', { key })).body.brand.logo,
  })

  it('are served again, byte for byte, at the same addresses', async () => {
    const { picture } = await upload(`/v1/rewards/${rewardId}/picture`, '#1f4d3a')
    const before = await readBytes(picture.url)
    // Killed at once after the answer: nothing has the time to be written later.
    const { logo } = await upload('/v1/partner/logo', '#aa2200')
    await kill()
    expect(await shown()).to.deep.equal({ reward: picture, logo })
    expect(await readBytes(picture.url)).to.deep.equal(before)
    for (const path of [picture.smallUrl, logo.url, logo.smallUrl])
      expect((await readBytes(path)).status, path).to.equal(200)
  })

  it('come back from the journal when the database is lost as well', async () => {
    const { picture } = await upload(`/v1/rewards/${rewardId}/picture`, '#223388')
    const before = [await shown(), await readBytes(picture.url), await readBytes(picture.smallUrl)]
    await kill(() => rm(join(server.dataFolder, 'database'), { recursive: true }))
    expect([await shown(), await readBytes(picture.url), await readBytes(picture.smallUrl)]).to.deep.equal(before)
  })
})
