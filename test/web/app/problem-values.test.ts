import { expect } from 'chai'

import { valuesOf } from '../../../web/src/app/problem-values.ts'

describe('valuesOf', () => {
  it('writes money as the shop writes it, and never in pence', () => {
    const details = { remainingMinor: '43881', currency: 'GBP', orderRef: 'A-1' }
    expect(valuesOf(details, 'en')['remainingMinor']).to.equal('£438.81')
    expect(valuesOf(details, 'fr')['remainingMinor']).to.equal('438,81\u00A0£GB')
    expect(valuesOf(details, 'en')['orderRef']).to.equal('A-1')
  })

  it('leaves a figure as it is where no currency is named', () => {
    expect(valuesOf({ remainingMinor: '43881' }, 'en')['remainingMinor']).to.equal('43881')
  })

  it('says which currencies a brand sells in by their names', () => {
    expect(valuesOf({ expected: ['GBP', 'EUR'] }, 'en')['expected']).to.equal('British Pound or Euro')
    expect(valuesOf({ expected: ['EUR'] }, 'fr')['expected']).to.equal('euro')
  })
})
