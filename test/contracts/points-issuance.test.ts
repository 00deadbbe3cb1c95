import { expect } from 'chai'

import { aBatch, batchHashOf, signedCall } from './support/batch.ts'
import { networkHelpers } from './support/chain.ts'
import { ALLOWANCE, PARTNER, addressOf, coalitionFixture } from './support/coalition.ts'

const { loadFixture } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')

async function postedBatchFixture() {
  const coalition = await coalitionFixture()
  const batch = aBatch({ credits: [{ account: ada, points: 100n }, { account: bert, points: 25n }] })
  const call = await signedCall(batch, coalition.issuer, coalition.domain)
  await coalition.issuance.connect(coalition.anyone).post(...call)
  return { ...coalition, batch, call }
}

describe('PointsIssuance', function () {
  describe('post', function () {
    it('credits the members and names the batch', async function () {
      const { issuance, anyone, token, registry, issuer, domain } = await loadFixture(coalitionFixture)
      const batch = aBatch({ credits: [{ account: ada, points: 100n }, { account: bert, points: 25n }] })
      await expect(issuance.connect(anyone).post(...(await signedCall(batch, issuer, domain))))
        .to.emit(issuance, 'BatchPosted')
        .withArgs(PARTNER, 1n, 2n, batch.receiptsRoot, batchHashOf(batch), 125n, 0n)
      expect(await token.balanceOf(ada)).to.equal(100n)
      expect(await token.totalSupply()).to.equal(125n)
      expect(await registry.nextEntry(PARTNER)).to.equal(3n)
      expect((await registry.partner(PARTNER)).allowance).to.equal(ALLOWANCE - 125n)
    })

    it('takes returns back and logs what was missing', async function () {
      const { issuance, token, issuer, domain } = await loadFixture(postedBatchFixture)
      const debits = [{ account: ada, points: 40n }, { account: bert, points: 30n }]
      const batch = aBatch({ firstEntry: 3n, debits })
      await expect(issuance.post(...(await signedCall(batch, issuer, domain))))
        .to.emit(token, 'DebitShortfall')
        .withArgs(PARTNER, bert, 5n)
        .and.to.emit(issuance, 'BatchPosted')
        .withArgs(PARTNER, 3n, 2n, batch.receiptsRoot, batchHashOf(batch), 0n, 65n)
      expect(await token.balanceOf(ada)).to.equal(60n)
      expect(await token.balanceOf(bert)).to.equal(0n)
      expect(await token.totalSupply()).to.equal(60n)
    })

    it('refuses a batch that was already posted', async function () {
      const { issuance, anyone, registry, call } = await loadFixture(postedBatchFixture)
      await expect(issuance.connect(anyone).post(...call))
        .to.be.revertedWithCustomError(registry, 'UnexpectedEntryNumber')
        .withArgs(PARTNER, 3n, 1n)
    })
  })
})
