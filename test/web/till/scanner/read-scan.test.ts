import { expect } from 'chai'

import { readScan } from '../../../../web/src/till/scanner/read-scan.ts'

const UUID = '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f'
const ADDRESS = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'

describe('what is typed or scanned at the till', function () {
  for (const [text, kind, value = text.trim()] of [
    ['9000000000000019', 'card'],
    [' 9000 0000 0000 0019 ', 'card', '9000000000000019'],
    ['9000-0000-0000-0019', 'card', '9000000000000019'],
    ['EN1.abc.123.def', 'card_code'],
    ['ada@example.com', 'email'],
    ['+44 20 7946 0958', 'phone'],
    ['0044 20 7946 0958', 'phone'],
    ['020 7946 0958', 'phone'],
    ['(020) 7946-0958', 'phone'],
    ['01 99 00 12 34', 'phone'],
    ['7946095', 'phone'],
    // A mobile number that happens to pass the check of goods' codes.
    ['015123456784', 'phone'],
    [ADDRESS, 'wallet', ADDRESS.toLowerCase()],
    [UUID, 'member'],
  ] as const)
    it(`reads "${text}" as a ${kind}`, function () {
      expect(readScan(text, 'typed')).to.deep.equal({ kind: 'member', reference: { kind, value } })
    })

  for (const [text, voucher] of [
    ['7K2M-09QZ-X4TB', '7K2M-09QZ-X4TB'],
    [' 7k2m09qzx4tb ', '7K2M09QZX4TB'],
    ['1234-5678-9012', '1234-5678-9012'],
  ] as const)
    it(`reads "${text}" as a voucher`, function () {
      expect(readScan(text, 'typed')).to.deep.equal({ kind: 'voucher', voucher })
    })

  for (const [text, why] of [
    ['', 'empty'],
    ['   ', 'empty'],
    ['12', 'short'],
    ['1234', 'short'],
    ['123456', 'short'],
    ['hello', 'words'],
    ['Ada Lovelace', 'words'],
    ['7K2M-09QZ', 'words'],
    ['7K2M-09QU-X4TB', 'words'],
    ['ada@', 'email'],
    ['9000000000000018', 'cardDigit'],
    ['9000 0000 0000 0091', 'cardDigit'],
    ['90000000000000', 'cardLength'],
    ['900000000000001', 'cardLength'],
    ['90000000000000190', 'cardLength'],
    ['5000159484695', 'goods'],
    ['https://example.com/menu', 'link'],
    // The networks' own numbers for tests.
    ['4111 1111 1111 1111', 'bank'],
    ['5555555555554444', 'bank'],
    ['2223003122003222', 'bank'],
    ['378282246310005', 'bank'],
    ['6011111111111117', 'bank'],
    ['3530111333300000', 'bank'],
    ['36700102000000', 'bank'],
    ['6759649826438453', 'bank'],
  ] as const)
    it(`says that "${text}" is ${why}`, function () {
      expect(readScan(text, 'typed')).to.deep.equal({ kind: 'unknown', why })
    })

  for (const [text, why] of [
    ['5000159484695', 'goods'],
    ['036000291452', 'goods'],
    ['96385074', 'goods'],
    ['02079460958', 'foreign'],
    ['9000000000000018', 'cardDigit'],
    ['4111111111111111', 'bank'],
    ['INV-2026-0001', 'foreign'],
  ] as const)
    it(`says that the bar code "${text}" is ${why}`, function () {
      expect(readScan(text, 'scanned')).to.deep.equal({ kind: 'unknown', why })
    })

  it('never takes a card of ours for a bank card', function () {
    for (const card of ['9000000000000019', '9000770000000009'])
      expect(readScan(card, 'scanned')).to.deep.equal({ kind: 'member', reference: { kind: 'card', value: card } })
  })
})
