import { createHmac, randomBytes } from 'node:crypto'

import { expect } from 'chai'

import { HASH_KEY_BYTES_MAX, makeKeyedHash } from '../../../../server/database/engine/keyed-hash.ts'

describe('a keyed hash', () => {
  it('is the HMAC-SHA-256 that Node makes, for keys up to a block and texts of any length and script', () => {
    for (const keyBytes of [0, 1, 32, HASH_KEY_BYTES_MAX - 1, HASH_KEY_BYTES_MAX])
      for (const text of ['', 'order-1', 'é', '…'.repeat(21), 'x'.repeat(1_000)]) {
        const key = randomBytes(keyBytes)
        const expected = createHmac('sha256', key).update(text).digest('hex')
        expect(makeKeyedHash(key)(text).toString('hex')).to.equal(expected)
      }
  })

  it('is the one of RFC 4231, test case 2', () => {
    expect(makeKeyedHash(Buffer.from('Jefe'))('what do ya want for nothing?').toString('hex')).to.match(
      /^5bdcc146bf60754e6a042426089575c7.*64ec3843$/,
    )
  })

  it('takes no longer key', () => {
    expect(() => makeKeyedHash(randomBytes(HASH_KEY_BYTES_MAX + 1))).to.throw('no longer than a block')
  })
})
