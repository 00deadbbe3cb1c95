import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { expect } from 'chai'

import { exportArchive } from '../../../cli/archive/export-archive.ts'
import { verifyArchive } from '../../../cli/archive/verify-archive.ts'
import { buildReceiptsTree, hashText } from '../../../server/chain/receipts-tree.ts'
import { noteSigner, sha256 } from '../../../server/chain/note-signer.ts'
import { insertCheckpoint } from '../../../server/database/archive-checkpoints.ts'
import { insertArchiveFiles, insertArchiveRules } from '../../../server/database/archive-files.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { logEntryBytes } from '../../../server/domain/archive/log-leaf.ts'
import { hashLeaf, rootOf } from '../../../server/domain/archive/merkle-tree.ts'
import { receiptsFile } from '../../../server/domain/archive/receipts-file.ts'
import { SIGNATURE_TYPES, treeHeadText } from '../../../server/domain/archive/signed-note.ts'
import { explanationText, ruleDocument } from '../../../server/domain/explanations.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { failureOf } from '../../support/failure.ts'
import { NOW, startApi, type RunningApi } from '../../server/api/support/running-api.ts'

const DOCUMENT = ruleDocument({ partnerId: 7, currency: 'GBP', version: 1, points: 1n, perMinor: 100n, pointsMax: 9n })
const RULE = hashText(DOCUMENT)
const ISSUANCE = `0x${'15'.repeat(20)}`
const word = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}`

/** An entry of the log with its file. */
function published(at: number) {
  const entries = [3n, 4n].map((points, number) => ({
    entryNumber: BigInt(2 * at + number + 1),
    orderCommitment: word(`order ${String(at)} ${String(number)}`),
    partnerId: 7,
    account: `0x${'a1'.repeat(20)}`,
    points,
    kind: 'accrual' as const,
    explanation: explanationText({ kind: 'accrual', rules: [{ hash: RULE, points }] }),
  }))
  const batch = {
    partnerId: 7,
    firstEntry: BigInt(2 * at + 1),
    entryCount: 2,
    receiptsRoot: buildReceiptsTree(entries, 2).root,
    batchHash: word(`batch ${String(at)}`),
    leafVersion: 2 as const,
  }
  const text = receiptsFile({ chainId: 31_337, issuance: ISSUANCE }, batch, entries)
  return {
    logIndex: BigInt(at),
    batchHash: batch.batchHash,
    partnerId: 7,
    firstEntry: batch.firstEntry,
    sha256: createHash('sha256').update(text).digest('hex'),
    length: text.length,
    content: gzipSync(text).toString('base64'),
    publishedAt: NOW,
  }
}

describe('a copy of the archive', function () {
  let db: Database
  let api: RunningApi
  let folder: string
  const signer = noteSigner(new Uint8Array(32).fill(1), { name: 'entente.example', type: SIGNATURE_TYPES.log })
  const files = [0, 1, 2].map(published)

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    folder = mkdtempSync(join(tmpdir(), 'entente-archive-'))
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await api.close()
  })

  const publish = async (added: readonly (typeof files)[number][]) => {
    const all = files.slice(0, Number(added.at(-1)!.logIndex) + 1)
    const root = rootOf(
      sha256,
      all.map((file) => hashLeaf(sha256, logEntryBytes(file))),
    )
    const text = treeHeadText({ origin: 'entente.example', size: BigInt(all.length), root })
    await db.transaction(async (tx) => {
      await insertArchiveFiles(tx, added)
      await insertArchiveRules(tx, [{ hash: RULE, document: DOCUMENT }])
      const line = signer.signNote(text, 0n)
      await insertCheckpoint(tx, { size: BigInt(all.length), text, line, logKey: '', signedAt: NOW })
    })
  }
  const pull = (since = 0) => exportArchive({ url: api.url, to: folder, since })
  const verify = () => verifyArchive({ folder, logKey: signer.key })
  const receipts = (at: number) => join(folder, 'receipts', `${files[at]!.sha256}.jsonl.gz`)

  it('is fetched once, goes on where it stopped, and is right without asking anybody', async function () {
    await publish(files.slice(0, 2))
    expect(await pull()).to.deep.equal({ entries: 2, fetched: 2, withoutFile: 0 })
    const lines = readFileSync(join(folder, 'index.jsonl'), 'utf8').trim().split('\n')
    const { batchHash, length, partnerId } = files[0]!
    expect(JSON.parse(lines[0]!)).to.deep.equal({
      batchHash,
      sha256: files[0]!.sha256,
      length,
      partnerId,
      firstEntry: '1',
    })
    expect(hashText(readFileSync(join(folder, 'rules', `${RULE}.json`), 'utf8'))).to.equal(RULE)
    await publish(files.slice(2))
    expect(await pull()).to.deep.equal({ entries: 3, fetched: 1, withoutFile: 0 })
    expect(await pull()).to.include({ fetched: 0 })
    await api.close()
    expect(verify()).to.deep.equal({
      entries: 3,
      files: 3,
      withoutFile: 0,
      missing: [],
      wrong: [],
      checkpointSize: '3',
    })
    api = await startApi(db)
  })

  it('may begin later in the log, and says which files it lacks', async function () {
    await publish(files)
    expect(await pull(2)).to.deep.equal({ entries: 3, fetched: 1, withoutFile: 0 })
    expect(verify()).to.deep.include({ missing: [files[0]!.sha256, files[1]!.sha256], wrong: [] })
  })

  it('mends what was cut off on the way', async function () {
    await publish(files)
    await pull()
    writeFileSync(receipts(1), readFileSync(receipts(1)).subarray(0, 50))
    writeFileSync(join(folder, 'index.jsonl'), readFileSync(join(folder, 'index.jsonl')).subarray(0, -20))
    rmSync(join(folder, 'rules'), { recursive: true })
    expect(verify().wrong.join()).to.include('cannot be unpacked').and.to.include('its document is missing')
    expect(await pull()).to.include({ entries: 3, fetched: 1 })
    expect(verify().wrong).to.deep.equal([])
  })

  it('may be compressed otherwise: what counts is what is in it', async function () {
    await publish(files)
    await pull()
    writeFileSync(receipts(0), gzipSync(gunzipSync(readFileSync(receipts(0))), { level: 1 }))
    expect(verify().wrong).to.deep.equal([])
  })

  it('says what is wrong with each file', async function () {
    await publish(files)
    await pull()
    const text = gunzipSync(readFileSync(receipts(0))).toString()
    writeFileSync(receipts(0), gzipSync(text.replace('"points":"3"', '"points":"5"')))
    writeFileSync(receipts(1), gzipSync(`${text}{}\n`))
    rmSync(receipts(2))
    const { wrong, missing } = verify()
    expect(wrong[0]).to.include('its SHA-256 is another')
    expect(wrong[1]).to.match(/it has \d+ bytes, not \d+/)
    expect(missing).to.deep.equal([files[2]!.sha256])
  })

  it('is held against the root even where file and index were forged together', async function () {
    await publish(files)
    await pull()
    const forged = gunzipSync(readFileSync(receipts(0)))
      .toString()
      .replaceAll('"points":"3"', '"points":"5"')
    const name = createHash('sha256').update(forged).digest('hex')
    writeFileSync(join(folder, 'receipts', `${name}.jsonl.gz`), gzipSync(forged))
    const index = readFileSync(join(folder, 'index.jsonl'), 'utf8').replace(files[0]!.sha256, name)
    writeFileSync(join(folder, 'index.jsonl'), index)
    expect(verify().wrong).to.deep.equal([
      `${name}: its receipts do not lead to the root that it names`,
      'checkpoint: the index leads to another root',
    ])
  })

  it('believes a checkpoint of the log only, over what the index has', async function () {
    await publish(files)
    await pull()
    const other = noteSigner(new Uint8Array(32).fill(2), { name: 'entente.example', type: SIGNATURE_TYPES.log })
    expect(verifyArchive({ folder, logKey: other.key }).wrong).to.deep.equal([
      "checkpoint: the log's key did not sign it",
    ])
    const lines = readFileSync(join(folder, 'index.jsonl'), 'utf8').split('\n')
    writeFileSync(join(folder, 'index.jsonl'), `${lines.slice(0, 2).join('\n')}\n`)
    expect(verify().wrong).to.deep.equal(['checkpoint: it is over more entries than the index has'])
  })

  it('is not brought up to date by a server whose log has other entries', async function () {
    await publish(files)
    await pull()
    const before = readFileSync(join(folder, 'index.jsonl'), 'utf8')
    writeFileSync(join(folder, 'index.jsonl'), before.replace(files[1]!.batchHash, word('another')))
    expect(await failureOf(pull())).to.have.property('code', 'archive_differs')
    writeFileSync(join(folder, 'index.jsonl'), before + before.split('\n')[0]! + '\n')
    expect(await failureOf(pull())).to.have.property('code', 'archive_differs')
  })

  it('keeps nothing that a server sends wrong', async function () {
    await publish([{ ...files[0]!, content: gzipSync('something else').toString('base64') }])
    expect(await failureOf(pull())).to.have.property('code', 'archive_wrong')
    expect(existsSync(receipts(0))).to.equal(false)
    expect(existsSync(join(folder, 'index.jsonl'))).to.equal(false)
  })
})
