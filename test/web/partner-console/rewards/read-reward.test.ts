import { expect } from 'chai'

import { readReward } from '../../../../web/src/partner-console/rewards/read-reward.ts'
import { typeReward, type TypedReward } from '../../../../web/src/partner-console/rewards/typed-reward.ts'

const NOW = new Date('2026-11-30T08:00:00Z')
const WHOLE: TypedReward = { ...typeReward(null, NOW), title: ' Honey ', description: 'A pot', points: '400' }
const read = (typed: Partial<TypedReward>) =>
  readReward({ ...WHOLE, ...typed }, { currency: 'EUR', replacesId: null, now: NOW })
const faultsOf = (typed: Partial<TypedReward>) => [...read(typed).faults]

describe('readReward', () => {
  it('leaves to the server what is not typed', () => {
    expect(read({})).to.deep.include({
      isWhole: true,
      terms: { kind: 'product', points: '400', texts: { en: { title: 'Honey', description: 'A pot' } } },
    })
  })

  it('reads all there is', () => {
    const validUntil = '2027-01-01T10:00'
    const { isWhole, terms } = read({
      kind: 'basket_discount',
      titleFr: 'Miel',
      descriptionFr: 'Un pot',
      discount: '5',
      basketMin: '20,50',
      stock: '12',
      perMemberMax: '1',
      validUntil,
      claimDays: '30',
      tier: 'Gold',
      notes: 'season = winter\n\nurl = https://honey.example',
    })
    expect(isWhole).to.equal(true)
    expect(terms).to.deep.include({
      discountMinor: '500',
      basketMinMinor: '2050',
      stock: '12',
      perMemberMax: 1,
      validUntil: new Date(validUntil).toISOString(),
      claimDays: 30,
      tier: 'Gold',
      metadata: { season: 'winter', url: 'https://honey.example' },
    })
    expect(terms.texts.fr).to.deep.equal({ title: 'Miel', description: 'Un pot' })
  })

  it('leaves out what a kind does not have', () => {
    const { terms } = read({ kind: 'gift_code', discount: '5', stock: '3', charityId: 'somebody' })
    expect(terms).to.not.have.any.keys('discountMinor', 'stock', 'charityId')
  })

  for (const [what, typed, field] of [
    ['no title', { title: ' ' }, 'title'],
    ['a price of nothing', { points: '0' }, 'points'],
    ['a discount of nothing', { kind: 'basket_discount', discount: '' }, 'discount'],
    ['a donation to nobody', { kind: 'donation' }, 'charityId'],
    ['half of the French texts', { titleFr: 'Miel' }, 'descriptionFr'],
    ['too many days', { claimDays: '3651' }, 'claimDays'],
    ['too many for a member', { perMemberMax: '1000001' }, 'perMemberMax'],
    ['an end that has passed', { validUntil: '2026-01-01T10:00' }, 'validUntil'],
    ['an end before the beginning', { validFrom: '2027-02-01T10:00', validUntil: '2027-01-01T10:00' }, 'validUntil'],
    ['notes without names', { notes: 'winter' }, 'notes'],
  ] as [string, Partial<TypedReward>, string][])
    it(`names ${what}`, () => {
      expect(faultsOf(typed)).to.deep.equal([field])
    })

  it('takes as many days and as many for a member as the server does', () => {
    expect(faultsOf({ claimDays: '3650', perMemberMax: '1000000' })).to.deep.equal([])
  })
})
