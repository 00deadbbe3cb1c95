import { expect } from 'chai'
import { encodeFunctionData } from 'viem'

import { clearingAbi } from '../../../../abis/Clearing.ts'
import { clearingCall, hashOfText } from '../../../../server/chain/clearing-calls.ts'
import { readFromFirst } from '../../../../server/chain/client.ts'
import { clearingOf } from '../../../../server/chain/contracts.ts'
import { operatorCall } from '../../../../server/chain/operator-call.ts'
import { localSigner } from '../../../../server/chain/signer.ts'
import { insertOpenCall } from '../../../../server/database/calls.ts'
import { CLOSING_GRACE_MS, DISPUTE_WINDOW_MS } from '../../../../server/domain/clearing/settlement.ts'
import { monthNumber } from '../../../../server/domain/utc-days.ts'
import { compareWithChain } from '../../../../server/indexer/compare-with-chain.ts'
import { rebuildProjections } from '../../../../server/indexer/rebuild-projections.ts'
import { isAlarm } from '../../../../server/relayer/relayer.ts'
import { assert } from '../../../../server/domain/assert.ts'
import { administratorOf } from '../../../support/platform/administrator.ts'
import { testKey } from '../../../support/platform/edr-chain.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { bookJanuary, type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const OWN = '/v1/statements/2026-01'
const PAYMENT = `/v1/partners/${String(PARTNER)}/statements/2026-01/payment`
const JANUARY = monthNumber('2026-01') ?? 0
const STRANGER = localSigner(testKey('somebody'))

describe('a month that is settled on chain', function () {
  this.timeout(300_000)
  let clearing: ClearingPlatform

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    await bookJanuary(clearing)
  })

  afterEach(() => clearing.api.close())

  const settlement = async () => (await clearing.ask(OWN, clearing.partner)).body.settlement
  const ownCalls = () =>
    clearing.platform.database.call.findMany({
      where: { name: { in: ['close_month', 'extend_partners', 'mark_payment'] } },
      orderBy: { seq: 'asc' },
    })
  const named = async () => (await ownCalls()).map(({ name, state }) => [name, state])
  const events = () =>
    clearing.platform.database.clearingEvent.findMany({ orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }] })
  /** Somebody without any role closes, as anybody may. */
  const closeAsStranger = async (time: string, partnersMax = 10n) => {
    const { platform } = clearing
    const { clearing: contract } = platform.relayer.chain.addresses
    assert(contract !== null)
    platform.clock.advance(Date.parse(time) - platform.clock.now().getTime())
    await platform.coalition.edr.mine(Date.parse(time) / 1_000)
    const stranger = administratorOf(platform.coalition, STRANGER)
    const data = encodeFunctionData({
      abi: clearingAbi,
      functionName: 'closeMonth',
      args: [BigInt(JANUARY), partnersMax],
    })
    await stranger.send(data, contract)
    await platform.follow()
  }

  it('is closed by the operator once the statements are issued, with the partner whose number is out of line', async () => {
    await clearing.goTo('2026-02-03T00:00:01Z')
    expect(await named()).to.deep.equal([['extend_partners', 'included']])
    await clearing.close('2026-01')
    expect((await settlement()).state).to.equal('not_on_chain')
    await clearing.platform.settle()
    expect(await named()).to.deep.equal([
      ['extend_partners', 'final'],
      ['close_month', 'final'],
    ])
    const [month] = (await events()).filter(({ kind }) => kind === 'month_closed')
    expect([month?.positions, month?.minor]).to.deep.equal([1, '808'])
    expect(await settlement()).to.deep.equal({
      state: 'open',
      netMinor: '-808',
      isDifferent: false,
      marks: { partner: null, operator: null },
      disputeUntil: new Date((month?.includedAt.getTime() ?? 0) + DISPUTE_WINDOW_MS).toISOString(),
      disputedAt: null,
      disputeReason: null,
      disputeOutcome: null,
      approval: null,
      lastAct: null,
    })
    const [summary] = (await clearing.ask('/v1/statements', clearing.partner)).body.data
    expect(summary.settlement).to.deep.equal(await settlement())
    expect(clearing.platform.events.filter(isAlarm)).to.deep.equal([])
    // Again: nothing is left to do.
    await clearing.close('2026-01')
    for (let pass = 0; pass < 3; pass++) await clearing.platform.pass()
    expect(await ownCalls()).to.have.length(2)
  })

  it('waits as long as the contract that is deployed', async () => {
    const { chain } = clearing.platform.relayer
    const contract = clearingOf(chain)
    assert(contract !== null)
    const read = (functionName: 'GRACE' | 'DISPUTE_WINDOW') =>
      readFromFirst(chain, (client) => client.readContract({ ...contract, functionName }))
    expect(await read('GRACE')).to.equal(BigInt(CLOSING_GRACE_MS / 1_000))
    expect(await read('DISPUTE_WINDOW')).to.equal(BigInt(DISPUTE_WINDOW_MS / 1_000))
  })

  it('is adopted where somebody else has closed it', async () => {
    await clearing.goTo('2026-02-01T00:00:10Z')
    await closeAsStranger('2026-02-03T00:00:10Z')
    await clearing.goTo('2026-02-03T01:00:00Z')
    await clearing.close('2026-01')
    expect(await settlement()).to.include({ state: 'open', netMinor: '-808', isDifferent: false })
    await clearing.platform.settle()
    expect(await named()).to.deep.equal([['extend_partners', 'final']])
  })

  it('goes on where somebody else has begun', async () => {
    await clearing.goTo('2026-02-01T00:00:10Z')
    await closeAsStranger('2026-02-03T00:00:10Z', 3n)
    await clearing.goTo('2026-02-03T01:00:00Z')
    expect(await events().then((all) => all.map(({ kind }) => kind))).to.deep.equal(['partners_extended'])
    await clearing.close('2026-01')
    await clearing.platform.settle()
    expect((await settlement()).state).to.equal('open')
    expect(await named()).to.deep.equal([
      ['extend_partners', 'final'],
      ['close_month', 'final'],
    ])
  })

  it('names partners up to 1,000 numbers above the last one, step by step, and says which is out of reach', async () => {
    const { database, relayer } = clearing.platform
    const createdAt = relayer.clock.now()
    for (const partnerId of [900, 1_900, 2_901]) {
      const act = {
        name: 'register_partner',
        partnerName: `Partner ${partnerId}`,
        issuerAddress: STRANGER.address,
      } as const
      const call = {
        kind: 'operator',
        name: act.name,
        partnerId,
        ...operatorCall(relayer.chain, partnerId, act),
      } as const
      await database.transaction((tx) => insertOpenCall(tx, { id: relayer.ids.next(), ...call, createdAt }))
    }
    await clearing.platform.settle()
    await clearing.goTo('2026-02-01T00:00:10Z')
    await clearing.goTo('2026-02-01T01:00:00Z')
    const extended = (await events()).map(({ kind, partnerId }) => [kind, partnerId])
    expect(extended).to.deep.equal([
      ['partners_extended', 900],
      ['partners_extended', 1_900],
    ])
    expect(clearing.platform.events.filter(isAlarm)).to.deep.equal([
      { name: 'partner_out_of_reach', partnerId: 2_901, last: 1_900 },
    ])
  })

  it('raises an alarm where the chain closed it otherwise than the statement says', async () => {
    // The server slept through the days in which it would have named the partner.
    await closeAsStranger('2026-02-03T00:00:10Z')
    await clearing.goTo('2026-02-03T01:00:00Z')
    await clearing.close('2026-01')
    await clearing.platform.pass()
    expect(await settlement()).to.include({ state: 'not_on_chain', netMinor: null, isDifferent: true })
    expect(clearing.platform.events.filter(isAlarm)).to.deep.equal([
      { name: 'position_differs', partnerId: PARTNER, month: '2026-01', onChain: null, inStatement: '-808' },
    ])
    expect((await clearing.ask('/v1/status')).body.clearingDifferences).to.equal(1)
  })

  it('is marked by the operator when the payment was recorded, which settles nothing by itself', async () => {
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.close('2026-01')
    // Before the chain has the position: it is marked as soon as it does.
    expect((await clearing.ask(PAYMENT, clearing.operator, { reference: 'ENT-7-2026-01' })).status).to.equal(200)
    await clearing.platform.settle()
    await clearing.platform.settle()
    const operator = hashOfText('ENT-7-2026-01')
    expect(await settlement()).to.deep.include({ state: 'marked', marks: { partner: null, operator } })
    for (let pass = 0; pass < 3; pass++) await clearing.platform.pass()
    expect((await named()).at(-1)).to.deep.equal(['mark_payment', 'final'])
    expect(await ownCalls()).to.have.length(3)
  })

  it('marks again where a thief of the operator key named another payment', async () => {
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.close('2026-01')
    await clearing.platform.settle()
    const { coalition, clock } = clearing.platform
    const reference = 'to-the-thief'
    const theft = { name: 'mark_payment', month: JANUARY, partnerId: PARTNER, reference } as const
    await clearing.ask(PAYMENT, clearing.operator, { reference: 'BOOK-1' })
    await clearing.platform.settle()
    // With the operator's key, past the server: from another place, at another time.
    const { to, data } = clearingCall(clearing.platform.relayer.chain, theft)
    await coalition.send(to, data)
    await coalition.edr.mine()
    await clearing.platform.follow()
    expect((await settlement()).marks.operator).to.equal(hashOfText(reference))
    clock.advance(clearing.platform.relayer.limits.retryMsMax)
    await clearing.platform.run('mark_payments')
    const [again] = (await ownCalls()).slice(-1)
    expect([again?.name, again?.state]).to.deep.equal(['mark_payment', 'open'])
    expect((await settlement()).state).to.equal('marked')
  })

  it('is followed through a reorganisation, and rebuilt from the chain alone', async () => {
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.close('2026-01')
    const { platform } = clearing
    while ((await settlement()).state === 'not_on_chain') await platform.pass()
    await platform.coalition.edr.rewind(1)
    await platform.coalition.edr.dropPending()
    for (let block = 0; block < 3; block++) await platform.coalition.edr.mine()
    await platform.follow()
    expect((await settlement()).state).to.equal('not_on_chain')
    platform.clock.advance(60_000)
    await platform.settle()
    expect(await settlement()).to.include({ state: 'open', netMinor: '-808' })
    expect(await named()).to.deep.equal([
      ['extend_partners', 'final'],
      ['close_month', 'final'],
    ])
    const before = await events()
    await rebuildProjections(platform.indexer)
    expect(await events()).to.deep.equal(before)
  })

  it('is read again by a server that did not follow the contract before', async () => {
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.close('2026-01')
    await clearing.platform.settle()
    const before = await events()
    await clearing.platform.database.$executeRawUnsafe('delete from clearing_event')
    const comparison = await compareWithChain(clearing.platform.indexer, { isOwnChain: false })
    expect(comparison.kind).to.equal('rebuilt')
    expect(await events()).to.deep.equal(before)
  })
})
