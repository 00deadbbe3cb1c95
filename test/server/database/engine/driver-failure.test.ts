import { expect } from 'chai'
import { DatabaseError } from 'pg'

import { driverFailure } from '../../../../server/database/engine/driver-failure.ts'

function fromPostgres(code: string): DatabaseError {
  return Object.assign(new DatabaseError('refused', 7, 'error'), { code })
}

const fromSocket = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

describe('driverFailure', () => {
  for (const code of ['25006', '57P01', '57P02', '57P03', '08001', '08004', '08006', '08P01'])
    it(`says of ${code} of PostgreSQL that it may be asked again later`, () => {
      expect(driverFailure(fromPostgres(code))).to.equal('unreachable')
    })

  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])
    it(`says the same of ${code} of the system`, () => {
      expect(driverFailure(fromSocket(code))).to.equal('unreachable')
    })

  for (const code of ['40001', '40P01'])
    it(`has ${code} run again at once`, () => {
      expect(driverFailure(fromPostgres(code))).to.equal('conflict')
    })

  for (const error of [fromPostgres('23505'), fromPostgres('42P01'), fromSocket('ENOENT'), new Error('no'), null])
    it(`makes nothing of ${error === null ? 'null' : `${error.message} (${String((error as { code?: string }).code)})`}`, () => {
      expect(driverFailure(error)).to.equal(null)
    })
})
