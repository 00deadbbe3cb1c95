import { expect } from 'chai'
import fc from 'fast-check'
import {
  EPOCH_MAX,
  LOTS_LIVE,
  epochAt,
  epochScale,
  expiryOf,
  liveLots,
  takeNewestFirst,
  takeOldestFirst,
} from '../../../server/domain/lots.ts'

const DAY = 86_400
const anyLots = fc.uniqueArray(
  fc.record({ epoch: fc.integer({ min: 1, max: 12 }), points: fc.bigInt({ min: 0n, max: 100n }) }),
  { selector: (lot) => lot.epoch },
)
const sum = (lots: readonly { points: bigint }[]) => lots.reduce((total, { points }) => total + points, 0n)

describe('epochs', () => {
  const deployedAt = 1_000 * DAY + 5_000
  const scale = epochScale(deployedAt, DAY)

  it('are numbered from 1, the one of the deployment, and begin at whole multiples of their length', () => {
    expect(epochAt(deployedAt, scale)).to.equal(1)
    expect(epochAt(1_000 * DAY, scale)).to.equal(1)
    expect(epochAt(1_001 * DAY - 1, scale)).to.equal(1)
    expect(epochAt(1_001 * DAY, scale)).to.equal(2)
  })

  it('stop at the last number that the chain can hold', () => {
    expect(epochAt((1_000 + EPOCH_MAX - 1) * DAY - 1, scale)).to.equal(EPOCH_MAX - 1)
    expect(epochAt((1_000 + EPOCH_MAX - 1) * DAY, scale)).to.equal(EPOCH_MAX)
    expect(epochAt((1_000 + EPOCH_MAX) * DAY, scale)).to.equal(EPOCH_MAX)
  })

  it('do not exist before the deployment, or without a length', () => {
    expect(() => epochAt(1_000 * DAY - 1, scale))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => epochScale(deployedAt, 0))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => epochScale(deployedAt, 1.5))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('expire when six of them are over', () => {
    expect(expiryOf(1, scale)).to.equal(1_006 * DAY)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 }), (epoch, now) => {
        const second = scale.originSeconds + now * DAY
        const isLive = liveLots([{ epoch, points: 1n }], epochAt(second, scale)).length === 1
        expect(isLive).to.equal(second < expiryOf(epoch, scale))
      }),
    )
  })
})

describe('liveLots', () => {
  it('leaves out what has expired and what is empty, and puts the oldest first', () => {
    const lots = [9, 10, 4, 5, 3].map((epoch) => ({ epoch, points: epoch === 9 ? 0n : 1n }))
    expect(liveLots(lots, 10).map(({ epoch }) => epoch)).to.deep.equal([5, 10])
    expect(LOTS_LIVE).to.equal(6)
  })
})

describe('takeNewestFirst and takeOldestFirst', () => {
  const lots = [
    { epoch: 2, points: 5n },
    { epoch: 1, points: 3n },
  ]

  it('empty one lot before they touch the next', () => {
    expect(takeNewestFirst(lots, 6n)).to.deep.equal({
      taken: [
        { epoch: 2, points: 5n },
        { epoch: 1, points: 1n },
      ],
      missing: 0n,
    })
    expect(takeOldestFirst(lots, 6n)).to.deep.equal({
      taken: [
        { epoch: 1, points: 3n },
        { epoch: 2, points: 3n },
      ],
      missing: 0n,
    })
  })

  it('take what is there and say what is missing', () => {
    expect(takeNewestFirst(lots, 9n).missing).to.equal(1n)
    expect(takeOldestFirst([], 1n)).to.deep.equal({ taken: [], missing: 1n })
    expect(takeOldestFirst(lots, 0n)).to.deep.equal({ taken: [], missing: 0n })
    expect(() => takeOldestFirst(lots, -1n))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('take exactly what is asked, or all there is', () => {
    fc.assert(
      fc.property(anyLots, fc.bigInt({ min: 0n, max: 800n }), (drawn, points) => {
        for (const take of [takeNewestFirst, takeOldestFirst]) {
          const { taken, missing } = take(drawn, points)
          expect(sum(taken) + missing).to.equal(points)
          expect(missing > 0n).to.equal(points > sum(drawn))
        }
      }),
    )
  })
})
