import { expect } from 'chai'

import { ChainError } from '../../../server/chain/chain-error.ts'
import { findChainCursor } from '../../../server/database/chain-cursor.ts'
import { saveRows } from '../../../server/database/engine/save-rows.ts'
import { StartRefused } from '../../../server/domain/start-refused.ts'
import { compareWithChain } from '../../../server/indexer/compare-with-chain.ts'
import { followChain } from '../../../server/indexer/follow-chain.ts'
import { rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import { accountOf, issuerOf } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID } from '../../support/platform/edr-chain.ts'
import { type IndexerPlatform, openIndexerPlatform, PARTNER, projections, STARTS_AT } from './indexer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')
const FOREIGN = { isOwnChain: false }
const OWN = { isOwnChain: true }

describe('compareWithChain', function () {
  let platform: IndexerPlatform
  beforeEach(async () => {
    platform = await openIndexerPlatform()
    await savePartner()
  })

  const savePartner = () =>
    platform.database.transaction((tx) =>
      saveRows(tx, 'partner', [
        {
          id: PARTNER,
          name: 'Seven',
          currency: 'EUR',
          status: 'active',
          returnPolicy: 'within_balance',
          issuerKind: 'external',
          issuerAddress: issuerOf(PARTNER).address,
          issuerKeystore: null,
          nextEntryNumber: 1n,
          logoId: null,
          logoSmallId: null,
          colour: null,
          textColour: null,
          timeZone: null,
          country: null,
          createdAt: STARTS_AT,
        },
      ]),
    )
  const post = async (firstEntry: bigint, entries: [string, bigint][]) => {
    const batch = await platform.coalition.post({ partnerId: PARTNER, firstEntry, entries })
    await platform.coalition.edr.mine()
    const records = { credits: batch.credits, debits: batch.debits, credited: 0n, debited: 0n }
    await platform.database.transaction((tx) =>
      saveRows(tx, 'batch', [
        {
          ...records,
          id: `00000000-0000-7000-8000-${firstEntry.toString().padStart(12, '0')}`,
          seq: firstEntry,
          partnerId: PARTNER,
          firstEntry,
          entryCount: entries.length,
          receiptsRoot: batch.receiptsRoot,
          leafVersion: 2,
          deadline: STARTS_AT,
          batchHash: batch.batchHash,
          signature: '0x',
          state: 'signed',
          parkedReason: null,
          callId: null,
          createdAt: STARTS_AT,
        },
      ]),
    )
  }
  const someHistory = async () => {
    await post(1n, [
      [ANN, 30n],
      [BOB, 7n],
    ])
    await platform.coalition.edr.mine()
    await post(3n, [[ANN, -12n]])
    await post(4n, [
      [BOB, -9n],
      [ANN, 2n],
    ])
    for (let blocks = 0; blocks < 12; blocks++) await platform.coalition.edr.mine()
    await post(6n, [[BOB, 11n]])
  }
  const refusal = async (isOwnChain = false): Promise<string> => {
    try {
      return JSON.stringify(await compareWithChain(platform.deps, { isOwnChain }), (_, value) => String(value))
    } catch (error) {
      expect(error).to.be.instanceOf(StartRefused)
      return (error as StartRefused).code
    }
  }

  it('catches up and says that both agree', async () => {
    await someHistory()
    const head = await platform.coalition.edr.head()
    expect(await compareWithChain(platform.deps, FOREIGN)).to.deep.equal({ kind: 'agrees', processed: head.number })
    expect((await projections(platform.database)).postedBatches).to.have.length(4)
  })

  it('rebuilds the very same rows from the chain alone', async () => {
    await someHistory()
    // One after the other, as a server that ran all the time would have done it.
    while ((await followChain(platform.deps)).kind !== 'idle');
    const before = await projections(platform.database)
    expect((await rebuildProjections(platform.deps)).kind).to.equal('idle')
    expect(await projections(platform.database)).to.deep.equal(before)
    expect(before.shortfalls).to.have.length(1)
    expect(before.movements.length).to.be.above(5)
  })

  /** From here on the node knows only the states of its newest blocks, as nodes do that are no archives. */
  const forgetStates = async (kept: number) => {
    const { coalition, wire } = platform
    wire.answer = async (args) => {
      const [, at] = (args.params ?? []) as [unknown, { blockHash?: string } | undefined]
      if (args.method === 'eth_call' && at?.blockHash !== undefined) {
        const block = (await coalition.edr.request({
          method: 'eth_getBlockByHash',
          params: [at.blockHash, false],
        })) as {
          number: string
        }
        const head = await coalition.edr.head()
        if (head.number - BigInt(block.number) >= BigInt(kept))
          throw new Error('missing trie node 00 (path ) state is gone')
      }
      return coalition.edr.request(args)
    }
  }

  it('rebuilds the very same rows where the states of old blocks are gone', async () => {
    await someHistory()
    while ((await followChain(platform.deps)).kind !== 'idle');
    const before = await projections(platform.database)
    for (let blocks = 0; blocks < 40; blocks++) await platform.coalition.edr.mine()
    await forgetStates(32)
    expect((await rebuildProjections(platform.deps)).kind).to.equal('idle')
    expect(await projections(platform.database)).to.deep.equal(before)
    expect((await compareWithChain(platform.deps, FOREIGN)).kind).to.equal('agrees')
  })

  it('does not believe that a state near the head is gone, unless the chain is its own', async () => {
    await someHistory()
    await forgetStates(1)
    const refused: unknown = await rebuildProjections(platform.deps).catch((error: unknown) => error)
    expect(refused).to.be.instanceOf(ChainError)
    expect((refused as ChainError).kind).to.equal('state_missing')
    expect((await rebuildProjections({ ...platform.deps, statesExpected: 0n })).kind).to.equal('idle')
    expect((await projections(platform.database)).postedBatches).to.have.length(4)
  })

  for (const [what, sql] of [
    [
      'points were added',
      `update movement set points = points + 1 where block_number = (select max(block_number) from movement)`,
    ],
    ['a movement was deleted', `delete from movement where block_number = (select min(block_number) from movement)`],
    [
      'points were given to another account',
      `update movement set account = '${accountOf('eve')}' where account = '${BOB}'`,
    ],
    ['a batch was deleted', `delete from posted_batch where first_entry = 6`],
  ] as const) {
    it(`lets the chain win when ${what} in the database`, async () => {
      await someHistory()
      await compareWithChain(platform.deps, FOREIGN)
      const before = await projections(platform.database)
      await platform.database.$executeRawUnsafe(sql)
      const comparison = await compareWithChain(platform.deps, FOREIGN)
      expect(comparison.kind).to.equal('rebuilt')
      expect(await projections(platform.database)).to.deep.equal(before)
      expect((await compareWithChain(platform.deps, FOREIGN)).kind).to.equal('agrees')
    })
  }

  const saveLane = (address: string, purpose: 'batches' | 'operator') =>
    platform.database.transaction((tx) =>
      saveRows(tx, 'lane', [{ address, chainId: EDR_CHAIN_ID, purpose, nextNonce: 0, state: 'active', reason: null }]),
    )

  it('refuses a database that never formed what a lane of this server has posted', async () => {
    await someHistory()
    await saveLane(platform.coalition.operator.address, 'batches')
    expect((await compareWithChain(platform.deps, FOREIGN)).kind).to.equal('agrees')
    await platform.database.$executeRaw`delete from batch where first_entry = 6`
    expect(await refusal()).to.equal('database_older_than_chain')
  })

  it('does not refuse what anybody else has posted', async () => {
    await someHistory()
    await saveLane(accountOf('lane'), 'batches')
    await saveLane(platform.coalition.operator.address, 'operator')
    await platform.database.$executeRaw`delete from batch where first_entry >= 4`
    expect((await compareWithChain(platform.deps, FOREIGN)).kind).to.equal('agrees')
  })

  it('refuses a database that does not know a registered partner', async () => {
    await platform.database.$executeRaw`delete from partner`
    expect(await refusal()).to.equal('database_older_than_chain')
  })

  it('refuses another issuance contract than the one that was followed', async () => {
    await platform.database.$executeRaw`update chain_cursor set issuance = ${'0x'.padEnd(42, '1')}`
    expect(await refusal()).to.equal('contracts_of_another_deployment')
  })

  it('refuses a chain whose final blocks changed, and goes on when they are back', async () => {
    await someHistory()
    await compareWithChain(platform.deps, FOREIGN)
    const cursor = (await findChainCursor(platform.database, EDR_CHAIN_ID))!
    const { hash } = (await platform.database.block.findUnique({ where: { number: cursor.finalizedNumber } }))!
    await platform.database.block.update({ where: { number: cursor.finalizedNumber }, data: { hash: '0x' } })
    expect(await refusal()).to.equal('chain_past_changed')
    await platform.database.chainCursor.updateMany({ data: { haltedReason: 'it was different' } })
    await platform.database.block.update({ where: { number: cursor.finalizedNumber }, data: { hash } })
    expect((await compareWithChain(platform.deps, FOREIGN)).kind).to.equal('agrees')
    expect((await findChainCursor(platform.database, EDR_CHAIN_ID))!.haltedReason).to.equal(null)
  })

  it('takes back at once what an own chain lost, even if it had been final', async () => {
    await someHistory()
    await compareWithChain(platform.deps, OWN)
    await platform.coalition.edr.rewind(1)
    const head = await platform.coalition.edr.head()
    expect(await compareWithChain(platform.deps, OWN)).to.deep.equal({ kind: 'agrees', processed: head.number })
    expect((await projections(platform.database)).postedBatches).to.have.length(3)

    await platform.coalition.edr.rewind(14)
    await platform.coalition.edr.dropPending()
    for (let blocks = 0; blocks < 20; blocks++) await platform.coalition.edr.mine()
    expect((await compareWithChain(platform.deps, OWN)).kind).to.equal('rebuilt')
    expect((await projections(platform.database)).postedBatches).to.have.length(1)
  })

  it('says that it could not compare when the endpoint is behind', async () => {
    await someHistory()
    await compareWithChain(platform.deps, FOREIGN)
    await platform.coalition.edr.rewind(1)
    expect((await compareWithChain(platform.deps, FOREIGN)).kind).to.equal('unverified')
    expect((await projections(platform.database)).postedBatches).to.have.length(4)
  })
})
