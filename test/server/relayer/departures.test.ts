import { expect } from 'chai'

import { keepPartner } from '../../../server/actions/partners/keep-partner.ts'
import { retirePartner } from '../../../server/actions/partners/retire-partner.ts'
import { viewPartners } from '../../../server/actions/partners/partner-view.ts'
import { postBatchCall } from '../../../server/chain/post-batch-call.ts'
import { operatorCall } from '../../../server/chain/operator-call.ts'
import { readPartner } from '../../../server/chain/read-partner.ts'
import { simulateCall } from '../../../server/chain/simulate-call.ts'
import { insertApiKey } from '../../../server/database/api-keys.ts'
import { findPartner, savePartner } from '../../../server/database/partners.ts'
import { LATE_REQUEST_MS } from '../../../server/domain/departures.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import { composeRecords } from '../../../server/domain/batches.ts'
import { anApiKey, aPartner } from '../../support/rows.ts'
import { administratorOf } from '../../support/platform/administrator.ts'
import { accountOf, issuerOf } from '../../support/platform/coalition-chain.ts'
import { burnedOnChain, capture, enrol, fund, type Holder, restore, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const OTHER = 8
const DAY_MS = 24 * 60 * 60 * 1_000

describe('a partner that leaves', function () {
  this.timeout(60_000)
  let platform: RelayerPlatform
  let administrator: ReturnType<typeof administratorOf>

  beforeEach(async () => {
    platform = await openRelayerPlatform({ parkedBatchAgeMs: 0 })
    administrator = administratorOf(platform.coalition)
    await platform.database.transaction(async (tx) => {
      const partner = (await findPartner(tx, PARTNER))!
      await savePartner(tx, { ...partner, issuerKind: 'hosted', issuerKeystore: 'a keystore' })
      await insertApiKey(tx, anApiKey().with('partnerId', PARTNER).with('id', '0000000000000007').build())
      await insertApiKey(tx, anApiKey().with('partnerId', OTHER).with('id', '0000000000000008').build())
    })
  })

  const deps = () => {
    const { database: db, clock, relayer } = platform
    return { db, clock, ids: relayer.ids, chain: relayer.chain }
  }
  const leave = (returnsDays = 0) => retirePartner(deps(), { partnerId: PARTNER, returnsDays })
  const view = async () => {
    const [seen] = await viewPartners(deps(), [(await findPartner(platform.database, PARTNER))!])
    return seen!
  }
  const onChain = (id = PARTNER) => readPartner(platform.relayer.chain, id)
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass++) await platform.pass()
  }
  /** Announced while the partner winds down, carried out when it is done. */
  const retireOnChain = async () => {
    const announced = await administrator.announce('retire', String(PARTNER))
    await administrator.waitDays(2)
    platform.clock.advance(2 * DAY_MS)
    await administrator.execute(announced)
    await platform.follow()
  }

  it('has what it accepted minted first, and then its allowance taken away, not sooner', async () => {
    await platform.accept([ANN, 30n])
    await leave()
    platform.clock.advance(LATE_REQUEST_MS)
    await platform.run('follow_departures')
    expect(await platform.calls()).to.deep.equal([])
    await platform.settle()
    await passes(12)
    expect(await platform.balance(ANN)).to.equal(30n)
    expect(await onChain()).to.include({ status: 'active', allowance: 0n })
    expect((await view()).departure?.stage).to.equal('awaiting_registry')
    expect(platform.events.filter(({ name }) => name === 'allowance_taken_away')).to.have.length(1)
  })

  it('keeps its allowance for as long as a request from before may still be under way', async () => {
    await leave()
    platform.clock.advance(LATE_REQUEST_MS - 1)
    await platform.run('follow_departures')
    expect(await platform.calls()).to.deep.equal([])
    platform.clock.advance(1)
    await platform.run('follow_departures')
    expect(await platform.calls()).to.have.length(1)
  })

  it('takes returns and gives points back without an allowance, until the registry lets go of it', async () => {
    const ann: Holder = await enrol(platform, 'card')
    await fund(platform, [ann, 100n])
    const order = await capture(platform, ann, 40n)
    await settleAll(platform)
    await leave(31)
    platform.clock.advance(LATE_REQUEST_MS)
    await passes(12)
    expect((await onChain()).allowance).to.equal(0n)
    await platform.accept([ann.member.address, -10n])
    await restore(platform, order, 15n)
    expect((await view()).departure).to.deep.include({ stage: 'winding_down' })
    expect((await view()).departure?.open).to.include({ entries: 1n, restorations: 1n })
    await settleAll(platform)
    expect(await platform.balance(ann.member.address)).to.equal(65n)
  })

  it('has left when the registry says so in a final block: its keys end, and nobody else’s', async () => {
    await platform.database.transaction((tx) => savePartner(tx, aPartner(OTHER).build() as never))
    await platform.accept([ANN, 30n])
    await leave()
    platform.clock.advance(LATE_REQUEST_MS)
    await platform.settle()
    await retireOnChain()
    await platform.pass()
    expect((await findPartner(platform.database, PARTNER))!.status).to.equal('active')
    await passes(12)
    expect((await findPartner(platform.database, PARTNER))!).to.include({ status: 'left', issuerKeystore: null })
    expect((await view()).departure?.stage).to.equal('left')
    const keys = await platform.database.apiKey.findMany({ orderBy: { id: 'asc' } })
    expect(keys.map(({ partnerId, revokedAt }) => [partnerId, revokedAt !== null])).to.deep.equal([
      [PARTNER, true],
      [OTHER, false],
    ])
    expect((await findPartner(platform.database, OTHER))!.status).to.equal('active')
    const events = await platform.database.feedEvent.findMany({
      where: { partnerId: PARTNER, type: { startsWith: 'partner.' } },
      orderBy: { number: 'asc' },
    })
    expect(events.map(({ type }) => type)).to.deep.equal(['partner.leaving', 'partner.left'])
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('leaves its members their points, to spend elsewhere', async () => {
    const key = issuerOf(OTHER).address
    await platform.coalition.registry('register', [OTHER, 'Eight', key, key])
    await platform.coalition.edr.mine()
    await platform.database.transaction((tx) =>
      savePartner(tx, aPartner(OTHER).with('issuerAddress', key).build() as never),
    )
    const ann: Holder = await enrol(platform, 'card')
    await fund(platform, [ann, 100n])
    await leave()
    await retireOnChain()
    await passes(12)
    const order = await capture(platform, ann, 40n, { partnerId: OTHER })
    await settleAll(platform)
    expect(await burnedOnChain(platform)).to.deep.equal([[ann.member.address, order.nonce, 40n]])
  })

  it('cannot post with its key once it has left, whoever sends it', async () => {
    await leave()
    await retireOnChain()
    const { chain } = platform.relayer
    const records = composeRecords([{ account: ANN, points: 5n }])
    const batch = {
      partnerId: PARTNER,
      firstEntry: 1n,
      entryCount: 1,
      receiptsRoot: `0x${'ab'.repeat(32)}` as const,
      credits: records.credits as `0x${string}`,
      debits: records.debits as `0x${string}`,
      deadline: 2n ** 40n,
    }
    const call = postBatchCall(chain, batch, await issuerOf(PARTNER).signBatch(chain, batch))
    const outcome = await simulateCall(chain, { from: ANN, ...call })
    expect(outcome.status === 'reverts' && outcome.revert).to.deep.include({ name: 'PartnerNotActive' })
    // Nor can the server or the partner undo it: there is no way back.
    for (const name of ['resume_partner', 'suspend_partner'] as const) {
      const undone = await simulateCall(chain, {
        from: platform.coalition.operator.address,
        ...operatorCall(chain, PARTNER, { name }),
      })
      expect(undone.status).to.equal('reverts')
    }
  })

  it('is not let go of by the server: it does not hold that power, and the administrator waits two days', async () => {
    await leave()
    for (const signer of [platform.coalition.operator, issuerOf(PARTNER)]) {
      const other = administratorOf(platform.coalition, signer)
      let failure = ''
      await other.announce('retire', String(PARTNER)).catch((error: unknown) => (failure = String(error)))
      expect(failure).to.contain('AccessManagerUnauthorizedCall')
    }
    const announced = await administrator.announce('retire', String(PARTNER))
    let failure = ''
    await administrator.execute(announced).catch((error: unknown) => (failure = String(error)))
    expect(failure).to.contain('AccessManagerNotReady')
    expect(await onChain()).to.include({ status: 'active' })
  })

  it('goes on after a kill at every step, and does nothing twice', async () => {
    await platform.accept([ANN, 30n])
    await leave()
    platform.clock.advance(LATE_REQUEST_MS)
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round++) {
        // Each step runs in a process of its own, and the one that matters here twice.
        for (const { name } of relayerSteps(platform.relayer)) {
          for (let times = 0; times < (name === 'follow_departures' ? 2 : 1); times++)
            await relayerSteps(platform.anotherRelayer())
              .find((step) => step.name === name)!
              .run()
        }
        await platform.coalition.edr.mine()
        await platform.follow()
        platform.clock.advance(1_000)
      }
    }
    await rounds(30)
    await retireOnChain()
    await rounds(12)
    expect((await onChain()).status).to.equal('left')
    const calls = await platform.database.call.findMany({ where: { kind: 'operator' } })
    expect(calls.map(({ name, state }) => [name, state])).to.deep.equal([['lower_allowance', 'final']])
    expect(await platform.database.feedEvent.count({ where: { partnerId: PARTNER, type: 'partner.left' } })).to.equal(1)
  })

  it('is followed when the administrator retires it without anybody asking here', async () => {
    await retireOnChain()
    await passes(12)
    expect((await findPartner(platform.database, PARTNER))!.status).to.equal('left')
    expect((await view()).departure?.stage).to.equal('left')
  })

  it('stays when that is asked for in time, with the allowance that it is then given', async () => {
    await leave()
    await keepPartner(deps(), PARTNER)
    platform.clock.advance(LATE_REQUEST_MS)
    await passes(3)
    expect(await onChain()).to.include({ status: 'active', allowance: 1_000_000n })
    expect((await view()).departure).to.equal(null)
  })
})
