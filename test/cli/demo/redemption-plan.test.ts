import { expect } from 'chai'

import { DEMO_CODES, DEMO_REWARDS } from '../../../cli/demo/catalogue.ts'
import { CARD_MEMBERS, PASSKEY_MEMBERS, WALLET_MEMBERS } from '../../../cli/demo/demo-members.ts'
import { planRedemptions } from '../../../cli/demo/redemption-plan.ts'
import { RewardBody } from '../../../server/api/schemas/rewards/rewards.ts'

const members = { cards: CARD_MEMBERS, wallets: WALLET_MEMBERS, passkeys: PASSKEY_MEMBERS }
const options = { seed: 1, day: new Date('2026-03-02T00:00:00Z'), brands: 5, ...members }

describe('planRedemptions', function () {
  it('is the same for the same seed and day, with a reference of its own for each', () => {
    const plan = planRedemptions(options)
    expect(planRedemptions(options)).to.deep.equal(plan)
    const references = plan.flat().map(({ reference }) => reference)
    expect(new Set(references).size).to.equal(references.length)
  })

  it('captures at least forty, by members of all three kinds, and voids, restores and lets expire some', () => {
    const plan = planRedemptions(options)
    const captured = plan.map((member) => member.filter(({ fate }) => fate === 'captured').length)
    const sum = (from: number, to?: number) => captured.slice(from, to).reduce((all, one) => all + one, 0)
    expect(sum(0)).to.be.at.least(40)
    const { cards, wallets } = members
    for (const kind of [sum(0, cards), sum(cards, cards + wallets), sum(cards + wallets)]) {
      expect(kind).to.be.at.least(10)
    }
    const all = plan.flat()
    expect(new Set(all.map(({ fate }) => fate)).size).to.equal(5)
    expect(new Set(all.map(({ restoredPercent }) => restoredPercent)).size).to.equal(3)
  })

  it('gives rewards of all six kinds, each at the brand that offers it', () => {
    const kinds = planRedemptions(options)
      .flat()
      .flatMap(({ takes, brand }) => {
        if (!('reward' in takes)) return []
        expect(DEMO_REWARDS[takes.reward]?.brand).to.equal(brand)
        return [DEMO_REWARDS[takes.reward]?.kind]
      })
    expect(new Set(kinds).size).to.equal(6)
  })

  it('lets nothing of a member wait behind a hold that expires', () => {
    for (const plan of planRedemptions(options)) {
      const expiring = plan.findIndex(({ fate }) => fate.startsWith('expires'))
      if (expiring !== -1) expect(expiring).to.equal(plan.length - 1)
    }
  })
})

describe('the catalogue of the demo', function () {
  it('has one of each kind in both languages, as the API takes them', () => {
    expect(new Set(DEMO_REWARDS.map(({ kind }) => kind)).size).to.equal(6)
    for (const { brand: _brand, ...reward } of DEMO_REWARDS) {
      const { texts } = RewardBody.parse(reward)
      expect(texts.fr?.title).not.to.equal(texts.en.title)
    }
  })

  it('has no code twice', () => {
    expect(new Set(DEMO_CODES).size).to.equal(DEMO_CODES.length)
  })
})
