import { expect } from 'chai'
import { setImmediate } from 'node:timers/promises'

import { KeyUsedElsewhere } from '../../../../server/actions/requests/idempotency.ts'
import { createIntake } from '../../../../server/actions/requests/intake.ts'
import { Transient } from '../../../../server/domain/rejection.ts'

interface Asked {
  readonly items: readonly string[]
  readonly keyed: { partnerId: number; key: string } | null
}

const asked = (items: string[], key?: string): Asked => ({
  items,
  keyed: key === undefined ? null : { partnerId: 1, key },
})

/** Submits the first, lets it run, and submits the others while it does. */
async function submitInTurn<Outcome>(submit: (one: Asked) => Promise<Outcome>, [first, ...others]: readonly Asked[]) {
  const outcomes = [submit(first ?? asked([]))]
  await setImmediate()
  await setImmediate()
  return [...outcomes, ...others.map(submit)]
}

/** A record function that is held until it is let go, and remembers what it was given. */
function heldRecord(fail: (items: readonly string[]) => Error | null = () => null) {
  const runs: string[][] = []
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const record = async (submissions: readonly Asked[]) => {
    const items = submissions.flatMap((one) => [...one.items])
    runs.push(items)
    await held
    const error = fail(items)
    if (error !== null) throw error
    return submissions.map((one) => one.items.join('+'))
  }
  return { runs, record, letGo: () => letGo() }
}

describe('the intake', function () {
  it('runs the first at once, and those that come meanwhile together', async function () {
    const { runs, record, letGo } = heldRecord()
    const intake = createIntake(record)
    const outcomes = await submitInTurn(
      intake.submit,
      ['a', 'b', 'c'].map((item) => asked([item])),
    )
    letGo()
    expect(await Promise.all(outcomes)).to.deep.equal(['a', 'b', 'c'])
    expect(runs).to.deep.equal([['a'], ['b', 'c']])
  })

  it('takes no more into one transaction than it may, but a request that alone is larger', async function () {
    const { runs, record, letGo } = heldRecord()
    const intake = createIntake(record, { itemsMax: 3 })
    const lists = [['a'], ['b', 'c'], ['d', 'e'], ['f'], ['1', '2', '3', '4']]
    const outcomes = await submitInTurn(
      intake.submit,
      lists.map((items) => asked(items)),
    )
    letGo()
    await Promise.all(outcomes)
    expect(runs).to.deep.equal([['a'], ['b', 'c', 'f'], ['d', 'e'], ['1', '2', '3', '4']])
  })

  it('never takes one key twice into one transaction', async function () {
    const { runs, record, letGo } = heldRecord()
    const intake = createIntake(record)
    const outcomes = await submitInTurn(intake.submit, [
      asked(['a'], 'x'),
      asked(['b'], 'k'),
      asked(['c'], 'k'),
      asked(['d'], 'l'),
    ])
    letGo()
    await Promise.all(outcomes)
    expect(runs).to.deep.equal([['a'], ['b', 'd'], ['c']])
  })

  it('refuses what does not fit into its queue, and takes it when there is room again', async function () {
    const { record, letGo } = heldRecord()
    const intake = createIntake(record, { queueMax: 2 })
    const taken = await submitInTurn(
      intake.submit,
      ['running', 'a', 'b'].map((item) => asked([item])),
    )
    const refused = await intake.submit(asked(['c'])).catch((error: unknown) => error)
    expect(refused).to.include({ code: 'service_unavailable' })
    letGo()
    await Promise.all(taken)
    expect(await intake.submit(asked(['c']))).to.equal('c')
  })

  it('fails only the one that cannot be recorded, not its neighbours', async function () {
    const { record, letGo } = heldRecord((items) => (items.includes('bad') ? new Error('bad') : null))
    const intake = createIntake(record)
    const outcomes = Promise.allSettled(['first', 'a', 'bad', 'b'].map((item) => intake.submit(asked([item]))))
    letGo()
    expect((await outcomes).map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })

  it('runs each alone when another process took one key, and none again when the database is gone', async function () {
    for (const [error, runCount] of [
      [new KeyUsedElsewhere(), 4],
      [new Transient('gone', null), 2],
    ] as const) {
      const { runs, record, letGo } = heldRecord((items) => (items.length > 1 ? error : null))
      const intake = createIntake(record)
      const outcomes = await submitInTurn(
        intake.submit,
        ['first', 'a', 'b'].map((item) => asked([item])),
      )
      letGo()
      await Promise.allSettled(outcomes)
      expect(runs).to.have.length(runCount)
    }
  })
})
