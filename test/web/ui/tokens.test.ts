import { globSync, readFileSync } from 'node:fs'

import { expect } from 'chai'

import { CONTRAST_MIN, contrastRatio } from '../../../server/domain/brand-colours.ts'
import { colourOf, readTokens } from '../../support/look/tokens.ts'

/** What WCAG AA asks of lines and shapes that mean something. */
const SHAPE_CONTRAST_MIN = 3

const GROUNDS = ['surface', 'surface-raised', 'surface-sunken']

/** Text, and the grounds that it may stand on. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ink: [...GROUNDS, 'accent-wash', 'warm-wash', 'caution-wash', 'danger-wash', 'ok-wash'],
  'ink-quiet': [...GROUNDS, 'accent-wash'],
  'accent-ink': [...GROUNDS, 'accent-wash'],
  warm: ['surface', 'surface-raised', 'warm-wash'],
  caution: ['surface', 'surface-raised', 'caution-wash'],
  danger: ['surface', 'surface-raised', 'danger-wash'],
  ok: ['surface', 'surface-raised', 'ok-wash'],
  'on-accent': ['accent', 'accent-hover'],
  'on-warm': ['warm-fill'],
}

describe('the tokens of the look', function () {
  const tokens = readTokens()

  for (const scheme of ['light', 'dark'] as const)
    for (const [text, grounds] of Object.entries(TEXTS))
      it(`has ${text} that everybody can read, in ${scheme}`, function () {
        for (const ground of grounds) {
          const contrast = contrastRatio(colourOf(tokens, text, scheme), colourOf(tokens, ground, scheme))
          expect(contrast, `${text} on ${ground}`).to.be.at.least(CONTRAST_MIN)
        }
      })

  for (const scheme of ['light', 'dark'] as const)
    it(`has lines of charts that stand out, in ${scheme}`, function () {
      for (const ground of ['surface', 'surface-raised'])
        expect(contrastRatio(colourOf(tokens, 'graph', scheme), colourOf(tokens, ground, scheme))).to.be.at.least(
          SHAPE_CONTRAST_MIN,
        )
    })

  it('are the only place where a page has a colour of its own', function () {
    const root = new URL('../../../', import.meta.url)
    const files = globSync(['web/src/**/*.{ts,tsx,css}', 'server/api/pages/**/*.{ts,css}'], { cwd: root })
    expect(files.length).to.be.greaterThan(100)
    const found = files
      .filter((file) => !file.endsWith('ui/tokens.css'))
      .flatMap((file) => {
        const text = readFileSync(new URL(file, root), 'utf8')
        const colours = text.match(/#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})\b(?!\w)|\b(?:rgba?|hsla?|oklch)\(/gi) ?? []
        return colours.map((colour) => `${file}: ${colour}`)
      })
    expect(found).to.deep.equal([])
  })

  it('are all there, wherever a style names one', function () {
    const root = new URL('../../../', import.meta.url)
    const files = globSync(['web/src/**/*.{ts,tsx,css}', 'server/api/pages/**/*.{ts,css}'], { cwd: root })
    const named = files.flatMap((file) =>
      [...readFileSync(new URL(file, root), 'utf8').matchAll(/var\(--entente-([a-z0-9-]+)[,)]/g)].map(
        ([, name = '']) => ({ file, name }),
      ),
    )
    expect(named.length).to.be.greaterThan(100)
    expect(named.filter(({ name }) => !tokens.has(name))).to.deep.equal([])
  })
})
