import { expect } from 'chai'
import fc from 'fast-check'

import { dayAt, groupByDay } from '../../../../web/src/wallet/history/history-days.ts'

const at = (time: string, timeZone: string | null = 'Europe/London') => ({ at: time, timeZone })

describe('the days of the history', () => {
  it('are those on which it happened at the shop, whatever the device is set to', () => {
    const nearMidnight = '2026-11-28T23:30:00Z'
    expect(dayAt(at(nearMidnight, 'Europe/London'))).to.equal('2026-11-28')
    expect(dayAt(at(nearMidnight, 'Europe/Paris'))).to.equal('2026-11-29')
    expect(dayAt(at(nearMidnight, 'America/New_York'))).to.equal('2026-11-28')
    expect(dayAt(at('2026-07-01T23:30:00Z', 'Europe/London'))).to.equal('2026-07-02')
  })

  it('are those of the device where the shop has said nothing, or a zone that this browser does not know', () => {
    const time = '2026-11-28T12:00:00Z'
    expect(dayAt(at(time, null))).to.equal('2026-11-28')
    expect(dayAt(at(time, 'Mars/Olympus'))).to.equal('2026-11-28')
  })

  it('come newest first, each once, with what happened in the order in which it was told', () => {
    const items = [
      at('2026-11-28T23:45:00Z', 'Europe/Paris'),
      at('2026-11-28T23:40:00Z', 'Europe/London'),
      at('2026-11-28T23:35:00Z', 'Europe/Paris'),
      at('2026-11-27T10:00:00Z'),
    ]
    expect(groupByDay(items)).to.deep.equal([
      { day: '2026-11-29', items: [items[0], items[2]] },
      { day: '2026-11-28', items: [items[1]] },
      { day: '2026-11-27', items: [items[3]] },
    ])
  })

  it('lose nothing and show nothing twice', () => {
    const item = fc.record({
      at: fc
        .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      timeZone: fc.constantFrom(null, 'Europe/London', 'Asia/Tokyo', 'Pacific/Kiritimati', 'America/Los_Angeles'),
    })
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), (items) => {
        const days = groupByDay(items)
        expect(days.flatMap((day) => day.items)).to.have.members(items)
        expect(days.flatMap((day) => day.items)).to.have.length(items.length)
        const names = days.map(({ day }) => day)
        expect(names).to.deep.equal([...new Set(names)].toSorted().toReversed())
      }),
    )
  })
})
