import { expect } from 'chai'

import { makeCardNumber } from '../../../../server/domain/identifiers.ts'
import { estimatePoints } from '../../../../web/src/till/offline/estimate.ts'
import { readCustomer } from '../../../../web/src/till/offline/read-customer.ts'

describe('a customer without network', () => {
  const card = makeCardNumber(42n)

  it('is named by card number, e-mail, phone or wallet', () => {
    expect(readCustomer(` ${card.replaceAll(/(.{4})/g, '$1 ')}`)).to.deep.equal({
      kind: 'member',
      member: { kind: 'card', value: card },
    })
    expect(readCustomer('ada@example.org').kind).to.equal('member')
    expect(readCustomer('+447700900123').kind).to.equal('member')
  })

  it('is nobody with nothing typed, and told apart from what is wrong', () => {
    expect(readCustomer('  ').kind).to.equal('nobody')
    const wrong = card.slice(0, -1) + String((Number(card.at(-1)) + 1) % 10)
    expect(readCustomer(wrong)).to.deep.equal({ kind: 'unknown', why: 'cardDigit' })
    // The number of a bank's card is never written to the disk.
    expect(readCustomer('4111111111111111')).to.deep.equal({ kind: 'unknown', why: 'bank' })
    expect(readCustomer('EN1.019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f.1764000000.00').kind).to.equal('rotating')
    expect(readCustomer('7K2M-9QXA-41TF').kind).to.equal('voucher')
    expect(readCustomer('hello')).to.deep.equal({ kind: 'unknown', why: 'words' })
  })

  it('is told an estimate by the last rule that the till knew', () => {
    const earning = { points: '3', perMinor: '200', pointsMax: '50' }
    const terms = [{ currency: 'GBP', minorDigits: 2, earning, redeem: null }]
    const estimate = (amountMinor: string, currency = 'GBP') => estimatePoints({ terms }, { currency, amountMinor })
    expect(estimate('1999')).to.equal('29')
    expect(estimate('3333')).to.equal('49')
    expect(estimate('999999')).to.equal('50')
    expect(estimate('1999', 'EUR')).to.equal(null)
  })
})
