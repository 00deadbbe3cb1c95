import { expect } from 'chai'

import { completeImage } from '../../../../server/database/engine/older-images.ts'

const documentOf = (lines: readonly object[]) =>
  JSON.stringify({ legs: [{ grossMinor: '1008' }, { grossMinor: '200' }, { grossMinor: '50' }], lines })

describe('an image of a statement that an older version wrote', () => {
  it('gets what its position comes to from the document: without the fee, and none without points', () => {
    const positionOf = (image: Record<string, unknown>) => completeImage('clearing_statement', image)['position_minor']
    expect(positionOf({ document: documentOf([{ line: 1 }]) })).to.equal('-808')
    expect(positionOf({ document: documentOf([]) })).to.equal(null)
    expect(positionOf({ document: documentOf([]), position_minor: '7' })).to.equal('7')
  })

  it('is paid in the currency that its document names, and keeps what it says itself', () => {
    const document = JSON.stringify({ legs: [], lines: [], currency: 'GBP' })
    const { currency, due_currency, due_minor } = completeImage('clearing_statement', {
      document,
      payable_minor: '-808',
    })
    expect([currency, due_currency, due_minor]).to.deep.equal(['GBP', 'GBP', '-808'])
    const newer = { document, position_minor: null, currency: 'EUR', due_currency: 'JPY', due_minor: '-1312' }
    expect(completeImage('clearing_statement', newer)).to.deep.equal(newer)
    expect(completeImage('charity_statement', { document })['currency']).to.equal('GBP')
  })
})
