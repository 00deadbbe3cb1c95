import { expect } from 'chai'

import { isTimeZone } from '../../../server/domain/time-zones.ts'

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
