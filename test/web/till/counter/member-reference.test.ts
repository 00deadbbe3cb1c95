import { expect } from 'chai'

import { readMemberReference, readVoucher } from '../../../../web/src/till/counter/member-reference.ts'

describe('what is typed or scanned at the till', function () {
  const uuid = '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f'
  const address = '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
  for (const [text, expected] of [
    ['9000000000000019', { kind: 'card', value: '9000000000000019' }],
    [' 9000 0000 0000 0019 ', { kind: 'card', value: '9000000000000019' }],
    ['EN1.abc.123.def', { kind: 'card_code', value: 'EN1.abc.123.def' }],
    ['ada@example.com', { kind: 'email', value: 'ada@example.com' }],
    ['+44 20 7946 0958', { kind: 'phone', value: '+44 20 7946 0958' }],
    [address, { kind: 'wallet', value: address.toLowerCase() }],
    [uuid, { kind: 'member', value: uuid }],
    ['', null],
    ['12', null],
    ['hello', null],
  ] as const)
    it(`reads "${text}" as ${expected?.kind ?? 'nobody'}`, function () {
      expect(readMemberReference(text)).to.deep.equal(expected)
    })

  for (const [text, voucher] of [
    ['7K2M-09QZ-X4TB', '7K2M-09QZ-X4TB'],
    [' 7k2m09qzx4tb ', '7K2M09QZX4TB'],
    ['1234-5678-9012', '1234-5678-9012'],
    // Without its dashes it could be a card.
    ['123456789012', null],
    ['7K2M-09QZ', null],
    ['7K2M-09QU-X4TB', null],
  ] as const)
    it(`reads "${text}" as ${voucher === null ? 'no voucher' : 'a voucher'}`, function () {
      expect(readVoucher(text)).to.equal(voucher)
    })
})
