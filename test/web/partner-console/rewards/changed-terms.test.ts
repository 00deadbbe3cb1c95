import { expect } from 'chai'

import type { OwnReward } from '../../../../web/src/api-client/console-rewards.ts'
import { changedTerms } from '../../../../web/src/partner-console/rewards/changed-terms.ts'

const REWARD = {
  kind: 'product',
  texts: { en: { title: 'Honey', description: 'A pot' } },
  points: '400',
  stock: '12',
  stockLeft: '12',
  picture: null,
} as unknown as OwnReward

describe('changedTerms', () => {
  it('names the terms that differ, and not what members have taken', () => {
    const texts = { en: { title: 'Honey', description: 'A jar' } }
    expect(changedTerms(REWARD, { ...REWARD, points: '300', texts, stockLeft: '3' })).to.deep.equal(['texts', 'points'])
    expect(changedTerms(REWARD, { ...REWARD })).to.deep.equal([])
  })
})
