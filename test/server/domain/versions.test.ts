import { expect } from 'chai'

import { Rejection } from '../../../server/domain/rejection.ts'
import { chooseVersion, nextVersion, validFromOf, versionsIn } from '../../../server/domain/versions.ts'
import { aRule } from '../../support/earning.ts'

const march = new Date('2026-03-01T00:00:00Z')
const april = new Date('2026-04-01T00:00:00Z')
const first = aRule({ version: 1, validFrom: march })
const second = aRule({ version: 2, validFrom: april })
const refusalOf = (run: () => unknown): [string, unknown] | 'none' => {
  try {
    run()
    return 'none'
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return [error.code, error.details]
  }
}

describe('chooseVersion', () => {
  it('takes the version that was valid at the moment', () => {
    expect(chooseVersion([first, second], new Date('2026-03-31T23:59:59.999Z'))).to.equal(first)
    expect(chooseVersion([second, first], april)).to.equal(second)
    expect(chooseVersion([first, second], new Date('2027-01-01T00:00:00Z'))).to.equal(second)
  })

  it('takes the later of two versions that begin together', () => {
    const correction = aRule({ version: 3, validFrom: april })
    expect(chooseVersion([second, correction], april)).to.equal(correction)
    expect(chooseVersion([correction, second], april)).to.equal(correction)
  })

  it('finds none before the first version', () => {
    expect(chooseVersion([first, second], new Date(march.getTime() - 1))).to.equal(null)
    expect(chooseVersion([], march)).to.equal(null)
  })
})

describe('versionsIn', () => {
  const euro = aRule({ version: 3, currency: 'EUR' })
  const others = aRule({ partnerId: 2, currency: 'JPY' })

  it("gives a partner's own versions in a currency, and names its currencies when it has none", () => {
    const all = [first, second, euro, others]
    expect(versionsIn(all, { partnerId: 1, currency: 'GBP' })).to.deep.equal([first, second])
    expect(versionsIn(all, { partnerId: 1, currency: 'EUR' })).to.deep.equal([euro])
    expect(refusalOf(() => versionsIn(all, { partnerId: 1, currency: 'JPY' }))).to.deep.equal([
      'currency_mismatch',
      { expected: 'GBP, EUR', actual: 'JPY' },
    ])
  })

  it('numbers versions per partner', () => {
    expect(nextVersion([])).to.equal(1)
    expect(nextVersion([first, euro, second])).to.equal(4)
  })
})

describe('validFromOf', () => {
  const now = april
  const earliest = new Date('1900-01-01T00:00:00Z')
  const asked = (moment: Date | null, currency: string) => () =>
    validFromOf([first], { asked: moment, currency, earliest, now })

  it('lets the first version in a currency count from any moment, and from ever when it says nothing', () => {
    expect(asked(null, 'EUR')()).to.equal(earliest)
    expect(asked(march, 'EUR')()).to.equal(march)
  })

  it('lets a later one count from now on, and never for what was before', () => {
    expect(asked(null, 'GBP')()).to.equal(now)
    expect(asked(now, 'GBP')()).to.equal(now)
    const before = new Date(now.getTime() - 1)
    expect(refusalOf(asked(before, 'GBP'))).to.deep.equal([
      'valid_from_in_past',
      { validFrom: before.toISOString(), validFromMin: now.toISOString() },
    ])
  })
})
