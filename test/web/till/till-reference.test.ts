import { expect } from 'chai'

import { drawReference } from '../../../web/src/till/till-reference.ts'

describe('the references of the till', function () {
  it('draws references that no second till draws', function () {
    const now = new Date('2026-11-23T12:34:56Z')
    expect(drawReference('T', now)).to.match(/^T-20261123-123456-[0-9a-f]{8}$/)
    expect(drawReference('T', now)).to.not.equal(drawReference('T', now))
  })
})
