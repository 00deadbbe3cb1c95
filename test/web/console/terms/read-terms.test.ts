import { expect } from 'chai'

import { readTerms, type TypedTerms, typeTerms } from '../../../../web/src/console/terms/read-terms.ts'

const NOW = new Date('2026-12-10T12:00:00Z')
const RULE: TypedTerms = { points: '10', money: '1.00', pointsMax: '5000', start: 'now', moment: '' }

const readRule = (changes: Partial<TypedTerms>, momentMin: Date | null = NOW) =>
  readTerms({ ...RULE, ...changes }, { kind: 'earning', currency: 'EUR', momentMin })
const readRate = (changes: Partial<TypedTerms>, currency = 'EUR') =>
  readTerms({ ...RULE, ...changes }, { kind: 'redeem', currency, momentMin: NOW })

describe('terms as the operator types them', function () {
  it('are read in the minor units of the currency', function () {
    const terms = { currency: 'EUR', points: 10n, minor: 100n, pointsMax: 5000n, validFrom: null }
    expect(readRule({}).terms).to.deep.equal(terms)
    expect(readRate({ money: '2,5' }).terms).to.deep.equal({ ...terms, minor: 250n, pointsMax: null })
    expect(readRate({ money: '0.005' }, 'KWD').terms?.minor).to.equal(5n)
    expect(readRate({ money: '100' }, 'JPY').terms?.minor).to.equal(100n)
  })

  for (const [what, typed, fault] of [
    ['more decimals than the currency has', { money: '1.005' }, 'money'],
    ['no amount', { money: '0' }, 'money'],
    ['parts of points', { points: '1.5' }, 'points'],
    ['nothing', { points: '' }, 'points'],
    ['no most', { pointsMax: '0' }, 'pointsMax'],
    ['no moment', { start: 'later' }, 'moment'],
    ['a moment that is now', { start: 'later', moment: NOW.toISOString() }, 'moment'],
  ] as const)
    it(`are not read with ${what}`, function () {
      const { terms, faults } = readRule(typed)
      expect(terms).to.equal(null)
      expect(Object.entries(faults).filter(([, isFault]) => isFault)).to.deep.equal([[fault, true]])
    })

  it('may stop earning, and never make points worth nothing', function () {
    expect(readRule({ points: '0' }).terms?.points).to.equal(0n)
    expect(readRate({ points: '0' }).faults.points).to.equal(true)
  })

  it('begin at a moment that is to come; the first ones at any', function () {
    const after = new Date(NOW.getTime() + 60_000)
    expect(readRule({ start: 'later', moment: after.toISOString() }).terms?.validFrom).to.deep.equal(after)
    expect(readRule({ start: 'later', moment: '2020-01-01T00:00:00Z' }, null).terms?.validFrom).to.deep.equal(
      new Date('2020-01-01T00:00:00Z'),
    )
    // What was typed for later and left there does not count for now.
    expect(readRule({ moment: 'nonsense' }).terms?.validFrom).to.equal(null)
  })

  it('begin with what counts now', function () {
    const current = { points: 3n, minor: 1250n, pointsMax: 40n }
    expect(typeTerms(current, 'KWD')).to.include({ points: '3', money: '1.250', pointsMax: '40', start: 'now' })
    expect(typeTerms(null, 'KWD')).to.include({ points: '', money: '', pointsMax: '100000' })
  })
})
