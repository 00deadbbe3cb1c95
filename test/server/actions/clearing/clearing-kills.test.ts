import { expect } from 'chai'

import { createChain } from '../../../../server/chain/client.ts'
import { relayerSteps } from '../../../../server/relayer/steps.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { dyingDatabase, dyingEndpoint } from '../../../support/mortal.ts'
import { bookJanuary, type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const DEATHS = ['before commit', 'after commit', 'before send', 'after send'] as const
type Death = (typeof DEATHS)[number]

/** So many lives are more than enough: each transaction of the whole way, and each sending, four times over. */
const LIVES_MAX = 400

describe('a month whose server is killed at every write and every sending', function () {
  this.timeout(600_000)
  let clearing: ClearingPlatform

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    await bookJanuary(clearing)
  })

  afterEach(() => clearing.api.close())

  /** A process that has nothing but the database and the chain, and dies at its first write or sending of that kind. */
  const liveAndDie = async (death: Death): Promise<boolean> => {
    const { platform } = clearing
    const isSend = death === 'before send' || death === 'after send'
    const request = platform.coalition.edr.request
    const chain = await createChain({
      endpoints: [isSend ? dyingEndpoint(request, death) : request],
      chainId: platform.coalition.chain.chainId,
      addresses: platform.coalition.chain.addresses,
      retry: { roundsMax: 1 },
    })
    const database = isSend ? platform.database : dyingDatabase(platform.database, death)
    try {
      for (const step of relayerSteps(platform.anotherRelayer({ database, chain }))) await step.run()
      return true
    } catch {
      return false
    }
  }
  const settlement = async () => (await clearing.ask('/v1/statements/2026-01', clearing.partner)).body.settlement

  it('is closed, marked and settled once each', async () => {
    const { platform } = clearing
    const { edr } = platform.coalition
    platform.clock.advance(Date.parse('2026-02-03T00:00:01Z') - platform.clock.now().getTime())
    await edr.mine(Date.parse('2026-02-03T00:00:01Z') / 1_000)
    for (let block = 0; block < 10; block++) await edr.mine()
    await platform.follow()
    expect((await clearing.close('2026-01')).body.issued).to.equal(1)
    const pay = { reference: 'BOOK-1' }
    await clearing.ask(`/v1/partners/${String(PARTNER)}/statements/2026-01/payment`, clearing.operator, pay)
    let deaths = 0
    let isConfirmed = false
    for (let lives = 0; lives < LIVES_MAX && (await settlement()).lastAct?.state !== 'done'; lives++) {
      const death = DEATHS[lives % DEATHS.length] ?? 'after commit'
      if (!(await liveAndDie(death))) deaths += 1
      await edr.mine()
      await platform.follow()
      platform.clock.advance(5_000)
      if (!isConfirmed && (await settlement()).state !== 'not_on_chain')
        isConfirmed = (await clearing.ask('/v1/statements/2026-01/confirmation', clearing.partner, pay)).status === 200
    }
    await platform.settle()
    expect((await settlement()).state).to.equal('settled')
    // Four calls, and four ways to die on the way of each.
    expect(deaths).to.be.at.least(16)
    const calls = await platform.database.call.findMany({
      where: { kind: { in: ['operator', 'clearing'] } },
      orderBy: { name: 'asc' },
    })
    expect(calls.map(({ name, state }) => [name, state])).to.deep.equal(
      ['anchor_log', 'close_month', 'confirm_payment', 'extend_partners', 'mark_payment'].map((name) => [
        name,
        'final',
      ]),
    )
    const events = await platform.database.clearingEvent.findMany({ orderBy: { kind: 'asc' } })
    expect(events.map(({ kind }) => kind)).to.deep.equal([
      'marked_by_operator',
      'marked_by_partner',
      'month_closed',
      'partners_extended',
      'position_closed',
      'settled',
    ])
  })
})
