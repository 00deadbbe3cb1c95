import { expect } from 'chai'

import { checkCurrencyMonth, currencyIn } from '../../../../server/domain/clearing/settlement-currency.ts'
import { Rejection } from '../../../../server/domain/rejection.ts'

const NOVEMBER = 682

describe('the currency in which a partner settles', function () {
  it('is the clearing currency until another one was set, and from then on the newest of the latest month', function () {
    const versions = [
      { month: NOVEMBER + 2, currency: 'JPY' },
      { month: NOVEMBER + 4, currency: 'GBP' },
      { month: NOVEMBER + 2, currency: 'KWD' },
      { month: NOVEMBER + 3, currency: 'EUR' },
    ]
    const at = (month: number, of = versions) => currencyIn(of, { month, clearing: 'EUR' })
    expect([0, 1, 2, 3, 4, 9].map((later) => at(NOVEMBER + later))).to.deep.equal([
      'EUR',
      'EUR',
      'KWD',
      'EUR',
      'GBP',
      'GBP',
    ])
    expect(at(NOVEMBER, [])).to.equal('EUR')
  })

  it('changes from a month that has not begun, or from the one that runs where nothing was booked', function () {
    const now = new Date('2026-11-30T23:59:59.999Z')
    const codeOf = (month: number, hasBooked: boolean) => {
      try {
        checkCurrencyMonth(month, { now, hasBooked })
        return null
      } catch (error) {
        if (error instanceof Rejection) return [error.code, error.details]
        throw error
      }
    }
    const refused = (month: string, monthMin: string) => ['currency_month_passed', { month, monthMin }]
    expect(codeOf(NOVEMBER + 1, true)).to.equal(null)
    expect(codeOf(NOVEMBER, true)).to.deep.equal(refused('2026-11', '2026-12'))
    expect(codeOf(NOVEMBER, false)).to.equal(null)
    expect(codeOf(NOVEMBER - 1, false)).to.deep.equal(refused('2026-10', '2026-11'))
  })
})
