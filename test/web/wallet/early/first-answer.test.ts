import { expect } from 'chai'

import {
  askFirst,
  awaitFirstAnswer,
  takeFirstAnswer,
  takeKnownVisitor,
} from '../../../../web/src/wallet/early/first-answer.ts'

const NOBODY = { me: null }

describe('the answer that is asked for before the app is there', () => {
  const { fetch } = globalThis
  const answer = (given: () => Promise<Response>) => {
    globalThis.fetch = given
  }

  afterEach(() => {
    globalThis.fetch = fetch
    takeKnownVisitor()
  })

  after(() => {
    Reflect.deleteProperty(globalThis, 'ententeFirstAnswer')
  })

  it('is what the app starts with, once', async () => {
    answer(async () => Response.json(NOBODY))
    await askFirst()
    await awaitFirstAnswer()
    expect(takeKnownVisitor()).to.deep.equal(NOBODY)
    expect(takeKnownVisitor()).to.equal(undefined)
    expect(await takeFirstAnswer()).to.equal(null)
  })

  it('is not waited for longer than said, and can be had later', async () => {
    let come: (response: Response) => void = () => undefined
    answer(() => new Promise((resolve) => (come = resolve)))
    const asked = askFirst()
    await awaitFirstAnswer(5)
    expect(takeKnownVisitor()).to.equal(undefined)
    come(Response.json(NOBODY))
    await asked
    expect(await takeFirstAnswer()).to.deep.equal(NOBODY)
  })

  it('is none where the server refused or was out of reach', async () => {
    answer(async () => new Response('', { status: 503 }))
    expect(await askFirst()).to.equal(null)
    answer(async () => Promise.reject(new TypeError('no network')))
    expect(await askFirst()).to.equal(null)
    await awaitFirstAnswer()
    expect(takeKnownVisitor()).to.equal(undefined)
  })
})
