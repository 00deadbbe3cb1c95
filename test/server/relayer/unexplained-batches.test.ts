import { expect } from 'chai'

import { releasePartner } from '../../../server/actions/partners/release-partner.ts'
import { savePartner, type Partner } from '../../../server/database/partners.ts'
import { findDifference } from '../../../server/indexer/compare-figures.ts'
import { compareWithChain } from '../../../server/indexer/compare-with-chain.ts'
import { findChainCursor } from '../../../server/database/chain-cursor.ts'
import { listPartnerTotals } from '../../../server/database/ledger-totals.ts'
import { listQuarantines } from '../../../server/database/unexplained-batches.ts'
import { catchUp, rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import { makeAdoptBatches } from '../../../server/relayer/adopt-batches.ts'
import { listEntriesOfBatch, type OutboxEntry, saveEntries } from '../../../server/database/outbox.ts'
import { explanationText } from '../../../server/domain/explanations.ts'
import { reconcileWithChain } from '../../../server/relayer/reconcile.ts'
import { standardTree } from '../../support/verify-receipt.ts'
import { failureOf } from '../../support/failure.ts'
import { accountOf, issuerOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')
/** No member's. */
const EVE = accountOf('eve')
const NOT_OWN = { isOwnChain: false }
const BLOCKS_TO_FINAL = 40

describe('a batch that a partner posts itself', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  const postDirectly = async (firstEntry: bigint, ...entries: [string, bigint][]) => {
    const batch = await platform.coalition.post({ partnerId: PARTNER, firstEntry, entries })
    await platform.coalition.edr.mine()
    await platform.follow()
    return batch
  }
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass++) await platform.pass()
  }
  const becomeFinal = async () => {
    await passes(4)
    for (let block = 0; block < BLOCKS_TO_FINAL; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    await passes(1)
  }
  const quarantine = async () => (await listQuarantines(platform.database)).get(PARTNER) ?? null
  const release = (throughEntry: bigint, reason = 'their office says so') =>
    releasePartner({ db: platform.database, clock: platform.clock }, { partnerId: PARTNER, throughEntry, reason })
  const shown = async () =>
    (await platform.batches()).map(({ state, parkedReason, firstEntry, entryCount }) => {
      return [state, parkedReason, firstEntry, entryCount]
    })
  const told = () => platform.events.filter(({ name }) => name === 'partner_quarantined')
  const expectAgreement = async () => {
    const cursor = (await findChainCursor(platform.database, platform.relayer.chain.chainId))!
    expect(await findDifference(platform.indexer, cursor)).to.equal(null)
  }

  it('takes the numbers that explanations name along, where these were overtaken as well', async () => {
    await platform.accept([BOB, 7n])
    await platform.settle()
    await platform.accept([ANN, 5n], [ANN, -1n])
    await platform.run('form_batches')
    const { database } = platform
    const [, , back] = (await database.outboxEntry.findMany({ orderBy: { seq: 'asc' } })) as OutboxEntry[]
    const reverses = [1n, 2n].map((entry) => ({ entry, points: 1n }))
    const explanation = explanationText({ kind: 'accrual_reversal', reverses, rules: [] })
    await database.transaction((tx) => saveEntries(tx, [{ ...back!, explanation }]))
    await postDirectly(2n, [EVE, 3n])
    await becomeFinal()
    await release(2n)
    await platform.settle()
    const [, batch] = await database.batch.findMany({ orderBy: { firstEntry: 'asc' } })
    const entries = await listEntriesOfBatch(database, batch!.id)
    expect(entries.map(({ entryNumber }) => entryNumber)).to.deep.equal([3n, 4n])
    expect(JSON.parse(entries[1]!.explanation!).reverses).to.deep.equal([
      { entry: '1', points: '1' },
      { entry: '3', points: '1' },
    ])
    expect(batch).to.include({ state: 'posted', leafVersion: 2 })
    expect(batch!.receiptsRoot).to.equal(standardTree(entries, 2).root)
  })

  it('counts like any other, for members and for others, and stops no start', async () => {
    await postDirectly(1n, [ANN, 5n], [EVE, 3n])
    expect((await compareWithChain(platform.indexer, NOT_OWN)).kind).to.equal('agrees')
    await reconcileWithChain(platform.relayer)
    await expectAgreement()
    const [totals] = await listPartnerTotals(platform.database)
    expect(totals).to.deep.include({ pointsAccepted: 0n, pointsMinted: 8n, batches: 1n })
  })

  it('puts its partner into quarantine, once, and says so', async () => {
    const { transactionHash } = await postDirectly(1n, [ANN, 5n], [EVE, 3n])
    await passes(3)
    expect(await quarantine()).to.deep.include({
      batches: 1n,
      throughEntry: 2n,
      signedBy: 'own_key',
      pointsCredited: 8n,
      pointsDebited: 0n,
      transactionHash,
    })
    expect(told()).to.deep.equal([
      { name: 'partner_quarantined', partnerId: PARTNER, firstEntry: 1n, entries: 2, signedBy: 'own_key' },
    ])
    const events = await platform.database.feedEvent.findMany()
    expect(events.map(({ partnerId, type }) => [partnerId, type])).to.deep.equal([[PARTNER, 'partner.quarantined']])
  })

  it('says when it was signed with a key that only this server should have', async () => {
    await platform.database.$executeRaw`update partner set issuer_kind = 'hosted', issuer_keystore = '{}'`
    await postDirectly(1n, [ANN, 5n])
    await platform.pass()
    expect(await quarantine()).to.deep.include({ signedBy: 'hosted_key' })
  })

  it('holds what is accepted after it, and mints it once when the operator has looked', async () => {
    await postDirectly(1n, [ANN, 5n], [EVE, 3n])
    await platform.accept([BOB, 7n], [ANN, 2n])
    await becomeFinal()
    expect(await platform.balance(BOB)).to.equal(0n)
    expect(await platform.calls()).to.deep.equal([])
    await release(2n)
    await platform.settle()
    expect(await shown()).to.deep.equal([['posted', null, 3n, 2]])
    expect(await platform.balance(BOB)).to.equal(7n)
    expect(await platform.balance(ANN)).to.equal(7n)
    await passes(4)
    expect(await platform.balance(BOB)).to.equal(7n)
    await expectAgreement()
  })

  it('overtakes batches that have their numbers: they get new ones, in their order, and are minted once', async () => {
    await platform.accept([BOB, 7n], [ANN, 1n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
    await platform.accept([ANN, 2n], [ANN, -1n])
    await platform.run('form_batches', 'sign_batches')
    expect(await shown()).to.deep.equal([
      ['bound', null, 1n, 2],
      ['signed', null, 3n, 2],
    ])
    await postDirectly(1n, [EVE, 3n])
    await becomeFinal()
    expect(await shown()).to.deep.equal([
      ['parked', 'partner_quarantined', 1n, 2],
      ['parked', 'partner_quarantined', 3n, 2],
    ])
    await release(1n)
    await platform.settle()
    expect(await shown()).to.deep.equal([
      ['posted', null, 2n, 2],
      ['posted', null, 4n, 2],
    ])
    expect(await platform.balance(BOB)).to.equal(7n)
    expect(await platform.balance(ANN)).to.equal(2n)
    const entries = await platform.database.outboxEntry.findMany({ orderBy: { seq: 'asc' } })
    expect(entries.map(({ entryNumber }) => entryNumber)).to.deep.equal([2n, 3n, 4n, 5n])
    await expectAgreement()
  })

  it('is waited for until it is final: a block that is taken back gives its numbers back', async () => {
    await platform.accept([BOB, 7n])
    await platform.run('form_batches', 'sign_batches')
    const { transactionHash } = await postDirectly(1n, [EVE, 3n])
    await passes(1)
    await release(1n)
    await platform.run('adopt_batches', 'retry_parked', 'bind_batches')
    expect(await shown()).to.deep.equal([['parked', 'partner_quarantined', 1n, 1]])
    await platform.coalition.edr.rewind(2)
    await platform.coalition.edr.request({ method: 'hardhat_dropTransaction', params: [transactionHash] })
    for (let block = 0; block < 4; block++) await platform.coalition.edr.mine()
    await passes(6)
    expect(await shown()).to.deep.equal([['posted', null, 1n, 1]])
    expect(await platform.balance(EVE)).to.equal(0n)
    expect(await platform.balance(BOB)).to.equal(7n)
  })

  it('keeps its partner in quarantine when it came after the operator had looked', async () => {
    await postDirectly(1n, [ANN, 5n])
    await passes(1)
    await postDirectly(2n, [EVE, 3n], [ANN, -2n])
    await platform.accept([BOB, 7n])
    await passes(1)
    expect((await release(1n)).quarantine).to.deep.include({ batches: 1n, throughEntry: 3n, pointsDebited: 2n })
    await becomeFinal()
    expect(await platform.balance(BOB)).to.equal(0n)
    expect((await release(3n)).quarantine).to.equal(null)
    await platform.settle()
    expect(await shown()).to.deep.equal([['posted', null, 4n, 1]])
    expect(await platform.balance(ANN)).to.equal(3n)
  })

  it('quarantines again when the partner goes on, and what waits is numbered behind that too', async () => {
    await postDirectly(1n, [ANN, 5n])
    await passes(1)
    await release(1n)
    await becomeFinal()
    await postDirectly(2n, [ANN, 6n])
    await platform.accept([BOB, 7n])
    await passes(1)
    expect(told()).to.have.length(2)
    await release(2n)
    await platform.settle()
    expect(await shown()).to.deep.equal([['posted', null, 3n, 1]])
    expect(await platform.balance(ANN)).to.equal(11n)
  })

  it('may use up the allowance: the rest waits for another one, as ever', async () => {
    await platform.accept([BOB, 7n])
    await platform.run('form_batches')
    await postDirectly(1n, [EVE, 999_995n])
    await passes(1)
    await release(1n)
    await becomeFinal()
    await passes(3)
    expect(await shown()).to.deep.equal([['parked', 'allowance_exhausted', 2n, 1]])
    await platform.coalition.registry('raiseAllowance', [PARTNER, 100n])
    await platform.coalition.registry('setDailyLimit', [PARTNER, 10_000_000n])
    platform.clock.advance(86_400_000)
    await platform.coalition.edr.mine((await platform.coalition.edr.head()).timestamp + 86_400)
    await platform.settle()
    expect(await platform.balance(BOB)).to.equal(7n)
  })

  it('holds nobody else', async () => {
    const other = { ...(await platform.database.partner.findFirstOrThrow()), id: 8, name: 'Eight' } as Partner
    await platform.database.transaction((tx) =>
      savePartner(tx, { ...other, issuerAddress: issuerOf(8).address, nextEntryNumber: 1n }),
    )
    const key = issuerOf(8).address
    await platform.coalition.registry('register', [8, 'Eight', key, key])
    await platform.coalition.registry('raiseAllowance', [8, 100n])
    await platform.coalition.registry('setDailyLimit', [8, 100n])
    await postDirectly(1n, [EVE, 3n])
    await platform.accept([BOB, 7n], [ANN, 2n])
    await platform.database.$executeRaw`update outbox_entry set partner_id = 8 where account = ${BOB}`
    await becomeFinal()
    await passes(4)
    expect(await platform.balance(BOB)).to.equal(7n)
    expect(await platform.balance(ANN)).to.equal(0n)
    expect((await listQuarantines(platform.database)).has(8)).to.equal(false)
  })

  it('is adopted once by processes that look at the same time', async () => {
    await postDirectly(1n, [ANN, 5n])
    const steps = [platform.relayer, platform.anotherRelayer()].map((relayer) => makeAdoptBatches()(relayer))
    await Promise.all(steps)
    expect(told()).to.have.length(1)
    expect(await quarantine()).to.deep.include({ batches: 1n })
  })

  it('stays adopted while the projections are built anew', async () => {
    await postDirectly(1n, [ANN, 5n])
    await passes(1)
    await release(1n)
    await becomeFinal()
    await passes(1)
    await rebuildProjections(platform.indexer)
    await passes(2)
    expect(told()).to.have.length(1)
    expect(await quarantine()).to.equal(null)
  })

  it('is released once, with a reason that is kept, and by a partner that exists', async () => {
    await postDirectly(1n, [ANN, 5n])
    await passes(1)
    await release(1n, 'first')
    platform.clock.advance(1_000)
    expect((await release(1n, 'second')).quarantine).to.equal(null)
    const [row] = await platform.database.unexplainedBatch.findMany()
    expect(row?.releaseReason).to.equal('first')
    const events = await platform.database.feedEvent.findMany({ orderBy: { number: 'asc' } })
    expect(events.map(({ type }) => type)).to.deep.equal(['partner.quarantined', 'partner.released'])
    const deps = { db: platform.database, clock: platform.clock }
    const unknown = await failureOf(releasePartner(deps, { partnerId: 99, throughEntry: 1n, reason: 'none' }))
    expect(unknown).to.deep.include({ code: 'partner_unknown' })
  })
})
