import { expect } from 'chai'
import fc from 'fast-check'

import { accentScale, carriesWhite, nearestAccent } from '../../../server/domain/accent-scale.ts'
import { CONTRAST_MIN, contrastRatio } from '../../../server/domain/brand-colours.ts'
import { colourOf, readTokens, type Scheme } from '../../support/look/tokens.ts'

/** Text in the accent, and the grounds that it stands on. */
const PAIRS = [
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['accent-ink', 'surface'],
  ['accent-ink', 'surface-raised'],
  ['accent-ink', 'surface-sunken'],
  ['accent-ink', 'accent-wash'],
  ['ink', 'accent-wash'],
  ['ink-quiet', 'accent-wash'],
] as const

const colours = fc.integer({ min: 0, max: 0xff_ff_ff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('the scale of an accent', function () {
  const tokens = readTokens()

  /** The tokens of a coalition with a colour of its own. */
  const withAccent = (colour: string) =>
    new Map([...tokens, ...accentScale(colour).map((shade, index) => [`accent-${index}`, shade] as const)])

  it('keeps the colour itself, and goes from pale to dark', function () {
    const scale = accentScale('#7A1FA2')
    expect(scale).to.have.lengthOf(10)
    expect(scale[7]).to.equal('#7a1fa2')
    const contrasts = scale.map((shade) => contrastRatio('#ffffff', shade))
    expect(contrasts).to.deep.equal(contrasts.toSorted((a, b) => a - b))
  })

  it('can be read by day and by night, whatever the colour is that carries white text', function () {
    fc.assert(
      fc.property(colours.filter(carriesWhite), (colour) => {
        const themed = withAccent(colour)
        for (const scheme of ['light', 'dark'] as const satisfies readonly Scheme[])
          for (const [text, ground] of PAIRS) {
            const contrast = contrastRatio(colourOf(themed, text, scheme), colourOf(themed, ground, scheme))
            expect(contrast, `${colour}: ${text} on ${ground}, ${scheme}`).to.be.at.least(CONTRAST_MIN)
          }
      }),
      { numRuns: 300 },
    )
  })

  it('refuses a colour on which white cannot be read, and names the nearest that it can be read on', function () {
    expect(carriesWhite('#767676')).to.equal(true)
    expect(carriesWhite('#777777')).to.equal(false)
    expect(nearestAccent('#1f4d3a')).to.equal('#1f4d3a')
    fc.assert(
      fc.property(colours, (colour) => {
        expect(carriesWhite(nearestAccent(colour))).to.equal(true)
      }),
    )
  })
})
