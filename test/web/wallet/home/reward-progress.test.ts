import { expect } from 'chai'

import { nextRewardOf, progressOf } from '../../../../web/src/wallet/home/reward-progress.ts'

const reward = (points: string, stockLeft: string | null = null) => ({ points, stockLeft })

describe('progress towards the next reward', () => {
  it('is told of the cheapest one that cannot be had yet', () => {
    expect(nextRewardOf([reward('900'), reward('400'), reward('600'), reward('500')], '500')).to.deep.equal(
      reward('600'),
    )
  })

  it('is told of none when all can be had, or none is in stock', () => {
    expect(nextRewardOf([reward('400'), reward('500')], '500')).to.equal(null)
    expect(nextRewardOf([reward('600', '0')], '500')).to.equal(null)
    expect(nextRewardOf([], '500')).to.equal(null)
  })

  it('is never full while a point is missing', () => {
    expect(progressOf('999', '1000')).to.equal(99)
    expect(progressOf('0', '1000')).to.equal(0)
    expect(progressOf('-5', '1000')).to.equal(0)
    expect(progressOf('9007199254740992', '9007199254740993')).to.equal(99)
  })
})
