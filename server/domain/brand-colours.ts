import { Rejection } from './rejection.ts'

/** A partner's colour, and that of the text on it, as `#rrggbb` in lower case. */
export interface BrandColours {
  readonly colour: string
  readonly textColour: string
}

/** What text needs so that most people can read it: WCAG 2.2, level AA. */
export const CONTRAST_MIN = 4.5

/** Refuses colours that cannot be read on one another. */
export function checkBrandColours({ colour, textColour }: BrandColours): void {
  const contrast = contrastRatio(colour, textColour)
  if (contrast >= CONTRAST_MIN) return
  // Rounded down, or a ratio just below the least one would be told as the least one.
  const told = (Math.floor(contrast * 100) / 100).toFixed(2)
  throw new Rejection('colours_unreadable', { contrast: told, contrastMin: String(CONTRAST_MIN) })
}

/** The contrast of two colours, from 1 (the same) to 21 (black on white), as WCAG defines it. */
export function contrastRatio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Relative luminance of an sRGB colour. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
