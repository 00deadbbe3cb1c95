import { expect } from 'chai'

import { BATCH_GAS_AIM, BATCH_GAS_CAP } from '../../../server/domain/batches.ts'
import { batchWaitMs, largestBatchCostWei, limitGas, pricePerGas } from '../../../server/domain/fees.ts'

describe('batchWaitMs', function () {
  const wait = { ageMs: 1_000, waitMsMax: 60_000, calmFeeWei: 50n }

  it('is the usual age up to the calm price, and longer one wei above it', () => {
    for (const price of [0n, 1n, 49n, 50n]) expect(batchWaitMs(wait, price)).to.equal(1_000)
    expect(batchWaitMs(wait, 51n)).to.equal(1_020)
  })

  it('is twice as long at twice the price, rounded up', () => {
    expect(batchWaitMs(wait, 100n)).to.equal(2_000)
    expect(batchWaitMs({ ...wait, ageMs: 1 }, 51n)).to.equal(2)
  })

  it('ends at its maximum at any price', () => {
    expect(batchWaitMs(wait, 2_999n)).to.equal(59_980)
    for (const price of [3_000n, 3_001n, 2n ** 256n]) expect(batchWaitMs(wait, price)).to.equal(60_000)
  })

  it('is never shorter than the usual age, also where that is above the maximum', () => {
    for (const ageMs of [59_999, 60_000, 60_001, 3_600_000])
      expect(batchWaitMs({ ...wait, ageMs }, 10_000n)).to.equal(Math.max(ageMs, 60_000))
    expect(batchWaitMs({ ...wait, ageMs: 0 }, 10_000n)).to.equal(0)
  })

  it('never falls as the price rises', () => {
    let last = 0
    for (let price = 0n; price < 4_000n; price += 7n) {
      const waitMs = batchWaitMs(wait, price)
      expect(waitMs).to.be.within(last, wait.waitMsMax)
      last = waitMs
    }
  })

  it('needs a price that is calm', () => {
    expect(() => batchWaitMs({ ...wait, calmFeeWei: 0n }, 1n)).to.throw('some price is calm')
  })
})

describe('limitGas', function () {
  it('adds a fifth, and what is named besides', () => {
    expect(limitGas({ gas: 100n, l1Gas: 0n })).to.equal(120n)
    expect(limitGas({ gas: 100n, l1Gas: 0n, extraGas: 7n })).to.equal(127n)
  })

  it('caps what is executed, and not what the L1 takes', () => {
    const gas = (BATCH_GAS_CAP * 5n) / 6n
    expect(limitGas({ gas, l1Gas: 0n }) < BATCH_GAS_CAP).to.equal(true)
    expect(limitGas({ gas: gas + 1n, l1Gas: 0n })).to.equal(BATCH_GAS_CAP)
    expect(limitGas({ gas: gas + 1n + 2_000n, l1Gas: 2_000n })).to.equal(BATCH_GAS_CAP + 3_000n)
  })

  it('leaves half as much again for the L1 part, also where that is all of it', () => {
    expect(limitGas({ gas: 1_100n, l1Gas: 1_000n })).to.equal(120n + 1_500n)
    expect(limitGas({ gas: 900n, l1Gas: 1_000n })).to.equal(1_500n)
  })
})

describe('what a batch costs', function () {
  const fees = { maxFeePerGas: 3n, maxPriorityFeePerGas: 1n }

  it('is its gas and its bytes on the L1', () => {
    expect(largestBatchCostWei(fees, 0n)).to.equal(BATCH_GAS_AIM * 3n)
    expect(largestBatchCostWei(fees, 5n)).to.equal(BATCH_GAS_AIM * 3n + 5n)
  })

  it('is, for a unit of gas, base fee, tip and a share of the L1 that is rounded up', () => {
    const suggestion = { ...fees, baseFeePerGas: 1n }
    expect(pricePerGas({ ...suggestion, batchDataFeeWei: 0n })).to.equal(2n)
    expect(pricePerGas({ ...suggestion, batchDataFeeWei: 1n })).to.equal(3n)
    expect(pricePerGas({ ...suggestion, batchDataFeeWei: BATCH_GAS_AIM })).to.equal(3n)
    expect(pricePerGas({ ...suggestion, batchDataFeeWei: BATCH_GAS_AIM + 1n })).to.equal(4n)
  })
})
