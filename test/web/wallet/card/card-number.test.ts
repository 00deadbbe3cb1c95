import { expect } from 'chai'

import { makeCardNumber } from '../../../../server/domain/identifiers.ts'
import { cardFault, readCard } from '../../../../web/src/wallet/card/card-number.ts'

const CARD = makeCardNumber(77_000_000_001n)

describe('a card number that is typed', () => {
  it('is shown in groups, whatever stands between its digits', () => {
    const groups = CARD.replace(/(.{4})(?=.)/g, '$1 ')
    expect(readCard(` ${CARD.slice(0, 8)}-${CARD.slice(8)} 99`)).to.equal(groups)
  })

  it('has no fault when its digits check', () => {
    expect(cardFault(CARD)).to.equal(null)
    expect(cardFault(readCard(CARD))).to.equal(null)
  })

  it('is incomplete below 16 digits, and above', () => {
    expect([cardFault(''), cardFault(CARD.slice(1)), cardFault(`${CARD}0`)]).to.deep.equal(Array(3).fill('incomplete'))
  })

  it('is mistyped when any one digit is another', () => {
    for (let place = 0; place < CARD.length; place++) {
      const other = String((Number(CARD[place]) + 1) % 10)
      expect(cardFault(CARD.slice(0, place) + other + CARD.slice(place + 1)), String(place)).to.equal('mistyped')
    }
  })
})
