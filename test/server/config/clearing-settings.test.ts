import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { RATE_BASIS_POINTS_MAX, RATE_SIGNERS_MAX } from '../../../server/config/clearing-settings.ts'
import { refusalOf } from './refusal-of.ts'

describe('the settings of clearing', function () {
  const vat = (text: string) => readConfig({ CLEARING_VAT_ISSUE: text }).config.clearing.vat.issue

  it('are euros, no fee and no VAT until somebody says otherwise', function () {
    expect(readConfig({}).config.clearing).to.deep.equal({
      currency: 'EUR',
      feeMinor: 0n,
      vat: { issue: {}, redeem: {}, fee: {} },
      rateSigners: [],
    })
  })

  it('take the addresses of those whose rates count, and no more than a few', function () {
    const signers = (text: string) => readConfig({ CLEARING_RATE_SIGNERS: text }).config.clearing.rateSigners
    const address = (at: number) => `0x${at.toString(16).padStart(40, '0')}`
    const many = (count: number) => Array.from({ length: count }, (_, at) => address(at)).join(',')
    expect(signers(` ${address(171).toUpperCase().replace('0X', '0x')}, ${address(1)},`)).to.deep.equal([
      address(171),
      address(1),
    ])
    expect(signers(many(RATE_SIGNERS_MAX))).to.have.length(RATE_SIGNERS_MAX)
    for (const text of ['somebody', '0x12', address(1).slice(2), many(RATE_SIGNERS_MAX + 1)])
      expect(refusalOf({ CLEARING_RATE_SIGNERS: text }), text).to.include('CLEARING_RATE_SIGNERS')
  })

  it('take VAT by country, with hundredths of a per cent, or one rule for all', function () {
    expect(vat('GB=standard:20, FR=standard:5.5, *=reverse_charge')).to.deep.equal({
      GB: { treatment: 'standard', rateBasisPoints: 2_000 },
      FR: { treatment: 'standard', rateBasisPoints: 550 },
      '*': { treatment: 'reverse_charge', rateBasisPoints: 0 },
    })
    expect(vat('exempt')).to.deep.equal({ '*': { treatment: 'exempt', rateBasisPoints: 0 } })
    expect(vat('standard:50')['*']?.rateBasisPoints).to.equal(RATE_BASIS_POINTS_MAX)
  })

  it('refuse what is no rule, twice one country, and a rate that nobody has', function () {
    for (const text of [
      'standard',
      'exempt:20',
      'GB=20',
      'gb=standard:20',
      'GB=standard:20,GB=exempt',
      'standard:50.01',
      'standard:5.123',
      'GB=constructor',
    ])
      expect(refusalOf({ CLEARING_VAT_ISSUE: text }), text).to.include('CLEARING_VAT_ISSUE')
    expect(refusalOf({ CLEARING_CURRENCY: 'eur' })).to.include('CLEARING_CURRENCY')
    for (const fee of ['-1', '1.5', '1000000000001'])
      expect(refusalOf({ CLEARING_FEE_MINOR: fee })).to.include('CLEARING_FEE_MINOR')
    expect(readConfig({ CLEARING_FEE_MINOR: '1000000000000' }).config.clearing.feeMinor).to.equal(10n ** 12n)
  })
})
