import { expect } from 'chai'

import { daySpanIn, isDay, isTimeZone } from '../../../server/domain/time-zones.ts'

describe('time zones', () => {
  it('are names of the IANA database', () => {
    for (const name of ['Europe/London', 'America/Argentina/Buenos_Aires', 'Pacific/Chatham', 'UTC'])
      expect(isTimeZone(name), name).to.equal(true)
  })

  it('are no offsets, countries or texts', () => {
    for (const name of ['', '+01:00', '01:00', 'GB-London', 'Europe/Atlantis', 'Europe/London ', '../etc/localtime'])
      expect(isTimeZone(name), name).to.equal(false)
  })
})

describe('days of a time zone', () => {
  const span = (zone: string, day: string) => {
    const { from, until } = daySpanIn(zone, day)
    return [from.toISOString(), until.toISOString()]
  }

  it('begin at its midnight, and are shorter or longer where clocks change', () => {
    expect(span('UTC', '2026-11-28')).to.deep.equal(['2026-11-28T00:00:00.000Z', '2026-11-29T00:00:00.000Z'])
    expect(span('Europe/Paris', '2026-03-29')).to.deep.equal(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'])
    expect(span('Europe/Paris', '2026-10-25')).to.deep.equal(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
    expect(span('Pacific/Kiritimati', '2026-01-01')[0]).to.equal('2025-12-31T10:00:00.000Z')
    expect(span('Pacific/Pago_Pago', '2026-12-31')[1]).to.equal('2027-01-01T11:00:00.000Z')
    // There was no midnight: clocks went from 23:59 to 1:00.
    expect(span('America/Sao_Paulo', '2018-11-04')).to.deep.equal([
      '2018-11-04T03:00:00.000Z',
      '2018-11-05T02:00:00.000Z',
    ])
  })

  it('join without a gap, in a year of a place that changes its clocks at midnight', () => {
    for (const zone of ['America/Havana', 'Europe/London', 'Asia/Beirut', 'Australia/Lord_Howe']) {
      let before: Date | null = null
      for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 86_400_000) {
        const { from, until } = daySpanIn(zone, new Date(ms).toISOString().slice(0, 10))
        if (before !== null) expect(from.getTime(), zone).to.equal(before.getTime())
        expect(until.getTime(), zone).to.be.greaterThan(from.getTime())
        before = until
      }
    }
  })

  it('exist, and are written in full', () => {
    expect(['2026-11-28', '2024-02-29'].map(isDay)).to.deep.equal([true, true])
    const wrong = ['2026-02-29', '2026-13-01', '2026-1-1', '2026-11-28T00:00', '', 'today', '2026-00-10']
    expect(wrong.map(isDay)).to.deep.equal(wrong.map(() => false))
  })
})
