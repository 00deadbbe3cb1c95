import { expect } from 'chai'
import { execFileSync } from 'node:child_process'

import type { Exchange } from '../../../web/src/api-client/till-line.ts'
import { formatCurl, maskKey, maskPin } from '../../../web/src/till/curl.ts'
import { readMemberReference, readVoucher } from '../../../web/src/till/member-reference.ts'
import { readMoney, readPoints } from '../../../web/src/till/money.ts'
import { drawReference } from '../../../web/src/till/till-reference.ts'

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

  for (const [typed, currency, minor] of [
    ['19.99', 'GBP', '1999'],
    ['19,9', 'EUR', '1990'],
    ['19.', 'GBP', '1900'],
    ['0.01', 'GBP', '1'],
    ['1999', 'JPY', '1999'],
    ['1.234', 'KWD', '1234'],
    ['19.999', 'GBP', null],
    ['19.9', 'JPY', null],
    ['0', 'GBP', null],
    ['-1', 'GBP', null],
    ['1e3', 'GBP', null],
    ['', 'GBP', null],
    ['1,234.56', 'GBP', null],
  ] as const)
    it(`reads "${typed}" ${currency} as ${minor ?? 'no amount'}`, function () {
      expect(readMoney(typed, currency)).to.equal(minor)
    })

  it('reads whole points from 1 on', function () {
    expect(['1', ' 500 ', '0', '05', '1.5', ''].map(readPoints)).to.deep.equal(['1', '500', null, null, null, null])
  })

  it('draws references that no second till draws', function () {
    const now = new Date('2026-11-23T12:34:56Z')
    expect(drawReference('T', now)).to.match(/^T-20261123-123456-[0-9a-f]{8}$/)
    expect(drawReference('T', now)).to.not.equal(drawReference('T', now))
  })
})

describe('what the drawer of requests copies', function () {
  const exchange: Exchange = {
    at: new Date(0),
    method: 'POST',
    path: '/v1/purchases',
    idempotencyKey: 'T-1',
    body: { orderRef: "it's $HOME `id`", pin: '2580' },
    status: 201,
    ms: 3,
    answer: null,
  }

  it('is read by a shell as it was sent, and holds no key', function () {
    const curl = formatCurl(exchange, 'http://localhost:8080')
    const asked = execFileSync('sh', ['-c', curl.replace(/^curl/, `printf '%s\\n'`)], { encoding: 'utf8' })
    expect(asked.split('\n')).to.include(JSON.stringify(exchange.body)).and.include('Idempotency-Key: T-1')
    expect(curl).to.include('Bearer $ENTENTE_KEY')
  })

  it('masks keys and PINs', function () {
    expect(maskKey('ent_0123456789abcdef_secret')).to.equal('ent_0123…')
    expect(maskPin(exchange.body)).to.deep.equal({ orderRef: "it's $HOME `id`", pin: '••••' })
    expect(maskPin(null)).to.equal(null)
  })
})
