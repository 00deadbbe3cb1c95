import { expect } from 'chai'

import { logAnchorsAbi } from '../../../abis/LogAnchors.ts'
import { readStatus } from '../../../server/actions/status/read-status.ts'
import { createChain, readFromFirst } from '../../../server/chain/client.ts'
import { sha256 } from '../../../server/chain/note-signer.ts'
import { archiveTree } from '../../../server/database/archive-tree.ts'
import { assert } from '../../../server/domain/assert.ts'
import { treeRoot } from '../../../server/domain/archive/merkle-tree.ts'
import { monthNumber } from '../../../server/domain/utc-days.ts'
import { rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import { bookJanuary, type ClearingPlatform, openClearingPlatform } from '../actions/clearing/clearing-platform.ts'
import { dyingDatabase, dyingEndpoint } from '../../support/mortal.ts'

const JANUARY = monthNumber('2026-01') ?? 0
const DEATHS = ['before commit', 'after commit', 'before send', 'after send'] as const
const LIVES_MAX = 200

describe("the anchor of the archive's log", function () {
  this.timeout(300_000)
  let clearing: ClearingPlatform

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    await bookJanuary(clearing)
    await clearing.goTo('2026-02-03T00:00:01Z')
  })
  afterEach(() => clearing.api.close())

  const anchorCalls = () =>
    clearing.platform.database.call.findMany({ where: { name: 'anchor_log' }, orderBy: { seq: 'asc' } })
  const anchors = () => clearing.platform.database.logAnchor.findMany({ orderBy: { month: 'asc' } })
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass++) await clearing.platform.pass()
  }
  const statusNow = () => {
    const { database: db, clock, relayer } = clearing.platform
    return readStatus({ db, clock, chain: relayer.chain, witnesses: [] })
  }
  /** What the contract has, and the root that the entries of the archive give. */
  async function expectAnchored(): Promise<void> {
    const { database, relayer } = clearing.platform
    const { logAnchors: address } = relayer.chain.addresses
    assert(address !== null)
    const [month, { size, root }] = await readFromFirst(relayer.chain, (client) =>
      client.readContract({ address, abi: logAnchorsAbi, functionName: 'latest' }),
    )
    expect(Number(month)).to.equal(JANUARY)
    expect(Number(size)).to.equal(await database.postedBatch.count())
    expect(root).to.equal(`0x${Buffer.from(await treeRoot(archiveTree(database, sha256), size)).toString('hex')}`)
  }

  it('is written once its month is closed for good, and told by the status', async () => {
    expect((await statusNow()).archive.anchors).to.deep.equal([])
    await clearing.close('2026-01')
    await clearing.platform.settle()
    await passes(12)
    expect((await anchorCalls()).map(({ state }) => state)).to.deep.equal(['final'])
    await expectAnchored()
    const { archive } = await statusNow()
    const [attempt] = await clearing.platform.database.attempt.findMany({
      where: { callId: (await anchorCalls())[0]!.id },
    })
    expect(archive.anchors.map(({ month, transactionHash }) => [month, transactionHash])).to.deep.equal([
      [JANUARY, attempt?.hash],
    ])
    const told = (await clearing.ask('/v1/status')).body.archive.anchors
    expect(told).to.have.length(1)
    expect(told[0]).to.include({
      month: '2026-01',
      size: String(archive.checkpoint?.size),
      root: (await anchors())[0]?.root,
    })
    await passes(5)
    expect(await anchorCalls()).to.have.length(1)
  })

  it('is not asked for before the closing is final, nor before the log is signed over every batch of the month', async () => {
    const { platform } = clearing
    await clearing.close('2026-01')
    while ((await platform.database.clearingEvent.count({ where: { kind: 'month_closed' } })) === 0)
      await platform.pass()
    await platform.run('anchor_log')
    expect(await anchorCalls()).to.deep.equal([])
    const checkpoints = await platform.database.archiveCheckpoint.findMany()
    await platform.database.$executeRawUnsafe('delete from archive_checkpoint')
    for (let block = 0; block < 10; block++) await platform.coalition.edr.mine()
    await platform.follow()
    await platform.run('anchor_log')
    expect(await anchorCalls()).to.deep.equal([])
    await platform.database.archiveCheckpoint.createMany({ data: checkpoints })
    await platform.run('anchor_log')
    expect(await anchorCalls()).to.have.length(1)
  })

  it('is known again when projections are built anew', async () => {
    await clearing.close('2026-01')
    await clearing.platform.settle()
    await passes(12)
    const before = await anchors()
    expect(before).to.have.length(1)
    await rebuildProjections(clearing.platform.indexer)
    expect(await anchors()).to.deep.equal(before)
  })

  it('is sent again when its bytes are lost on the way, and counts once', async () => {
    const { platform } = clearing
    await clearing.close('2026-01')
    while ((await anchorCalls()).length === 0) await platform.pass()
    const { answer } = platform.wire
    let lost = 0
    platform.wire.answer = async (request) => {
      if (request.method !== 'eth_sendRawTransaction') return answer(request)
      lost += 1
      return `0x${'11'.repeat(32)}`
    }
    await passes(3)
    expect(lost).to.be.at.least(1)
    expect(await anchors()).to.deep.equal([])
    platform.wire.answer = answer
    platform.clock.advance(120_000)
    await platform.settle()
    expect((await anchorCalls()).map(({ state }) => state)).to.deep.equal(['final'])
    await expectAnchored()
  })

  it('is written once, wherever the server is killed on the way', async () => {
    const { platform } = clearing
    await clearing.close('2026-01')
    const isAnchored = async () => (await anchorCalls()).at(-1)?.state === 'final'
    let deaths = 0
    for (let lives = 0; lives < LIVES_MAX && !(await isAnchored()); lives++) {
      const death = DEATHS[lives % DEATHS.length] ?? 'after commit'
      const isSend = death === 'before send' || death === 'after send'
      const { request } = platform.coalition.edr
      const chain = await createChain({
        endpoints: [isSend ? dyingEndpoint(request, death) : request],
        chainId: platform.coalition.chain.chainId,
        addresses: platform.coalition.chain.addresses,
        retry: { roundsMax: 1 },
      })
      const database = isSend ? platform.database : dyingDatabase(platform.database, death)
      try {
        for (const step of relayerSteps(platform.anotherRelayer({ database, chain }))) await step.run()
      } catch {
        deaths += 1
      }
      await platform.coalition.edr.mine()
      await platform.follow()
      platform.clock.advance(5_000)
    }
    expect(deaths).to.be.at.least(8)
    expect((await anchorCalls()).map(({ state }) => state)).to.deep.equal(['final'])
    expect(await anchors()).to.have.length(1)
    await expectAnchored()
  })

  it('is left alone where the contracts are older than it, and the status has none', async () => {
    const { platform } = clearing
    const { chain } = platform.relayer
    const addresses = { ...chain.addresses, logAnchors: null }
    platform.relayer.chain = { ...chain, addresses }
    await clearing.close('2026-01')
    await platform.settle()
    await passes(12)
    expect(await platform.database.clearingEvent.count({ where: { kind: 'month_closed' } })).to.equal(1)
    expect(await anchorCalls()).to.deep.equal([])
    const { archive, addresses: told } = await statusNow()
    expect([told.logAnchors, archive.anchors]).to.deep.equal([null, []])
  })
})
