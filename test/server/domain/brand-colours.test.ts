import { expect } from 'chai'

import { checkBrandColours, contrastRatio, CONTRAST_MIN } from '../../../server/domain/brand-colours.ts'
import { Rejection } from '../../../server/domain/rejection.ts'

const refusalOf = (colour: string, textColour: string): Rejection | null => {
  try {
    checkBrandColours({ colour, textColour })
    return null
  } catch (error) {
    if (error instanceof Rejection) return error
    throw error
  }
}

describe('the colours of a brand', () => {
  it('have the contrast that WCAG says, whichever is the text', () => {
    expect(contrastRatio('#000000', '#ffffff')).to.equal(21)
    expect(contrastRatio('#ffffff', '#000000')).to.equal(21)
    expect(contrastRatio('#808080', '#808080')).to.equal(1)
  })

  it('are taken from 4.5 to 1 on, and refused below it', () => {
    // The two greys on either side of the limit on white.
    expect(contrastRatio('#767676', '#ffffff')).to.be.greaterThan(CONTRAST_MIN)
    expect(refusalOf('#767676', '#ffffff')).to.equal(null)
    expect(contrastRatio('#777777', '#ffffff')).to.be.lessThan(CONTRAST_MIN)
    const refusal = refusalOf('#777777', '#ffffff')
    expect(refusal?.code).to.equal('colours_unreadable')
    expect(refusal?.details).to.deep.equal({ contrast: '4.47', contrastMin: '4.5' })
  })
})
