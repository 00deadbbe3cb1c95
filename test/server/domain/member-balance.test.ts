import { expect } from 'chai'
import { epochScale } from '../../../server/domain/lots.ts'
import { deriveBalance } from '../../../server/domain/member-balance.ts'

describe('deriveBalance', () => {
  const DAY = 86_400
  const scale = epochScale(1_000 * DAY, DAY)

  it('keeps pending, confirmed and final points apart, and names what expires next', () => {
    const lots = [
      { epoch: 8, points: 30n },
      { epoch: 5, points: 12n },
      { epoch: 2, points: 99n },
    ]
    const finalLots = [
      { epoch: 5, points: 12n },
      { epoch: 2, points: 99n },
    ]
    expect(deriveBalance({ pendingPoints: -4n, lots, finalLots, currentEpoch: 8, scale })).to.deep.equal({
      pointsPending: -4n,
      pointsConfirmed: 42n,
      pointsFinal: 12n,
      lots: [
        { points: 12n, expiresAt: new Date(1_010 * DAY * 1_000) },
        { points: 30n, expiresAt: new Date(1_013 * DAY * 1_000) },
      ],
      expiresNext: { points: 12n, expiresAt: new Date(1_010 * DAY * 1_000) },
    })
  })

  it('has nothing that expires where there is nothing', () => {
    expect(deriveBalance({ pendingPoints: 0n, lots: [], finalLots: [], currentEpoch: 1, scale })).to.deep.equal({
      pointsPending: 0n,
      pointsConfirmed: 0n,
      pointsFinal: 0n,
      lots: [],
      expiresNext: null,
    })
  })
})
