import { expect } from 'chai'

import {
  isUnderFourEyes,
  type KeyOrigin,
  mayBeOneHand,
  NO_FOUR_EYES,
  originOf,
  raisesTooMuch,
} from '../../../server/domain/four-eyes.ts'

const key = (id: string, issuedBy: string | null = null, holder: string | null = null): KeyOrigin => ({
  id,
  issuedBy,
  holder,
})
const KEYS = [
  key('root'),
  key('marie', 'root'),
  key('marie-2', 'marie', 'marie'),
  key('marie-3', 'marie-2', 'marie'),
  key('paul', 'root'),
  key('carol', 'marie-2'),
  key('dan', 'marie-3'),
  key('eve', 'paul'),
]
const find = (id: string) => KEYS.find((one) => one.id === id) ?? null
const areOne = (a: string, b: string) => {
  const [one, other] = [find(a), find(b)]
  if (one === null || other === null) throw new Error('a key of the test')
  return mayBeOneHand(originOf(one, find), originOf(other, find))
}

describe('four eyes', () => {
  it('are two persons only where no key can come from the other, or from the same', () => {
    expect(originOf(key('carol', 'marie-2'), find)).to.deep.equal(['carol', 'marie', 'root'])
    for (const [a, b] of [
      ['marie', 'marie'],
      ['marie', 'marie-3'],
      ['marie-2', 'marie-3'],
      ['marie', 'root'],
      ['carol', 'marie'],
      ['carol', 'marie-3'],
      ['carol', 'dan'],
      ['eve', 'root'],
    ] as const) {
      expect(areOne(a, b), `${a} and ${b}`).to.equal(true)
      expect(areOne(b, a), `${b} and ${a}`).to.equal(true)
    }
    for (const [a, b] of [
      ['marie', 'paul'],
      ['marie-3', 'paul'],
      ['carol', 'paul'],
      ['carol', 'eve'],
    ] as const) {
      expect(areOne(a, b), `${a} and ${b}`).to.equal(false)
      expect(areOne(b, a), `${b} and ${a}`).to.equal(false)
    }
  })

  it('are asked for by the limit on both its sides', () => {
    const terms = { ...NO_FOUR_EYES, allowanceMax: 100n }
    expect(raisesTooMuch(terms, 40n, 60n)).to.equal(false)
    expect(raisesTooMuch(terms, 40n, 61n)).to.equal(true)
    expect(raisesTooMuch(terms, 0n, 1_000n)).to.equal(false)
  })

  it('are asked for keys wherever they are asked for anything', () => {
    expect(isUnderFourEyes(NO_FOUR_EYES, 'keys')).to.equal(false)
    expect(isUnderFourEyes({ ...NO_FOUR_EYES, powers: ['recovery'] }, 'keys')).to.equal(true)
    expect(isUnderFourEyes({ ...NO_FOUR_EYES, powers: ['recovery'] }, 'allowance')).to.equal(false)
  })
})
