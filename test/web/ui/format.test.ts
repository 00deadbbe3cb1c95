import { expect } from 'chai'

import { CURRENCIES_BY_DIGITS } from '../../../server/domain/currency-table.ts'
import {
  currencyName,
  formatChange,
  formatDay,
  formatGroups,
  formatListDay,
  formatMicros,
  formatMoney,
  formatPrintedMoment,
  formatRoundMoney,
  formatDecimal,
  formatShare,
  formatWhole,
  pluralForm,
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
      ['-1', '0', '1', '2', '1000000'].filter((value) => pluralForm(value, language) === 'one')
    expect(singular('en')).to.deep.equal(['-1', '1'])
    expect(singular('fr')).to.deep.equal(['-1', '0', '1'])
  })

  it('sets the point of money by the currency, exactly', () => {
    expect(formatMoney('5', 'GBP', 'en')).to.equal('£0.05')
    expect(formatMoney('1999', 'GBP', 'en')).to.equal('£19.99')
    expect(formatMoney('1999', 'JPY', 'en')).to.equal('JP¥1,999')
    expect(formatMoney('1999', 'KWD', 'en').replace(/\s/, ' ')).to.equal('KWD 1.999')
    expect(formatMoney('1999', 'HUF', 'en').replace(/\s/, ' ')).to.equal('HUF 19.99')
    expect(formatMoney('1999', 'IDR', 'en').replace(/\s/, ' ')).to.equal('IDR 19.99')
    expect(formatMoney('1999', 'CLF', 'en').replace(/\s/, ' ')).to.equal('CLF 0.1999')
    expect(plain(formatMoney('1999', 'IQD', 'fr'))).to.equal('1,999 IQD')
    expect(formatMoney('12345678901234567890', 'EUR', 'en')).to.equal('€123,456,789,012,345,678.90')
    expect(plain(formatMoney('123456', 'EUR', 'fr'))).to.equal('1 234,56 €')
  })

  it('writes as many digits as ISO 4217 says, in every currency and language', () => {
    for (const [digits, listed] of CURRENCIES_BY_DIGITS) {
      for (const code of listed.split(' ')) {
        for (const language of ['en', 'fr']) {
          // Grouped by the language: spaces or commas, and the other one, or a comma, before the fraction.
          const [number = ''] = /\d.*\d/.exec(plain(formatMoney('123456789', code, language))) ?? []
          const fraction = /[.,]/.test(number.at(-digits - 1) ?? '') ? number.slice(-digits) : ''
          expect(fraction, `${code} ${language}: ${number}`).to.equal(digits === 0 ? '' : '123456789'.slice(-digits))
          expect(number.replaceAll(/\D/g, '')).to.equal('123456789')
        }
      }
    }
  })

  it('writes money of a price list without decimals where it is whole', () => {
    expect(formatRoundMoney('500', 'GBP', 'en')).to.equal('£5')
    expect(formatRoundMoney('501', 'GBP', 'en')).to.equal('£5.01')
    expect(plain(formatRoundMoney('500', 'EUR', 'fr'))).to.equal('5 €')
    expect(formatRoundMoney('5', 'JPY', 'en')).to.equal('JP¥5')
  })

  it('writes a moment for paper with the zone that its clock shows', () => {
    const paris = (time: string) => formatPrintedMoment(time, 'en', 'Europe/Paris')
    expect(paris('2027-03-03T12:00:00Z')).to.equal('3 Mar 2027, 13:00 CET')
    expect(paris('2027-07-03T22:30:00Z')).to.equal('4 Jul 2027, 00:30 CEST')
    const here = formatPrintedMoment('2027-03-03T12:00:00Z', 'en', null)
    expect(here).to.match(/^3 Mar 2027, \d{2}:00 \S+$/)
  })

  it('names currencies, and repeats the code of one without a name', () => {
    expect([currencyName('CHF', 'en'), currencyName('CHF', 'fr')]).to.deep.equal(['Swiss Franc', 'franc suisse'])
    expect(currencyName('XQX', 'en')).to.equal('XQX')
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

  it('writes a part of a whole to a tenth of a per cent, rounded down', () => {
    expect(['0', '1', '850', '8539', '9999', '10000'].map((part) => formatShare(part, '10000', 'en'))).to.deep.equal([
      '0%',
      '0%',
      '8.5%',
      '85.3%',
      '99.9%',
      '100%',
    ])
    expect(plain(formatShare('853', '1000', 'fr'))).to.equal('85,3 %')
  })

  it('writes an exact decimal with all its digits, and the point of the language', () => {
    expect(formatDecimal('162.35', 'en')).to.equal('162.35')
    expect(formatDecimal('162.35', 'fr')).to.equal('162,35')
    expect(plain(formatDecimal('100000000', 'fr'))).to.equal('100 000 000')
    expect(formatDecimal('0.000000000001', 'en')).to.equal('0.000000000001')
    expect(formatDecimal('12345678.123456789012', 'en')).to.equal('12,345,678.123456789012')
    expect(formatDecimal('-0.3', 'en')).to.equal('-0.3')
  })

  it('prices of a point exactly, with the digits that they need', () => {
    expect(formatMicros('1050000', 'EUR', 'en')).to.equal('€0.0105')
    expect(formatMicros('1000000', 'EUR', 'en')).to.equal('€0.01')
    expect(formatMicros('1', 'EUR', 'en')).to.equal('€0.00000001')
    expect(formatMicros('0', 'GBP', 'en')).to.equal('£0.00')
    expect(formatMicros('123456789012345678', 'GBP', 'en')).to.equal('£1,234,567,890.12345678')
  })
})
