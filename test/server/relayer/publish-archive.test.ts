import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'

import serialize from 'canonicalize'
import { expect } from 'chai'

import { hashText } from '../../../server/chain/receipts-tree.ts'
import { sha256, verifyNote } from '../../../server/chain/note-signer.ts'
import { archiveTree, keepFullTiles } from '../../../server/database/archive-tree.ts'
import { insertRows } from '../../../server/database/engine/save-rows.ts'
import { logEntryBytes } from '../../../server/domain/archive/log-leaf.ts'
import { hashLeaf, rootOf, treeRoot } from '../../../server/domain/archive/merkle-tree.ts'
import { parseNote, parseTreeHead } from '../../../server/domain/archive/signed-note.ts'
import { ruleDocument } from '../../../server/domain/explanations.ts'
import { releasePartner } from '../../../server/actions/partners/release-partner.ts'
import { catchUp, rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import { makePublishArchive } from '../../../server/relayer/publish-archive.ts'
import { LOG_NAME } from '../../support/archive-terms.ts'
import { failureOf } from '../../support/failure.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { aPurchase } from '../../support/rows.ts'
import { standardTree } from '../../support/verify-receipt.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')
const BLOCKS_TO_FINAL = 40

const RULE = {
  id: '01900000-0000-7000-8000-0000000000e1',
  partnerId: PARTNER,
  version: 1,
  currency: 'GBP',
  points: 1n,
  perMinor: 100n,
  pointsMax: 500n,
  validFrom: new Date('2026-01-01T00:00:00Z'),
  createdAt: new Date('2026-01-01T00:00:00Z'),
}

describe('the archive of receipts', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  const becomeFinal = async () => {
    for (let block = 0; block < BLOCKS_TO_FINAL; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    await platform.run('publish_archive')
  }
  const files = () => platform.database.archiveFile.findMany({ orderBy: { logIndex: 'asc' } })
  const textOf = ({ content }: { content: string | null }) => gunzipSync(Buffer.from(content!, 'base64')).toString()
  /** Entries whose purchases are recorded, as the API would write them. */
  const sell = async (...sales: [string, bigint][]) => {
    await platform.accept(...sales)
    const waiting = await platform.database.outboxEntry.findMany({ where: { batchId: null } })
    const purchases = waiting.map(({ sourceId, points }) =>
      aPurchase().with('id', sourceId).with('partnerId', PARTNER).with('points', points).with('earningRuleId', RULE.id),
    )
    await platform.database.transaction(async (tx) => {
      await insertRows(tx, 'earning_rule', [RULE])
      await insertRows(
        tx,
        'purchase',
        purchases.map((purchase) => purchase.build()),
      )
    })
  }

  it('has a file of each final batch, and none before', async () => {
    await sell([ANN, 7n], [BOB, 3n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
    await platform.coalition.edr.mine()
    await platform.follow()
    expect(await platform.database.postedBatch.count()).to.equal(1)
    await platform.run('publish_archive')
    expect(await files()).to.deep.equal([])
    await platform.settle()
    await becomeFinal()
    const [file, ...more] = await files()
    expect(more).to.deep.equal([])
    const text = textOf(file!)
    expect(file).to.include({ logIndex: 0n, partnerId: PARTNER, firstEntry: 1n, length: Buffer.byteLength(text) })
    expect(file!.sha256).to.equal(createHash('sha256').update(text).digest('hex'))
    const lines = text.split('\n')
    expect(lines.pop()).to.equal('')
    for (const line of lines) expect(line).to.equal(serialize(JSON.parse(line)))
    const [header, ...entries] = lines.map((line) => JSON.parse(line))
    const batch = await platform.database.batch.findFirstOrThrow()
    expect(header).to.deep.equal({
      format: 'entente-receipts-1',
      chainId: platform.relayer.chain.chainId,
      issuance: platform.coalition.deployment.issuance,
      partnerId: PARTNER,
      firstEntry: '1',
      entryCount: 2,
      receiptsRoot: batch.receiptsRoot,
      batchHash: batch.batchHash,
      leafVersion: 2,
    })
    expect(entries.map(({ entry, account, points, kind }) => [entry, account, points, kind])).to.deep.equal([
      ['1', ANN, '7', 'accrual'],
      ['2', BOB, '3', 'accrual'],
    ])
    const hash = hashText(ruleDocument(RULE))
    expect(entries[0].explanation).to.deep.equal({ rules: [{ hash, points: '7' }] })
    expect(await platform.database.archiveRule.findMany()).to.deep.equal([{ hash, document: ruleDocument(RULE) }])
    // Whoever has the file alone can rebuild the root.
    const rebuilt = entries.map((entry) => ({
      ...entry,
      entryNumber: BigInt(entry.entry),
      orderCommitment: entry.order,
      partnerId: PARTNER,
      points: BigInt(entry.points),
      explanation: serialize(entry.explanation)!,
    }))
    expect(standardTree(rebuilt, 2).root).to.equal(batch.receiptsRoot)
  })

  it('has nothing in it that leads to a member or an order', async () => {
    await sell([ANN, 7n])
    await platform.settle()
    await becomeFinal()
    const text = textOf((await files())[0]!)
    const entry = await platform.database.outboxEntry.findFirstOrThrow()
    const purchase = await platform.database.purchase.findFirstOrThrow()
    for (const secret of [entry.salt, entry.memberId, entry.id, entry.sourceId, purchase.orderRef, purchase.memberId])
      expect(text).not.to.include(secret)
    expect(text).not.to.include('salt')
  })

  it('has the receipts of batches from before leaves had versions', async () => {
    await platform.accept([ANN, 7n])
    await platform.run('form_batches')
    await platform.database.batch.updateMany({ data: { leafVersion: 1 } })
    await platform.settle()
    await becomeFinal()
    const [header, entry] = textOf((await files())[0]!)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(header.leafVersion).to.equal(1)
    expect(entry.explanation).to.equal(null)
  })

  it('says that a batch which the partner posted itself has no file, in its place', async () => {
    await platform.accept([ANN, 7n])
    await platform.settle()
    const own = await platform.coalition.post({ partnerId: PARTNER, firstEntry: 2n, entries: [[BOB, 3n]] })
    await platform.coalition.edr.mine()
    await platform.follow()
    await becomeFinal()
    for (let pass = 0; pass < 3; pass++) await platform.pass()
    const { database: db, clock } = platform
    await releasePartner({ db, clock }, { partnerId: PARTNER, throughEntry: 2n, reason: 'their office says so' })
    await platform.accept([ANN, 1n])
    await platform.settle()
    await becomeFinal()
    const all = await files()
    expect(all.map(({ logIndex, firstEntry, length }) => [logIndex, firstEntry, length > 0])).to.deep.equal([
      [0n, 1n, true],
      [1n, 2n, false],
      [2n, 3n, true],
    ])
    expect(all[1]).to.include({ batchHash: own.batchHash, sha256: null, content: null })
  })

  it('tells the partner of each file, once', async () => {
    await platform.accept([ANN, 7n])
    await platform.settle()
    await becomeFinal()
    await platform.run('publish_archive')
    const told = await platform.database.feedEvent.findMany({ where: { type: 'archive.file.published' } })
    const [file] = await files()
    const batch = await platform.database.batch.findFirstOrThrow()
    expect(told.map(({ partnerId, objectId, data }) => ({ partnerId, objectId, data }))).to.deep.equal([
      {
        partnerId: PARTNER,
        objectId: batch.id,
        data: {
          batchId: batch.id,
          batchHash: batch.batchHash,
          firstEntry: '1',
          entries: '1',
          sha256: file!.sha256,
          length: String(file!.length),
          logIndex: '0',
        },
      },
    ])
  })

  it('is written once by processes that look at the same time, and stays as it is when projections are built anew', async () => {
    for (let batch = 0; batch < 4; batch++) {
      await platform.accept([ANN, 7n])
      await platform.settle()
    }
    for (let block = 0; block < BLOCKS_TO_FINAL; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    const steps = Array.from({ length: 4 }, () => makePublishArchive())
    for (let look = 0; look < 3; look++) await Promise.all(steps.map((step) => step(platform.relayer)))
    const before = await files()
    expect(before.map(({ logIndex, firstEntry }) => [logIndex, firstEntry])).to.deep.equal([
      [0n, 1n],
      [1n, 2n],
      [2n, 3n],
      [3n, 4n],
    ])
    await rebuildProjections(platform.indexer)
    for (const step of steps) await step(platform.relayer)
    await makePublishArchive()(platform.relayer)
    expect(await files()).to.deep.equal(before)
  })

  it('refuses every change of what it has published', async () => {
    await platform.accept([ANN, 7n])
    await platform.settle()
    await becomeFinal()
    const { database } = platform
    const changed = await failureOf(database.$executeRaw`update archive_file set partner_id = 8`)
    expect(String(changed)).to.include('append-only')
    expect(String(await failureOf(database.$executeRaw`delete from archive_file`))).to.include('append-only')
    expect(await files()).to.have.length(1)
  })

  it('has a signed head over all its entries, which grows with them', async () => {
    const heads: bigint[] = []
    for (let round = 0; round < 2; round++) {
      await platform.accept([ANN, 7n])
      await platform.settle()
      await becomeFinal()
      platform.clock.advance(10_000)
      await platform.run('sign_checkpoint', 'sign_checkpoint')
      const checkpoint = await platform.database.archiveCheckpoint.findFirstOrThrow({ orderBy: { size: 'desc' } })
      const note = parseNote(`${checkpoint.text}\n${checkpoint.line}`)!
      expect(verifyNote(platform.relayer.archive.signer.key, note.text, note.signatures)).to.equal(true)
      const head = parseTreeHead(note.text)!
      expect(head.origin).to.equal(LOG_NAME)
      const leaves = (await files()).map((file) => hashLeaf(sha256, logEntryBytes(file)))
      expect(Buffer.from(head.root)).to.deep.equal(Buffer.from(rootOf(sha256, leaves)))
      heads.push(head.size)
    }
    expect(heads).to.deep.equal([1n, 2n])
    expect(await platform.database.archiveCheckpoint.count()).to.equal(2)
  })

  it('keeps the hashes of full tiles, so that a head costs a few tiles', async () => {
    const { database } = platform

    const size = 600n
    const rows = Array.from({ length: Number(size) }, (_, at) => ({
      logIndex: BigInt(at),
      batchHash: `0x${createHash('sha256').update(String(at)).digest('hex')}`,
      partnerId: PARTNER,
      firstEntry: BigInt(at + 1),
      sha256: null,
      length: 0,
      content: null,
      publishedAt: RULE.createdAt,
    }))
    await database.transaction(async (tx) => {
      await insertRows(tx, 'archive_file', rows)
      await keepFullTiles(tx, sha256, { from: 0n, until: size })
    })
    expect(await database.archiveSubtree.count()).to.equal(2)
    const root = await treeRoot(archiveTree(database, sha256), size)
    const leaves = rows.map((row) => hashLeaf(sha256, logEntryBytes(row)))
    expect(Buffer.from(root)).to.deep.equal(Buffer.from(rootOf(sha256, leaves)))
  })
})
