import { expect } from 'chai'

import {
  formatChange,
  formatDay,
  formatGroups,
  formatListDay,
  formatMoney,
  formatWhole,
  isSingular,
} from '../../../web/src/ui/format.ts'

/** The spaces that do not break a line, as plain ones. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('how the pages write numbers', () => {
  it('groups whole numbers and keeps every digit', () => {
    expect(formatWhole('123456789012345678', 'en')).to.equal('123,456,789,012,345,678')
    expect(plain(formatWhole('123456789012345678', 'fr'))).to.equal('123 456 789 012 345 678')
  })

  it('writes changes with their sign, and nothing as nothing', () => {
    expect(formatChange('120', 'en')).to.equal('+120')
    expect(formatChange('-35', 'en')).to.equal('-35')
    expect(formatChange('0', 'en')).to.equal('0')
  })

  it('knows which numbers are one', () => {
    const singular = (language: string) =>
      ['-1', '0', '1', '2', '1000000'].filter((value) => isSingular(value, language))
    expect(singular('en')).to.deep.equal(['-1', '1'])
    expect(singular('fr')).to.deep.equal(['-1', '0', '1'])
  })

  it('sets the point of money by the currency, exactly', () => {
    expect(formatMoney('5', 'GBP', 'en')).to.equal('£0.05')
    expect(formatMoney('1999', 'GBP', 'en')).to.equal('£19.99')
    expect(formatMoney('1999', 'JPY', 'en')).to.equal('JP¥1,999')
    expect(formatMoney('1999', 'KWD', 'en').replace(/\s/, ' ')).to.equal('KWD 1.999')
    expect(formatMoney('12345678901234567890', 'EUR', 'en')).to.equal('€123,456,789,012,345,678.90')
    expect(plain(formatMoney('123456', 'EUR', 'fr'))).to.equal('1 234,56 €')
  })

  it('writes days in words', () => {
    expect(formatDay('2027-03-03T12:00:00Z', 'en')).to.equal('3 March 2027')
    expect(formatDay('2027-03-03T12:00:00Z', 'fr')).to.equal('3 mars 2027')
    expect(formatListDay('2027-03-03T12:00:00Z', 'en')).to.equal('3 Mar 2027')
  })

  it('groups card numbers as they are printed', () => {
    expect(formatGroups('9000000000000019')).to.equal('9000 0000 0000 0019')
    expect(formatGroups('90000')).to.equal('9000 0')
  })
})
