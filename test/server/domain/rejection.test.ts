import { expect } from 'chai'

import { orRejection, Rejection } from '../../../server/domain/rejection.ts'

describe('orRejection', function () {
  const rejection = new Rejection('member_unknown')
  const mistake = new TypeError('a mistake of ours')
  const throws = (error: Error) => () => {
    throw error
  }

  it('gives what the function gives, at once or later', async function () {
    expect(orRejection(() => 1)).to.equal(1)
    expect(await orRejection(async () => 2)).to.equal(2)
  })

  it('returns the rejection that is thrown, at once or later', async function () {
    expect(orRejection(throws(rejection))).to.equal(rejection)
    expect(await orRejection(() => Promise.reject(rejection))).to.equal(rejection)
  })

  it('leaves everything else thrown', async function () {
    expect(() => orRejection(throws(mistake))).to.throw(mistake)
    const later = await orRejection(() => Promise.reject(mistake)).then(
      () => null,
      (error: unknown) => error,
    )
    expect(later).to.equal(mistake)
  })
})
