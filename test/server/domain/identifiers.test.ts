import { expect } from 'chai'
import fc from 'fast-check'
import {
  CARD_SEQUENCE_MAX,
  EMAIL_LENGTH_MAX,
  HINT_LENGTH_MAX,
  hintOf,
  isCardNumber,
  makeCardNumber,
  normaliseEmail,
} from '../../../server/domain/identifiers.ts'

describe('card numbers', () => {
  it('have sixteen digits with the check digit of ISO/IEC 7812', () => {
    expect(makeCardNumber(0n)).to.equal('9000000000000001')
    expect(makeCardNumber(CARD_SEQUENCE_MAX)).to.match(/^9{15}\d$/)
    expect(isCardNumber('4539578763621486')).to.equal(true)
    expect(isCardNumber('4539578763621487')).to.equal(false)
  })

  it('are not made for sequence numbers that do not fit', () => {
    expect(() => makeCardNumber(CARD_SEQUENCE_MAX + 1n))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => makeCardNumber(-1n))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('are refused with another length or another character', () => {
    for (const text of ['', '900000000000000', '90000000000000010', '900000000000000a', '９000000000000001']) {
      expect(isCardNumber(text), text).to.equal(false)
    }
  })

  it('are all different, all valid, and no longer valid with one digit changed', () => {
    const sequence = fc.bigInt({ min: 0n, max: CARD_SEQUENCE_MAX })
    fc.assert(
      fc.property(sequence, fc.nat({ max: 15 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const card = makeCardNumber(number)
        expect(isCardNumber(card)).to.equal(true)
        expect(BigInt(card.slice(1, -1))).to.equal(number)
        const changed = card.slice(0, at) + String((Number(card[at]) + by) % 10) + card.slice(at + 1)
        expect(isCardNumber(changed)).to.equal(false)
      }),
    )
  })
})

describe('hintOf', () => {
  it('shows the last four digits of a card and of a phone number', () => {
    expect(hintOf({ kind: 'card', value: makeCardNumber(1234n) })).to.equal(makeCardNumber(1234n).slice(-4))
    expect(hintOf({ kind: 'phone', value: '+4915112345678' })).to.equal('5678')
  })

  it('shows how both halves of an e-mail address begin, whatever they begin with', () => {
    expect(hintOf({ kind: 'email', value: 'ann@example.com' })).to.equal('a…@e')
    expect(hintOf({ kind: 'email', value: 'bob@mail.example.com' })).to.equal('b…@m')
    expect(hintOf({ kind: 'email', value: 'a@b.c' })).to.equal('a…@b')
    expect(hintOf({ kind: 'email', value: '𝒶nn@example.com' })).to.equal('𝒶…@e')
  })

  it('is never longer than the database allows', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const value = normaliseEmail(address)
        fc.pre(value !== null)
        expect(Array.from(hintOf({ kind: 'email', value }))).to.have.length(HINT_LENGTH_MAX)
      }),
    )
  })
})

describe('normaliseEmail', () => {
  it('finds one form for all ways to write an address', () => {
    expect(normaliseEmail('  Anna.Larsen+shop@Example.ORG ')).to.equal('anna.larsen+shop@example.org')
    expect(normaliseEmail('jose\u0301@example.org')).to.equal('jos\u00e9@example.org')
  })

  it('refuses what cannot be an address', () => {
    for (const text of [
      '',
      'anna',
      'anna@',
      '@example.org',
      'anna@localhost',
      'an na@example.org',
      'a@b@example.org',
      'anna@exa_mple.org',
      'anna@example..org',
    ]) {
      expect(normaliseEmail(text), text).to.equal(null)
    }
  })

  it('takes the longest address that mail servers carry, and no longer one', () => {
    const longest = `${'a'.repeat(EMAIL_LENGTH_MAX - '@example.org'.length)}@example.org`
    expect(normaliseEmail(longest)).to.equal(longest)
    expect(normaliseEmail(`a${longest}`)).to.equal(null)
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = normaliseEmail(address)
        expect(once === null ? null : normaliseEmail(once)).to.equal(once)
      }),
    )
  })
})
