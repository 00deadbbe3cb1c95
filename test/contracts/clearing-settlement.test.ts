import { expect } from 'chai'

import { SigningWallet__factory } from '../../typechain-types/factories/contracts/mocks/SigningWallet__factory.js'
import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { keyOf } from './support/coalition.ts'
import { A, APRIL, B, C, closedFixture, MARCH, Side, State } from './support/clearing.ts'
import { DISPUTE_WINDOW } from './support/modules.ts'

const { loadFixture, time } = networkHelpers

const PAYMENT = ethers.id('ENT-2026-03-1')
const OTHER = ethers.id('ENT-2026-03-1B')
const REASON = ethers.id('the figures of the 12th')
const OUTCOME = ethers.id('40 points come back in April')

describe('Clearing', function () {
  // The tests pass months, so each begins in the same one.
  beforeEach(backToGenesis)

  describe('marks of payment', function () {
    it('settle a position once both sides named the same payment, whoever was first', async function () {
      const { clearing, mark } = await loadFixture(closedFixture)
      await expect(clearing.markByOperator(MARCH, A.id, PAYMENT))
        .to.emit(clearing, 'PaymentMarked')
        .withArgs(MARCH, A.id, Side.Operator, PAYMENT)
        .and.not.to.emit(clearing, 'PositionSettled')
      await expect(mark(A, PAYMENT))
        .to.emit(clearing, 'PaymentMarked')
        .withArgs(MARCH, A.id, Side.Partner, PAYMENT)
        .and.to.emit(clearing, 'PositionSettled')
        .withArgs(MARCH, A.id, -900_00n, PAYMENT)
      expect([...(await clearing.positionOf(MARCH, A.id))]).to.deep.equal([
        State.Settled,
        -900_00n,
        1n,
        PAYMENT,
        PAYMENT,
      ])
      await mark(B, PAYMENT)
      expect((await clearing.positionOf(MARCH, B.id)).state).to.equal(State.Open)
      await expect(clearing.markByOperator(MARCH, B.id, PAYMENT))
        .to.emit(clearing, 'PositionSettled')
        .withArgs(MARCH, B.id, 258_00n, PAYMENT)
    })

    it('replace each other on a side, and do not count while the sides differ', async function () {
      const { clearing, mark } = await loadFixture(closedFixture)
      await clearing.markByOperator(MARCH, A.id, OTHER)
      await mark(A, PAYMENT, 0n)
      await mark(A, OTHER.replace(/.$/, '0'), 1n)
      expect((await clearing.positionOf(MARCH, A.id)).state).to.equal(State.Open)
      await expect(mark(A, OTHER, 2n))
        .to.emit(clearing, 'PositionSettled')
        .withArgs(MARCH, A.id, -900_00n, OTHER)
    })

    it('are refused for what is not open, and for no payment', async function () {
      const { clearing, mark, dispute, book, passMonth } = await loadFixture(closedFixture)
      for (const [month, id] of [
        [MARCH, C.id],
        [APRIL, A.id],
        [MARCH, 99n],
      ] as const) {
        await expect(clearing.markByOperator(month, id, PAYMENT))
          .to.be.revertedWithCustomError(clearing, 'PositionUnknown')
          .withArgs(month, id)
      }
      await expect(clearing.markByPartner(MARCH, C.id, PAYMENT, 0n, '0x')).to.be.revertedWithCustomError(
        clearing,
        'PositionUnknown',
      )
      await expect(clearing.markByOperator(MARCH, A.id, ethers.ZeroHash)).to.be.revertedWithCustomError(
        clearing,
        'PaymentZero',
      )
      await expect(mark(A, ethers.ZeroHash)).to.be.revertedWithCustomError(clearing, 'PaymentZero')

      await dispute(A)
      const disputed = expect(clearing.markByOperator(MARCH, A.id, PAYMENT)).to.be
      await disputed.revertedWithCustomError(clearing, 'PositionNotOpen').withArgs(MARCH, A.id, State.Disputed)
      await expect(mark(A, PAYMENT, 1n)).to.be.revertedWithCustomError(clearing, 'PositionNotOpen')

      await mark(B, PAYMENT)
      await clearing.markByOperator(MARCH, B.id, PAYMENT)
      const settled = expect(clearing.markByOperator(MARCH, B.id, OTHER)).to.be
      await settled.revertedWithCustomError(clearing, 'PositionNotOpen').withArgs(MARCH, B.id, State.Settled)

      await book(C, { credits: [{ account: keyOf('ada').address, points: 10n }] })
      await passMonth(APRIL)
      await clearing.closeMonth(APRIL, 10n)
      const even = expect(clearing.markByOperator(APRIL, C.id, PAYMENT)).to.be
      await even.revertedWithCustomError(clearing, 'PositionNotOpen').withArgs(APRIL, C.id, State.Settled)
    })

    it('of a partner count once: a copy of an old one changes nothing', async function () {
      const { clearing, mark, sign } = await loadFixture(closedFixture)
      const old = await sign('PaymentMark', A, { payment: PAYMENT, sequence: 0n })
      await mark(A, PAYMENT, 0n)
      await mark(A, OTHER, 1n)
      for (const sequence of [0n, 1n, 3n]) {
        await expect(clearing.markByPartner(MARCH, A.id, PAYMENT, sequence, old))
          .to.be.revertedWithCustomError(clearing, 'UnexpectedSequence')
          .withArgs(MARCH, A.id, 2n, sequence)
      }
      await expect(clearing.markByPartner(MARCH, A.id, PAYMENT, 2n, old)).to.be.revertedWithCustomError(
        clearing,
        'SignatureInvalid',
      )
      expect((await clearing.positionOf(MARCH, A.id)).partnerPayment).to.equal(OTHER)
    })

    it('of a partner take its own issuer key, over this amount, on this contract and chain', async function () {
      const { clearing, sign, clearingDomain, registry } = await loadFixture(closedFixture)
      const values = { payment: PAYMENT, sequence: 0n }
      const wrong = {
        'of another partner': await sign('PaymentMark', { ...B, id: A.id }, values),
        'of its till': await sign('PaymentMark', { ...A, issuer: A.till }, values),
        'for another partner': await sign('PaymentMark', { ...A, id: B.id }, values),
        'over another amount': await sign('PaymentMark', A, { ...values, net: 900_00n }),
        'over another payment': await sign('PaymentMark', A, { ...values, payment: OTHER }),
        'of a dispute': await sign('Dispute', A, { reason: PAYMENT, sequence: 0n }),
        'for another contract': await sign('PaymentMark', A, values, {
          ...clearingDomain,
          verifyingContract: await registry.getAddress(),
        }),
        'on another chain': await sign('PaymentMark', A, values, { ...clearingDomain, chainId: 1n }),
        'of nobody': '0x',
      }
      for (const [name, signature] of Object.entries(wrong)) {
        await expect(clearing.markByPartner(MARCH, A.id, PAYMENT, 0n, signature), name)
          .to.be.revertedWithCustomError(clearing, 'SignatureInvalid')
          .withArgs(A.id)
      }
    })

    it('of a partner can be those of a contract wallet, also once it left', async function () {
      const { clearing, registry, deployer, sign } = await loadFixture(closedFixture)
      const wallet = await new SigningWallet__factory(deployer).deploy(keyOf('finance').address)
      await registry.setIssuerKey(A.id, await wallet.getAddress())
      await registry.retire(A.id)
      const signature = await sign(
        'PaymentMark',
        { ...A, issuer: keyOf('finance') },
        { payment: PAYMENT, sequence: 0n },
      )
      await clearing.markByPartner(MARCH, A.id, PAYMENT, 0n, signature)
      expect((await clearing.positionOf(MARCH, A.id)).partnerPayment).to.equal(PAYMENT)
    })

    it('of the operator are its own alone', async function () {
      const { clearing, anyone, dispute } = await loadFixture(closedFixture)
      await dispute(A)
      for (const refused of [
        () => clearing.connect(anyone).markByOperator(MARCH, B.id, PAYMENT),
        () => clearing.connect(anyone).resolveDispute(MARCH, A.id, OUTCOME),
      ]) {
        await expect(refused())
          .to.be.revertedWithCustomError(clearing, 'AccessManagedUnauthorized')
          .withArgs(anyone.address)
      }
    })
  })

  describe('disputes', function () {
    it('keep one position open, and no other', async function () {
      const { clearing, dispute, mark } = await loadFixture(closedFixture)
      await clearing.markByOperator(MARCH, A.id, PAYMENT)
      await expect(dispute(A)).to.emit(clearing, 'PositionDisputed').withArgs(MARCH, A.id, REASON)
      expect((await clearing.positionOf(MARCH, A.id)).state).to.equal(State.Disputed)
      await clearing.markByOperator(MARCH, B.id, PAYMENT)
      await expect(mark(B, PAYMENT)).to.emit(clearing, 'PositionSettled')
    })

    it('end by the partner or the operator, and the position is paid as it was closed', async function () {
      const { clearing, dispute, withdraw, mark } = await loadFixture(closedFixture)
      await dispute(A)
      await expect(withdraw(A, 1n)).to.emit(clearing, 'DisputeWithdrawn').withArgs(MARCH, A.id)
      await dispute(A, 2n)
      await expect(clearing.resolveDispute(MARCH, A.id, OUTCOME))
        .to.emit(clearing, 'DisputeResolved')
        .withArgs(MARCH, A.id, OUTCOME)
      await clearing.markByOperator(MARCH, A.id, PAYMENT)
      await expect(mark(A, PAYMENT, 3n))
        .to.emit(clearing, 'PositionSettled')
        .withArgs(MARCH, A.id, -900_00n, PAYMENT)
    })

    it('cannot be opened twice, after the payment, by others, or with an old signature', async function () {
      const { clearing, dispute, withdraw, mark, sign } = await loadFixture(closedFixture)
      const first = await sign('Dispute', A, { reason: REASON, sequence: 0n })
      await dispute(A)
      await expect(dispute(A, 1n))
        .to.be.revertedWithCustomError(clearing, 'PositionNotOpen')
        .withArgs(MARCH, A.id, State.Disputed)
      await withdraw(A, 1n)
      await expect(clearing.dispute(MARCH, A.id, REASON, 0n, first))
        .to.be.revertedWithCustomError(clearing, 'UnexpectedSequence')
        .withArgs(MARCH, A.id, 2n, 0n)
      await expect(clearing.dispute(MARCH, A.id, REASON, 2n, first))
        .to.be.revertedWithCustomError(clearing, 'SignatureInvalid')
        .withArgs(A.id)
      await mark(B, PAYMENT)
      await clearing.markByOperator(MARCH, B.id, PAYMENT)
      await expect(dispute(B, 1n))
        .to.be.revertedWithCustomError(clearing, 'PositionNotOpen')
        .withArgs(MARCH, B.id, State.Settled)
      await expect(dispute(C)).to.be.revertedWithCustomError(clearing, 'PositionUnknown').withArgs(MARCH, C.id)
    })

    it('can be ended only where there is one', async function () {
      const { clearing, withdraw, dispute, sign } = await loadFixture(closedFixture)
      await expect(withdraw(A, 0n))
        .to.be.revertedWithCustomError(clearing, 'PositionNotDisputed')
        .withArgs(MARCH, A.id, State.Open)
      await expect(clearing.resolveDispute(MARCH, A.id, OUTCOME)).to.be.revertedWithCustomError(
        clearing,
        'PositionNotDisputed',
      )
      await expect(clearing.resolveDispute(MARCH, C.id, OUTCOME)).to.be.revertedWithCustomError(
        clearing,
        'PositionUnknown',
      )
      await dispute(A)
      const ofOther = await sign('DisputeWithdrawal', { ...B, id: A.id }, { sequence: 1n })
      await expect(clearing.withdrawDispute(MARCH, A.id, 1n, ofOther)).to.be.revertedWithCustomError(
        clearing,
        'SignatureInvalid',
      )
      await expect(withdraw(A, 0n)).to.be.revertedWithCustomError(clearing, 'UnexpectedSequence')
    })

    it('can be opened until the window after the closing is over, to the second', async function () {
      const { clearing, dispute } = await loadFixture(closedFixture)
      const until = Number((await clearing.monthOf(MARCH)).closedAt) + DISPUTE_WINDOW
      await time.setNextBlockTimestamp(until)
      await dispute(A)
      await time.setNextBlockTimestamp(until + 1)
      await expect(dispute(B))
        .to.be.revertedWithCustomError(clearing, 'DisputeWindowPassed')
        .withArgs(MARCH, until, until + 1)
    })

    it('do not run out of time while the month is being closed', async function () {
      const { clearing, sign, book, passMonth } = await loadFixture(closedFixture)
      await book(A, { credits: [{ account: keyOf('ada').address, points: 10n }] })
      await passMonth(APRIL)
      await clearing.closeMonth(APRIL, 1n)
      await time.increase(DISPUTE_WINDOW * 2)
      const signature = await sign('Dispute', A, { month: APRIL, net: -10n, reason: REASON, sequence: 0n })
      await clearing.dispute(APRIL, A.id, REASON, 0n, signature)
      expect((await clearing.positionOf(APRIL, A.id)).state).to.equal(State.Disputed)
    })

    it('are there for a net of zero, which is settled again when they end', async function () {
      const { clearing, sign, book, passMonth } = await loadFixture(closedFixture)
      await book(C, { credits: [{ account: keyOf('ada').address, points: 10n }] })
      await passMonth(APRIL)
      await clearing.closeMonth(APRIL, 10n)
      const values = { month: APRIL, net: 0n, reason: REASON }
      for (const [sequence, isWithdrawn] of [
        [0n, false],
        [1n, true],
      ] as const) {
        const signature = await sign('Dispute', C, { ...values, sequence })
        await clearing.dispute(APRIL, C.id, REASON, sequence, signature)
        if (isWithdrawn) {
          const withdrawal = await sign('DisputeWithdrawal', C, { month: APRIL, sequence: 2n })
          await clearing.withdrawDispute(APRIL, C.id, 2n, withdrawal)
        } else {
          await clearing.resolveDispute(APRIL, C.id, OUTCOME)
        }
        expect((await clearing.positionOf(APRIL, C.id)).state).to.equal(State.Settled)
      }
    })
  })

  it('keeps its marks apart from prices that change: nothing of a closed month moves', async function () {
    const { clearing, registry, book } = await loadFixture(closedFixture)
    const before = await clearing.legsOf(MARCH, A.id)
    await registry.setPrices(A.id, APRIL + 1n, 5n, 5n)
    await book(A, { credits: [{ account: keyOf('ada').address, points: 10n }] })
    expect(await clearing.legsOf(MARCH, A.id)).to.deep.equal(before)
    expect((await clearing.positionOf(MARCH, A.id)).net).to.equal(before.net)
  })
})
