import { expect } from 'chai'
import { setImmediate, setTimeout as pause } from 'node:timers/promises'

import { KeyUsedElsewhere } from '../../../../server/actions/requests/idempotency.ts'
import { RowsContended } from '../../../../server/actions/requests/insert-submissions.ts'
import {
  IS_EXPECTED_MS,
  IS_HERE_TURNS,
  TURN_ITEMS_EXPECTING,
  TURN_ITEMS_MAX,
  TURN_ITEMS_MIN,
} from '../../../../server/actions/requests/intake-turns.ts'
import { createIntake } from '../../../../server/actions/requests/intake.ts'
import { type Rejection, Transient } from '../../../../server/domain/rejection.ts'

interface Asked {
  readonly partnerId: number | null
  readonly items: readonly string[]
  readonly keyed: { partnerId: number; key: string } | null
}

const asked = (items: string[], key?: string, partnerId = 1): Asked => ({
  partnerId,
  items,
  keyed: key === undefined ? null : { partnerId, key },
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

  it('takes a request whose items were all malformed', async function () {
    const { record, letGo } = heldRecord()
    const intake = createIntake(record)
    letGo()
    expect(await Promise.all([asked([]), asked(['a'])].map(intake.submit))).to.deep.equal(['', 'a'])
    expect(await intake.submit(asked([]))).to.equal('')
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
    const intake = createIntake(record, { queueMax: 4 })
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

  it('runs each alone when another process took a key or rows, and none again when the database is gone', async function () {
    for (const [error, runCount] of [
      [new KeyUsedElsewhere(), 4],
      [new RowsContended(null), 4],
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

  describe('of several partners', function () {
    const of = (partnerId: number, items: number, name = String(partnerId)) =>
      Array.from({ length: items }, (_, at) => asked([`${name}.${at}`], undefined, partnerId))

    /** How many items of each partner each transaction had, in order: what was running first, and then what came meanwhile. */
    async function turnsOf(submissions: readonly Asked[], options: { itemsMax?: number } = {}) {
      const { runs, record, letGo } = heldRecord()
      const intake = createIntake(record, options)
      const outcomes = await submitInTurn(intake.submit, submissions)
      letGo()
      await Promise.all(outcomes)
      return runs.map((items) =>
        Object.fromEntries(
          Map.groupBy(items, (item) => item.split('.')[0] ?? '')
            .entries()
            .map(([name, own]) => [name, own.length]),
        ),
      )
    }

    it('lets one that is alone have all of a transaction', async function () {
      expect(await turnsOf([...of(1, 1), ...of(1, 900)])).to.deep.equal([{ 1: 1 }, { 1: 900 }])
    })

    it('takes all of whoever brings little into the next transaction, and of a flood half as much', async function () {
      const runs = await turnsOf([...of(1, 1), ...of(1, 5_000), ...of(2, 20)])
      expect(runs.slice(0, 2)).to.deep.equal([{ 1: 1 }, { 1: 10, 2: 20 }])
    })

    it('keeps the share of a flood small while others are here, and less so while they are only expected', async function () {
      const runs = await turnsOf([...of(1, 1), ...of(1, 5_000), ...of(2, 20)])
      const alone = runs.slice(2).map((run) => run[1])
      const here = alone.slice(0, IS_HERE_TURNS - 1)
      expect(here).to.deep.equal(here.map(() => 10))
      expect(new Set(alone.slice(IS_HERE_TURNS - 1, -5))).to.deep.equal(new Set([TURN_ITEMS_EXPECTING / 2]))
      expect(runs.reduce((sum, run) => sum + (run[1] ?? 0), 0)).to.equal(5_001)
    })

    it('has one that is alone again for a minute bring as much as before', async function () {
      let now = 0
      const runs: string[][] = []
      const record = (submissions: readonly Asked[]) => {
        runs.push(submissions.flatMap(({ items }) => [...items]))
        return Promise.resolve(submissions.map(() => 'done'))
      }
      const intake = createIntake(record, { elapsedMs: () => now })
      await intake.submit(asked(['b'], undefined, 2))
      now = IS_EXPECTED_MS - 1
      await Promise.all(of(1, 900).map(intake.submit))
      expect(runs[1]).to.have.length(TURN_ITEMS_MIN)
      now = IS_EXPECTED_MS
      runs.length = 0
      await Promise.all(of(1, 900).map(intake.submit))
      expect(runs).to.have.length(1)
    })

    it('takes a trickle for no reason to slow a busy partner down', async function () {
      const trickle = [...of(1, 1), ...of(1, 1_000), ...of(2, 1)]
      const runs = await turnsOf(trickle)
      expect(runs[1]).to.deep.equal({ 1: TURN_ITEMS_MIN, 2: 1 })
      expect(runs.length).to.be.lessThan(2 + IS_HERE_TURNS + 1_000 / (TURN_ITEMS_EXPECTING / 2))
    })

    it('gives whoever brings little more than another nearly all of it', async function () {
      const runs = await turnsOf([...of(1, 1), ...of(1, 66), ...of(2, 64)])
      expect(runs[1]).to.deep.equal({ 1: Math.floor((64 * 64) / 66), 2: 64 })
    })

    it('lets floods share the transactions in turns, and whoever brings little be in the first of them', async function () {
      const [first, ...runs] = await turnsOf([...of(1, 1), ...of(1, 2_000), ...of(2, 2_000), ...of(3, 1)])
      expect(first).to.deep.equal({ 1: 1 })
      const share = TURN_ITEMS_MAX / 2
      expect(runs.slice(0, 4)).to.deep.equal([{ 1: share, 3: 1 }, { 2: share }, { 1: share }, { 2: share }])
    })

    it('gives a list that is larger than the share a transaction of its own, and others the next one', async function () {
      const list = (name: string) => asked(Array.from({ length: 300 }, (_, at) => `${name}.${at}`))
      const runs = await turnsOf([...of(1, 1), list('list'), list('list'), ...of(2, 1), ...of(3, 2)])
      expect(runs).to.deep.equal([{ 1: 1 }, { list: 300 }, { 2: 1, 3: 2 }, { list: 300 }])
    })

    it('starves no flood, however many others fill transactions', async function () {
      const others = Array.from({ length: 9 }, (_, at) => of(at + 2, 3)).flat()
      const runs = await turnsOf([...of(1, 1), ...of(1, 40), ...others], { itemsMax: 12 })
      expect(runs[1]?.[1]).to.equal(TURN_ITEMS_MIN)
      expect(runs.slice(1, 6).flatMap((run) => Object.keys(run).filter((name) => name !== '1'))).to.have.length(9)
    })

    /** How many transactions later somebody is in one again who comes back while a flood is given so long to wait. */
    async function comesBack(giveWayMs: number) {
      const runs: string[][] = []
      const record = (submissions: readonly Asked[]) => {
        runs.push(submissions.flatMap(({ items }) => [...items]))
        return Promise.resolve(submissions.map(() => 'done'))
      }
      const intake = createIntake(record, { giveWayMs })
      const flood = of(1, 40).map(intake.submit)
      await intake.submit(asked(['2.first'], undefined, 2))
      await pause(20)
      await intake.submit(asked(['2.again'], undefined, 2))
      await Promise.all(flood)
      return runs.findIndex((run) => run.includes('2.again')) - runs.findIndex((run) => run.includes('2.first'))
    }

    it('has a flood wait a moment for whoever asks again at once', async function () {
      expect(await comesBack(1_000)).to.equal(1)
      expect(await comesBack(1)).to.be.greaterThan(1)
    })

    it('has a flood go on when nobody asks again', async function () {
      const runs = await turnsOf([...of(1, 1), ...of(1, 20), ...of(2, 1)])
      expect(runs.reduce((sum, run) => sum + (run[1] ?? 0), 0)).to.equal(21)
    })

    it('never has anybody wait who is alone, or brings no more than others', async function () {
      const { runs, record, letGo } = heldRecord()
      const intake = createIntake(record, { giveWayMs: 2_147_483_647 })
      letGo()
      for (let round = 0; round < 3; round += 1) await Promise.all(of(1, 900).map(intake.submit))
      for (let round = 0; round < 3; round += 1) await Promise.all([...of(2, 4), ...of(3, 4)].map(intake.submit))
      expect(runs.length).to.be.greaterThan(3)
    })

    it('leaves room in its queue for whoever comes next', async function () {
      const { record, letGo } = heldRecord()
      const intake = createIntake(record, { queueMax: 12 })
      const taken = await submitInTurn(intake.submit, [...of(1, 1), ...of(1, 6)])
      const codeOf = (one: Asked) => intake.submit(one).catch((error: unknown) => (error as Rejection).code)
      expect(await codeOf(asked(['too many']))).to.equal('service_unavailable')
      const others = of(2, 3).map(intake.submit)
      expect(await codeOf(asked(['too many'], undefined, 2))).to.equal('service_unavailable')
      const third = intake.submit(asked(['c'], undefined, 3))
      letGo()
      expect(await Promise.all([...taken, ...others, third])).to.have.length(11)
    })
  })
})
