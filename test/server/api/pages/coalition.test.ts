import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'
import sharp from 'sharp'

import { LOGO_PIXELS, LOGO_PIXELS_MIN, openCoalition } from '../../../../server/api/pages/coalition.ts'
import { StartRefused } from '../../../../server/domain/start-refused.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { type RunningApi, startApi } from '../support/running-api.ts'

describe('how a coalition shows itself', function () {
  let folder: string
  let api: RunningApi | undefined

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-coalition-'))
  })

  afterEach(() => api?.close())

  after(() => {
    rmSync(folder, { recursive: true })
  })

  const square = (pixels: number, background = '#aa0011') =>
    sharp({ create: { width: pixels, height: pixels, channels: 3, background } })
      .png()
      .toBuffer()

  function fileOf(name: string, bytes: string | Buffer): string {
    const file = join(folder, name)
    writeFileSync(file, bytes)
    return file
  }

  const settings = { name: 'Lumi\u00e8re', colour: null, logoFile: null }

  async function refusal(given: Partial<Parameters<typeof openCoalition>[0]>): Promise<StartRefused> {
    const outcome = await openCoalition({ ...settings, ...given }).catch((error: unknown) => error)
    expect(outcome).to.be.instanceOf(StartRefused)
    return outcome as StartRefused
  }

  it('refuses an accent on which white cannot be read, and names one that works', async function () {
    const { code, message } = await refusal({ colour: '#ffcc00' })
    expect(code).to.equal('coalition_colour_unreadable')
    expect(message).to.match(/#ffcc00 is too pale.*1\.5 to 1.*nearest colour that works is #[0-9a-f]{6}\./)
    expect((await refusal({ colour: '#777777' })).code).to.equal('coalition_colour_unreadable')
    expect((await openCoalition({ ...settings, colour: '#767676' })).accent?.[7]).to.equal('#767676')
  })

  it('refuses a logo that is missing, no picture, a drawing with scripts, or too small', async function () {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>alert(1)</script></svg>'
    for (const logoFile of [
      join(folder, 'missing.png'),
      fileOf('words.png', 'no picture'),
      fileOf('drawing.png', svg),
      fileOf('large.png', Buffer.alloc(2_000_001)),
      fileOf('small.png', await square(LOGO_PIXELS_MIN - 1)),
    ])
      expect((await refusal({ logoFile })).code, logoFile).to.equal('coalition_logo_unusable')
    const { logo } = await openCoalition({ ...settings, logoFile: fileOf('good.png', await square(LOGO_PIXELS_MIN)) })
    expect((await sharp(logo ?? undefined).metadata()).width).to.equal(LOGO_PIXELS)
  })

  it('gives its name, accent and logo to every page', async function () {
    const web = mkdtempSync(join(folder, 'web-'))
    writeFileSync(
      join(web, 'wallet.html'),
      '<!doctype html>\n<html lang="en">\n<head><title>Entente</title></head></html>',
    )
    const logoFile = fileOf('logo.png', await square(300))
    const coalition = await openCoalition({ name: 'A & "B" </title>', colour: '#7a1fa2', logoFile })
    const running = await startApi(await sharedTestDatabase(), { coalition, webFolder: web })
    api = running
    const read = async (path: string) => (await fetch(`http://localhost:${String(running.port)}${path}`)).text()
    const wallet = await read('/wallet')
    expect(wallet)
      .to.include('<html data-coalition="A &amp; &quot;B&quot; &lt;/title&gt;" lang="en">')
      .and.to.include('<title>A &amp; &quot;B&quot; &lt;/title&gt;</title>')
      .and.to.include('--entente-accent-7: #7a1fa2;')
    for (const path of ['/docs.css', '/landing.css']) {
      const style = await read(path)
      const shades = [...style.matchAll(/--entente-accent-7: (#[0-9a-f]{6});/g)].map(([, shade]) => shade)
      expect(shades.at(-1), path).to.equal('#7a1fa2')
    }
    expect(await read('/')).to.include('<title>A &amp; &quot;B&quot; &lt;/title&gt;: one loyalty point')
    const icon = await sharp(Buffer.from(await (await fetch(`${running.url}/icons/192.png`)).arrayBuffer())).stats()
    expect(icon.channels.slice(0, 3).map(({ mean }) => Math.round(mean))).to.deep.equal([0xaa, 0x00, 0x11])
  })
})
