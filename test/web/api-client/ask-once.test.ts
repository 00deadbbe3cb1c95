import { expect } from 'chai'

import { askOnce } from '../../../web/src/api-client/ask-once.ts'
import { Problem } from '../../../web/src/api-client/problem.ts'

describe('what a page asks once', function () {
  const sent: string[] = []
  beforeEach(() => sent.splice(0))
  const ask = (what: readonly unknown[], outcome: unknown = 'done') =>
    askOnce(what, (header) => {
      sent.push(header['Idempotency-Key'])
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome)
    }).catch((error: unknown) => error)
  const kinds = () => sent.map((key) => sent.indexOf(key))

  it('has the same key until somebody answered, and another one for the next time', async () => {
    for (const outcome of [new Problem('offline', 0), new Problem('service_unavailable', 503), 'done', 'done'])
      expect(await ask(['card'], outcome)).to.equal(outcome)
    expect(kinds()).to.deep.equal([0, 0, 0, 3])
  })

  it('has another key after it was refused, and for anything else that is asked', async () => {
    const offline = new Problem('offline', 0)
    await ask(['pin', { pin: '2580' }], offline)
    await ask(['pin', { pin: '2581' }], offline)
    await ask(['pin', { pin: '2580' }], new Problem('pin_wrong', 403))
    await ask(['pin', { pin: '2580' }])
    await ask(['pin', { pin: '2581' }], new Error('a fault of the page'))
    await ask(['pin', { pin: '2581' }])
    expect(kinds()).to.deep.equal([0, 1, 0, 3, 1, 5])
  })
})
