import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { expect } from 'chai'

import { figuresOf, readMeasured, SEED } from '../../bench/scale/figures.ts'
import { computedParts, freshPage } from '../../bench/scale/page.ts'
import { simulate } from '../../bench/scale/simulate.ts'
import { ASSUMED, STAGES } from '../../bench/scale/stages.ts'
import { BATCH_GAS_CAP } from '../../server/domain/batches.ts'

const root = resolve(import.meta.dirname, '../..')

describe('the page about scaling', function () {
  this.timeout(60_000)

  it('says what the simulation says', () => {
    const page = readFileSync(resolve(root, 'docs/scaling.md'), 'utf8')
    expect(freshPage(page, computedParts(root)), 'npm run simulate:scale').to.equal(page)
  })

  it('has a place for each computed part', () => {
    expect(() => freshPage('no place', { stages: 'x' })).to.throw('has no place for stages')
  })
})

describe('the simulation of a stage', function () {
  const { gas } = readMeasured()
  const small = { name: 'small', partners: 3, members: 50, peakPerSecond: 10, batchAgeSeconds: 60 }

  it('is the same for the same seed', () => {
    expect(simulate(small, gas, SEED)).to.deep.equal(simulate(small, gas, SEED))
    expect(simulate(small, gas, SEED).largestPartner).to.not.equal(simulate(small, gas, SEED + 1).largestPartner)
  })

  it('merges what one member buys within a batch, and counts every purchase', () => {
    const { purchases, credits, batches, largestPartner } = simulate(small, gas, SEED)
    expect(purchases).to.equal(600)
    expect(batches).to.equal(3)
    expect(credits).to.be.above(100).and.to.be.at.most(150)
    // The first of three by rank sells 6 of 11.
    expect(largestPartner).to.be.within(290, 365)
  })

  it('closes batches before they take more gas than a transaction may have', () => {
    const busy = { name: 'busy', partners: 1, members: 10_000_000, peakPerSecond: 1_000, batchAgeSeconds: 10 }
    const { gas: used, batches, credits } = simulate(busy, gas, SEED)
    expect(batches).to.be.above(5)
    expect(used / batches).to.be.below(Number(BATCH_GAS_CAP))
    expect(credits / batches).to.be.above(1_000)
  })

  it('grows with the stage, and shows where one database and one chain end', () => {
    const measured = readMeasured()
    const figures = STAGES.map((stage) => figuresOf(stage, measured))
    for (const name of ['gasPerSecond', 'rowBytesPerYear', 'usdPerDay', 'calldataBytesPerSecond'] as const)
      expect(figures.map((one) => one[name])).to.deep.equal(figures.map((one) => one[name]).toSorted((a, b) => a - b))
    expect(figures.map(({ databases }) => databases)).to.deep.equal([1, 1, 1, 4])
    expect(figures.map(({ gasPerSecond }) => gasPerSecond > ASSUMED.chainGasPerSecond)).to.deep.equal([
      false,
      false,
      false,
      true,
    ])
  })
})
