import { expect } from 'chai'

import { aBatch, batchHashOf, batchTypes, FAR_DEADLINE, signedCall } from './support/batch.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import {
  addressOf,
  ALLOWANCE,
  coalitionFixture,
  DAILY_LIMIT,
  DAY,
  LOT_MAX,
  PARTNER,
  Status,
} from './support/coalition.ts'

const { loadFixture, time } = networkHelpers

const ada = addressOf('ada')
const bert = addressOf('bert')
const ZERO = ethers.ZeroAddress

async function postedBatchFixture() {
  const coalition = await coalitionFixture()
  const batch = aBatch({
    credits: [
      { account: ada, points: 100n },
      { account: bert, points: 25n },
    ],
  })
  const call = await signedCall(batch, coalition.issuer, coalition.domain)
  await coalition.issuance.connect(coalition.anyone).post(...call)
  return { ...coalition, batch, call }
}

describe('PointsIssuance', function () {
  describe('post', function () {
    it('credits the members and names the batch', async function () {
      const { issuance, anyone, token, registry, issuer, domain } = await loadFixture(coalitionFixture)
      const batch = aBatch({
        credits: [
          { account: ada, points: 100n },
          { account: bert, points: 25n },
        ],
      })
      const posting = issuance.connect(anyone).post(...(await signedCall(batch, issuer, domain)))
      await expect(posting)
        .to.emit(issuance, 'BatchPosted')
        .withArgs(PARTNER, 1n, 2n, batch.receiptsRoot, batchHashOf(batch), 125n, 0n)
      await expect(posting).to.emit(token, 'Transfer').withArgs(ZERO, ada, 100n)
      await expect(posting).to.emit(token, 'Transfer').withArgs(ZERO, bert, 25n)
      expect(await token.balanceOf(ada)).to.equal(100n)
      expect(await token.totalSupply()).to.equal(125n)
      expect(await registry.nextEntry(PARTNER)).to.equal(3n)
      expect((await registry.partner(PARTNER)).allowance).to.equal(ALLOWANCE - 125n)
    })

    it('takes returns back and logs what was missing', async function () {
      const { issuance, token, registry, issuer, domain } = await loadFixture(postedBatchFixture)
      const debits = [
        { account: ada, points: 40n },
        { account: bert, points: 30n },
      ]
      const batch = aBatch({ firstEntry: 3n, debits })
      await expect(issuance.post(...(await signedCall(batch, issuer, domain))))
        .to.emit(token, 'DebitShortfall')
        .withArgs(PARTNER, bert, 5n)
        .and.to.emit(issuance, 'BatchPosted')
        .withArgs(PARTNER, 3n, 2n, batch.receiptsRoot, batchHashOf(batch), 0n, 65n)
      expect(await token.balanceOf(ada)).to.equal(60n)
      expect(await token.balanceOf(bert)).to.equal(0n)
      expect(await token.totalSupply()).to.equal(60n)
      expect((await registry.partner(PARTNER)).allowance).to.equal(ALLOWANCE - 125n)
    })

    it('credits before it debits, and several records of one member add up', async function () {
      const { issuance, token, issuer, domain } = await loadFixture(coalitionFixture)
      const credits = [10n, 20n, 30n].map((points) => ({ account: ada, points }))
      const batch = aBatch({
        credits,
        debits: [
          { account: ada, points: 15n },
          { account: ada, points: 5n },
        ],
      })
      await expect(issuance.post(...(await signedCall(batch, issuer, domain)))).not.to.emit(token, 'DebitShortfall')
      expect(await token.balanceOf(ada)).to.equal(40n)
    })

    it('takes merged records: more entries than records', async function () {
      const { issuance, registry, issuer, domain } = await loadFixture(coalitionFixture)
      const batch = aBatch({ credits: [{ account: ada, points: 60n }], entryCount: 17n })
      await issuance.post(...(await signedCall(batch, issuer, domain)))
      expect(await registry.nextEntry(PARTNER)).to.equal(18n)
    })

    it('refuses a batch that was already posted', async function () {
      const { issuance, anyone, registry, call } = await loadFixture(postedBatchFixture)
      await expect(issuance.connect(anyone).post(...call))
        .to.be.revertedWithCustomError(registry, 'UnexpectedEntryNumber')
        .withArgs(PARTNER, 3n, 1n)
    })

    it('refuses a gap in the numbering', async function () {
      const { issuance, registry, issuer, domain } = await loadFixture(postedBatchFixture)
      const batch = aBatch({ firstEntry: 4n, credits: [{ account: ada, points: 1n }] })
      await expect(issuance.post(...(await signedCall(batch, issuer, domain))))
        .to.be.revertedWithCustomError(registry, 'UnexpectedEntryNumber')
        .withArgs(PARTNER, 3n, 4n)
    })

    it('refuses a batch without entries or without records', async function () {
      const { issuance, issuer, domain } = await loadFixture(coalitionFixture)
      for (const batch of [
        aBatch({ entryCount: 0n, credits: [{ account: ada, points: 1n }] }),
        aBatch({ entryCount: 3n }),
      ]) {
        await expect(issuance.post(...(await signedCall(batch, issuer, domain))))
          .to.be.revertedWithCustomError(issuance, 'BatchEmpty')
          .withArgs()
      }
    })

    it('refuses a zero receipts root', async function () {
      const { issuance, issuer, domain } = await loadFixture(coalitionFixture)
      const batch = aBatch({ receiptsRoot: ethers.ZeroHash, credits: [{ account: ada, points: 1n }] })
      await expect(issuance.post(...(await signedCall(batch, issuer, domain))))
        .to.be.revertedWithCustomError(issuance, 'BatchRootZero')
        .withArgs()
    })

    it('takes a batch in the second of its deadline and refuses it a second later', async function () {
      const { issuance, issuer, domain } = await loadFixture(coalitionFixture)
      const deadline = BigInt(await time.latest()) + 100n
      const call = await signedCall(aBatch({ deadline, credits: [{ account: ada, points: 1n }] }), issuer, domain)
      const snapshot = await networkHelpers.takeSnapshot()
      await time.setNextBlockTimestamp(deadline)
      await issuance.post(...call)
      await snapshot.restore()
      await time.setNextBlockTimestamp(deadline + 1n)
      await expect(issuance.post(...call))
        .to.be.revertedWithCustomError(issuance, 'BatchExpired')
        .withArgs(deadline, deadline + 1n)
    })

    it('refuses records that are no whole number of records', async function () {
      const { issuance, token, issuer, domain } = await loadFixture(coalitionFixture)
      for (const [field, bytes] of [
        ['credits', 25],
        ['credits', 27],
        ['credits', 1],
        ['debits', 51],
        ['debits', 1],
      ] as const) {
        const head = {
          partnerId: PARTNER,
          firstEntry: 1n,
          entryCount: 1n,
          receiptsRoot: ethers.id('r'),
          deadline: FAR_DEADLINE,
        }
        const records = { credits: '0x', debits: '0x', [field]: `0x${'11'.repeat(bytes)}` }
        const signature = await issuer.signTypedData(domain, batchTypes, { ...head, ...records })
        await expect(issuance.post(head, records.credits, records.debits, signature))
          .to.be.revertedWithCustomError(token, 'RecordsMalformed')
          .withArgs(bytes)
      }
    })

    it('refuses the zero address among credits and debits', async function () {
      const { issuance, token, issuer, domain } = await loadFixture(coalitionFixture)
      const records = [
        { account: ada, points: 5n },
        { account: ZERO, points: 5n },
      ]
      for (const batch of [aBatch({ credits: records }), aBatch({ debits: records })]) {
        await expect(issuance.post(...(await signedCall(batch, issuer, domain))))
          .to.be.revertedWithCustomError(token, 'AccountZero')
          .withArgs()
      }
    })

    it('refuses more than the allowance and takes exactly the allowance', async function () {
      const { issuance, registry, issuer, domain } = await loadFixture(coalitionFixture)
      await registry.setDailyLimit(PARTNER, ALLOWANCE * 2n)
      const over = aBatch({ credits: [{ account: ada, points: ALLOWANCE + 1n }] })
      await expect(issuance.post(...(await signedCall(over, issuer, domain))))
        .to.be.revertedWithCustomError(registry, 'PartnerAllowanceExceeded')
        .withArgs(PARTNER, ALLOWANCE, ALLOWANCE + 1n)
      await issuance.post(
        ...(await signedCall(aBatch({ credits: [{ account: ada, points: ALLOWANCE }] }), issuer, domain)),
      )
      expect((await registry.partner(PARTNER)).allowance).to.equal(0n)
    })

    it('refuses more than the daily limit, and lets it come back within a day', async function () {
      const { issuance, registry, issuer, domain } = await loadFixture(coalitionFixture)
      await issuance.post(
        ...(await signedCall(aBatch({ credits: [{ account: ada, points: DAILY_LIMIT }] }), issuer, domain)),
      )
      const used = await time.latest()
      const more = await signedCall(
        aBatch({ firstEntry: 2n, credits: [{ account: bert, points: DAILY_LIMIT / 2n + 1n }] }),
        issuer,
        domain,
      )
      await time.setNextBlockTimestamp(used + DAY / 2)
      await expect(issuance.post(...more))
        .to.be.revertedWithCustomError(registry, 'PartnerDailyLimitExceeded')
        .withArgs(PARTNER, DAILY_LIMIT / 2n, DAILY_LIMIT / 2n + 1n)
      await time.setNextBlockTimestamp(used + DAY / 2 + 60)
      await issuance.post(...more)
    })

    it('refuses unknown, suspended and retired partners, and takes the batch once a partner is resumed', async function () {
      const { issuance, registry, issuer, domain } = await loadFixture(coalitionFixture)
      const credits = [{ account: ada, points: 1n }]
      const stranger = await signedCall(aBatch({ partnerId: 8n, credits }), issuer, domain)
      await expect(issuance.post(...stranger))
        .to.be.revertedWithCustomError(registry, 'PartnerUnknown')
        .withArgs(8n)
      const call = await signedCall(aBatch({ credits }), issuer, domain)
      await registry.suspend(PARTNER)
      await expect(issuance.post(...call))
        .to.be.revertedWithCustomError(registry, 'PartnerNotActive')
        .withArgs(PARTNER, Status.Suspended)
      await registry.resume(PARTNER)
      await issuance.post(...call)
      await registry.retire(PARTNER)
      await expect(issuance.post(...(await signedCall(aBatch({ firstEntry: 2n, credits }), issuer, domain))))
        .to.be.revertedWithCustomError(registry, 'PartnerNotActive')
        .withArgs(PARTNER, Status.Left)
    })

    it('refuses everything while issuing is paused', async function () {
      const { issuance, token, issuer, domain } = await loadFixture(coalitionFixture)
      const call = await signedCall(aBatch({ credits: [{ account: ada, points: 1n }] }), issuer, domain)
      await token.pauseIssuing()
      await expect(issuance.post(...call))
        .to.be.revertedWithCustomError(token, 'IssuingIsPaused')
        .withArgs()
      await token.resumeIssuing()
      await issuance.post(...call)
    })

    it('refuses credits past the room of an epoch', async function () {
      const { issuance, token, registry, issuer, domain } = await loadFixture(coalitionFixture)
      await registry.raiseAllowance(PARTNER, 2n * LOT_MAX)
      await registry.setDailyLimit(PARTNER, 2n * LOT_MAX)
      await issuance.post(
        ...(await signedCall(aBatch({ credits: [{ account: ada, points: LOT_MAX }] }), issuer, domain)),
      )
      const epoch = await token.currentEpoch()
      await expect(
        issuance.post(
          ...(await signedCall(aBatch({ firstEntry: 2n, credits: [{ account: bert, points: 1n }] }), issuer, domain)),
        ),
      )
        .to.be.revertedWithCustomError(token, 'SupplyLimitExceeded')
        .withArgs(epoch, LOT_MAX, 1n)
      expect(await token.balanceOf(ada)).to.equal(LOT_MAX)
    })
  })
})
