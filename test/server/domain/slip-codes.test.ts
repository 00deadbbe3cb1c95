import { expect } from 'chai'

import { readSlipCode, SLIP_CODE_RANDOM_CHARACTERS, writeSlipCode } from '../../../server/domain/slip-codes.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The same bytes in each run. */
function* codes(count: number): Generator<string> {
  let state = 7
  for (let made = 0; made < count; made += 1) {
    const bytes = Uint8Array.from({ length: SLIP_CODE_RANDOM_CHARACTERS }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state >> 8
    })
    yield writeSlipCode(bytes)
  }
}

describe('codes of slips', () => {
  it('are read however they are typed', () => {
    for (const code of codes(50)) {
      expect(code).to.match(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
      expect(readSlipCode(` ${code.toLowerCase().replace('-', ' ')} `)).to.equal(code)
      expect(readSlipCode(code.replaceAll('0', 'O').replaceAll('1', 'l'))).to.equal(code)
    }
  })

  it('are refused with any one wrong character', () => {
    for (const code of codes(20)) {
      const plain = code.replace('-', '')
      for (const [at, right] of Array.from(plain).entries())
        for (const wrong of ALPHABET)
          if (wrong !== right) expect(readSlipCode(plain.slice(0, at) + wrong + plain.slice(at + 1))).to.equal(null)
    }
  })

  it('are refused with nearly any two neighbours swapped', () => {
    let [swaps, found] = [0, 0]
    for (const code of codes(300)) {
      const plain = code.replace('-', '')
      for (let at = 0; at < 9; at += 1) {
        const [a = '', b = ''] = [plain[at], plain[at + 1]]
        if (a === b) continue
        swaps += 1
        if (readSlipCode(plain.slice(0, at) + b + a + plain.slice(at + 2)) === null) found += 1
      }
    }
    expect(found / swaps).to.be.greaterThan(0.99)
  })

  it('are never taken for anything else', () => {
    for (const text of ['', '123', '7K2M-9QXA-41TF', '9000000000000017', 'ABCDE-FGHI!'])
      expect(readSlipCode(text)).to.equal(null)
  })
})
