import { expect } from 'chai'

import {
  forgetMember,
  keepCard,
  keepName,
  keptMember,
  keptOf,
  NAME_LENGTH_MAX,
  noteWhoIsHere,
} from '../../../../web/src/wallet/on-device/kept-member.ts'

const NOTHING = { cardNumber: null, name: null }

describe('what a device keeps of a member', () => {
  const kept = new Map<string, string>()

  before(() => {
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    }
    Object.assign(globalThis, { localStorage: storage })
  })

  beforeEach(() => {
    kept.clear()
  })

  after(() => {
    Reflect.deleteProperty(globalThis, 'localStorage')
  })

  it('is the card number and a name, of that member only', () => {
    keepCard('ada', '9000 7700 0000 0009')
    keepName('ada', '  Ada ')
    expect(keptOf('ada')).to.include({ cardNumber: '9000770000000009', name: 'Ada' })
    expect(keptOf('bob')).to.deep.equal(NOTHING)
  })

  it('is gone when another member is here, when nobody is, and at sign-out', () => {
    for (const end of [() => noteWhoIsHere('bob'), () => noteWhoIsHere(null), forgetMember]) {
      keepCard('ada', '9000770000000009')
      end()
      expect([keptMember(), kept.size]).to.deep.equal([null, 0])
    }
  })

  it('stays while the same member is here', () => {
    keepCard('ada', '9000770000000009')
    noteWhoIsHere('ada')
    expect(keptOf('ada').cardNumber).to.equal('9000770000000009')
  })

  it('is never mixed: the next member’s card begins without the name of the one before', () => {
    keepName('ada', 'Ada')
    keepCard('bob', '9000770000000017')
    expect(keptMember()).to.deep.equal({ memberId: 'bob', cardNumber: '9000770000000017', name: null })
  })

  it('holds no number that an older version kept without saying whose it is', () => {
    kept.set('entente.card', '9000770000000009')
    noteWhoIsHere('ada')
    expect(kept.size).to.equal(0)
  })

  it('leaves nothing when all of it is forgotten, and cuts a long name', () => {
    keepName('ada', 'é'.repeat(NAME_LENGTH_MAX + 1))
    expect(keptOf('ada').name).to.equal('é'.repeat(NAME_LENGTH_MAX))
    keepName('ada', '   ')
    expect(kept.size).to.equal(0)
  })

  it('is nothing where it cannot be read', () => {
    for (const broken of ['{', '7', 'null', '{"memberId":7}', '{"memberId":"ada","cardNumber":{},"name":null}']) {
      kept.set('entente.member', broken)
      expect(keptMember(), broken).to.equal(null)
      noteWhoIsHere('ada')
      expect(kept.size, broken).to.equal(0)
    }
  })
})
