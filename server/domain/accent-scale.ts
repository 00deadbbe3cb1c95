import { CONTRAST_MIN, contrastRatio } from './brand-colours.ts'

/** Ten shades of one colour, from pale to dark; shade 7 is the colour itself. */
export type AccentScale = readonly string[]

/** Lightness, chroma and hue, as OKLCH has them: equal steps look equal in every hue. */
interface Perceived {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

const WHITE = '#ffffff'

/** Lightness of the shades that are paler than the colour, and how much of its chroma they keep. */
const PALER: readonly (readonly [lightness: number, chroma: number])[] = [
  [0.972, 0.13],
  [0.936, 0.23],
  [0.86, 0.48],
  [0.785, 0.72],
  [0.71, 0.86],
  [0.655, 0.95],
  [0.6, 1],
]
/** How much of the colour's own lightness and chroma the darker shades have. */
const DARKER: readonly (readonly [lightness: number, chroma: number])[] = [
  [0.89, 0.95],
  [0.76, 0.85],
]
const CHROMA_STEP = 0.97
const LIGHTNESS_STEP = 0.005

/** The whole scale of an accent, derived from its one colour. */
export function accentScale(colour: string): AccentScale {
  const { lightness, chroma, hue } = perceive(colour)
  return [
    ...PALER.map(([target, share]) => render({ lightness: Math.max(target, lightness), chroma: chroma * share, hue })),
    colour.toLowerCase(),
    ...DARKER.map(([share, kept]) => render({ lightness: lightness * share, chroma: chroma * kept, hue })),
  ]
}

/** The contrast of white text on a colour. */
export function whiteContrast(colour: string): number {
  return contrastRatio(WHITE, colour)
}

/** Whether white text on a colour can be read by everybody, as on every button of ours. */
export function carriesWhite(colour: string): boolean {
  return whiteContrast(colour) >= CONTRAST_MIN
}

/** The nearest darker colour of the same hue that carries white text. */
export function nearestAccent(colour: string): string {
  let perceived = perceive(colour)
  let nearest = colour
  while (!carriesWhite(nearest)) {
    perceived = { ...perceived, lightness: perceived.lightness - LIGHTNESS_STEP }
    nearest = render(perceived)
  }
  return nearest
}

const toLinear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const fromLinear = (part: number) => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055)

/** From sRGB to OKLCH (Björn Ottosson's matrices). */
function perceive(colour: string): Perceived {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    toLinear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  )
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: Math.atan2(b, a),
  }
}

/** Back to sRGB; what no screen can show loses chroma until one can. */
function render({ lightness, chroma, hue }: Perceived): string {
  const channels = channelsOf({ lightness, chroma, hue })
  const isShown = channels.every((part) => part >= -0.0005 && part <= 1.0005)
  if (!isShown && chroma > 0.001) return render({ lightness, chroma: chroma * CHROMA_STEP, hue })
  const digits = channels.map((part) => Math.round(fromLinear(Math.min(Math.max(part, 0), 1)) * 255))
  return `#${digits.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** Red, green and blue as light, which may be outside of what a screen shows. */
function channelsOf({ lightness, chroma, hue }: Perceived): readonly number[] {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}
