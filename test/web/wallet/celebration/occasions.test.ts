import { expect } from 'chai'

import { occasionOf } from '../../../../web/src/wallet/celebration/occasions.ts'

const standing = (confirmed: string, available = confirmed, memberId = 'ada') => ({
  memberId,
  pointsConfirmed: confirmed,
  pointsAvailable: available,
})
const tea = { points: '100', stockLeft: null }
const lamp = { points: '150', stockLeft: '3' }
const gone = { points: '140', stockLeft: '0' }
const REWARDS = [tea, lamp, gone]

describe('what there is to celebrate', () => {
  it('is nothing at the first look, and nothing when another member looks', () => {
    expect(occasionOf(null, standing('500'), REWARDS)).to.equal(null)
    expect(occasionOf(standing('5', '5', 'bob'), standing('500'), REWARDS)).to.equal(null)
  })

  it('is points that have arrived', () => {
    expect(occasionOf(standing('10'), standing('32'), REWARDS)).to.deep.equal({ kind: 'points', points: 22n })
    expect(occasionOf(standing('200'), standing('201'), REWARDS)).to.deep.equal({ kind: 'points', points: 1n })
  })

  it('is the dearest reward that has come within reach, and is in stock', () => {
    expect(occasionOf(standing('99'), standing('100'), REWARDS)).to.deep.equal({ kind: 'reward', reward: tea })
    expect(occasionOf(standing('99'), standing('200'), REWARDS)).to.deep.equal({ kind: 'reward', reward: lamp })
    expect(occasionOf(standing('120'), standing('145'), REWARDS)).to.deep.equal({ kind: 'points', points: 25n })
  })

  it('is nothing when points go, or when a hold is let go of', () => {
    expect(occasionOf(standing('200'), standing('150'), REWARDS)).to.equal(null)
    expect(occasionOf(standing('200', '80'), standing('200', '200'), REWARDS)).to.equal(null)
    expect(occasionOf(standing('200'), standing('200'), REWARDS)).to.equal(null)
  })
})
