import { expect } from 'chai'
import sharp from 'sharp'

import { ENTENTE } from '../../../../server/api/pages/coalition.ts'
import { coalitionIcons } from '../../../../server/api/pages/icons.ts'
import { renderWalletManifest } from '../../../../server/api/pages/wallet-manifest.ts'

const ACCENT = Array.from({ length: 10 }, (_, shade) => `#00${String(shade)}0${String(shade)}0`)

interface Manifest {
  name: string
  theme_color: string
  scope: string
  start_url: string
  icons: { src: string; sizes: string; purpose: string }[]
}

const manifestOf = (coalition = ENTENTE) => JSON.parse(renderWalletManifest(coalition)) as Manifest

describe('the manifest of the wallet', () => {
  it('has the name and the accent of the coalition', () => {
    expect(manifestOf()).to.include({ name: 'Entente', scope: '/wallet', start_url: '/wallet' })
    expect(manifestOf().theme_color).to.match(/^#[0-9a-f]{6}$/)
    const tide = manifestOf({ ...ENTENTE, name: 'Tide "& Co', accent: ACCENT })
    expect([tide.name, tide.theme_color]).to.deep.equal(['Tide "& Co', ACCENT[7]])
  })

  it('names icons that are drawn, as large as it says', async () => {
    const icons = coalitionIcons(ENTENTE)
    for (const { src, sizes } of manifestOf().icons) {
      const { width, height, format } = await sharp(Buffer.from((await icons[src]?.read()) ?? '')).metadata()
      expect([`${String(width)}x${String(height)}`, format], src).to.deep.equal([sizes, 'png'])
    }
  })

  it('has an icon that phones may cut into any shape: its ground reaches every edge', async () => {
    const { src } = manifestOf().icons.find(({ purpose }) => purpose === 'maskable') ?? { src: '' }
    const { data, info } = await sharp(Buffer.from((await coalitionIcons(ENTENTE)[src]?.read()) ?? ''))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const pixel = (x: number, y: number) => [...data.subarray(4 * (y * info.width + x), 4 * (y * info.width + x) + 4)]
    const corner = pixel(0, 0)
    expect(corner[3]).to.equal(255)
    for (const [x, y] of [
      [511, 0],
      [0, 511],
      [511, 511],
      [256, 20],
    ] as const)
      expect(pixel(x, y)).to.deep.equal(corner)
  })
})
