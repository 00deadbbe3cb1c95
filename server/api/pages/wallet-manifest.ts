import type { Coalition } from './coalition.ts'
import { MASKABLE } from './icons.ts'
import { tokenOf } from './look.ts'

const SCOPE = '/wallet'
const SIZES = [192, 512] as const

const iconOf = (pixels: number, src: string, purpose: 'any' | 'maskable') => ({
  src,
  sizes: `${String(pixels)}x${String(pixels)}`,
  type: 'image/png',
  purpose,
})

/** By what a phone installs the wallet: the name, colours and icons of the coalition. */
export function renderWalletManifest({ name, accent }: Coalition): string {
  return JSON.stringify({
    id: SCOPE,
    name,
    short_name: name,
    start_url: SCOPE,
    scope: SCOPE,
    display: 'standalone',
    background_color: tokenOf('grey-0'),
    theme_color: accent?.[7] ?? tokenOf('accent-7'),
    icons: [
      ...SIZES.map((pixels) => iconOf(pixels, `/icons/${String(pixels)}.png`, 'any')),
      iconOf(MASKABLE.pixels, MASKABLE.path, 'maskable'),
    ],
  })
}
