import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'

import { expect } from 'chai'

import { noteSigner, sha256 } from '../../../server/chain/note-signer.ts'
import { insertCheckpoint, insertCosignature } from '../../../server/database/archive-checkpoints.ts'
import { insertArchiveFiles, insertArchiveRules } from '../../../server/database/archive-files.ts'
import { keepFullTiles } from '../../../server/database/archive-tree.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { logEntryBytes } from '../../../server/domain/archive/log-leaf.ts'
import { hashLeaf, rootOf } from '../../../server/domain/archive/merkle-tree.ts'
import { SIGNATURE_TYPES, treeHeadText } from '../../../server/domain/archive/signed-note.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { send } from './support/coalition.ts'
import { NOW, startApi, type RunningApi } from './support/running-api.ts'

const SIZE = 300
const hex = (text: string) => createHash('sha256').update(text).digest('hex')
const FILE = 'a file of receipts\n'
const RULE = { hash: `0x${'1e'.repeat(32)}`, document: '{"kind":"linear"}' }

describe('the published archive', function () {
  let db: Database
  let api: RunningApi

  const files = Array.from({ length: SIZE }, (_, at) => ({
    logIndex: BigInt(at),
    batchHash: `0x${hex(String(at))}`,
    partnerId: 7,
    firstEntry: BigInt(at + 1),
    // The first batch was posted by its partner, without us.
    sha256: at === 0 ? null : hex(at === 1 ? FILE : `file ${String(at)}`),
    length: at === 0 ? 0 : FILE.length,
    content: at === 0 ? null : gzipSync(FILE).toString('base64'),
    publishedAt: NOW,
  }))
  const leaves = files.map((file) => hashLeaf(sha256, logEntryBytes(file)))

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
  })
  afterEach(() => api.close())

  const publish = () =>
    db.transaction(async (tx) => {
      await insertArchiveFiles(tx, files)
      await insertArchiveRules(tx, [RULE])
      await keepFullTiles(tx, sha256, { from: 0n, until: BigInt(SIZE) })
    })
  const get = (path: string) => fetch(`${api.url}${path}`)
  const bytesOf = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer())
  const statusOf = async (path: string, method = 'GET') => (await fetch(`${api.url}${path}`, { method })).status

  it('lists every final batch in order, also those without a file, page by page', async function () {
    expect((await send(api.url, '/v1/archive/index')).body).to.deep.equal({ data: [], nextCursor: null })
    await publish()
    const { body: first } = await send(api.url, '/v1/archive/index?limit=2')
    expect(first.nextCursor).to.equal('1')
    expect(first.data[0]).to.deep.equal({
      logIndex: '0',
      batchHash: files[0]!.batchHash,
      partnerId: 7,
      firstEntry: '1',
      sha256: null,
      length: 0,
    })
    const { body: rest } = await send(api.url, '/v1/archive/index?after=1&limit=1000')
    expect([rest.data.length, rest.data[0].logIndex, rest.nextCursor]).to.deep.equal([SIZE - 2, '2', null])
    expect((await send(api.url, `/v1/archive/index?after=${'9'.repeat(18)}`)).body.data).to.deep.equal([])
    for (const query of ['limit=1001', 'limit=0', 'after=-1', 'after=x', 'from=1'])
      expect((await send(api.url, `/v1/archive/index?${query}`)).status, query).to.equal(400)
  })

  it('serves files by the hash of what is in them, to be kept for ever, to anybody', async function () {
    await publish()
    const answer = await get(`/v1/archive/receipts/${hex(FILE)}`)
    expect(answer.status).to.equal(200)
    expect(Object.fromEntries(answer.headers)).to.include({
      'content-type': 'application/gzip',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      etag: `"${hex(FILE)}"`,
    })
    expect(answer.headers.get('content-encoding')).to.equal(null)
    const bytes = gunzipSync(Buffer.from(await answer.arrayBuffer()))
    expect(hex(bytes.toString())).to.equal(hex(FILE))
    for (const name of ['0'.repeat(64), hex(FILE).toUpperCase(), hex(FILE).slice(1), '..', '%2e%2e%2f'])
      expect(await statusOf(`/v1/archive/receipts/${name}`), name).to.equal(404)
    expect(await statusOf(`/v1/archive/receipts/${hex(FILE)}`, 'POST')).to.equal(405)
  })

  it('serves the documents of rules', async function () {
    await publish()
    const answer = await get(`/v1/archive/rules/${RULE.hash}`)
    expect([answer.status, await answer.text()]).to.deep.equal([200, RULE.document])
    expect(await statusOf(`/v1/archive/rules/0x${'00'.repeat(32)}`)).to.equal(404)
    expect(await statusOf(`/v1/archive/rules/${'1e'.repeat(32)}`)).to.equal(404)
  })

  it('serves the log as tiles and bundles of entries, and none that it does not reach', async function () {
    expect(await statusOf('/archive/log/tile/0/000')).to.equal(404)
    await publish()
    const tile = await bytesOf('/archive/log/tile/0/000')
    expect(tile.equals(Buffer.concat(leaves.slice(0, 256)))).to.equal(true)
    expect((await bytesOf('/archive/log/tile/0/001.p/44')).equals(Buffer.concat(leaves.slice(256)))).to.equal(true)
    const above = await bytesOf('/archive/log/tile/1/000.p/1')
    expect(above.equals(Buffer.from(rootOf(sha256, leaves.slice(0, 256))))).to.equal(true)
    const bundle = await bytesOf('/archive/log/tile/entries/001.p/44')
    expect(bundle.length).to.equal(44 * (2 + 72))
    const entry = bundle.subarray(2, 2 + bundle.readUInt16BE(0))
    expect(Buffer.from(hashLeaf(sha256, entry)).equals(Buffer.from(leaves[256]!))).to.equal(true)
    const headers = Object.fromEntries((await get('/archive/log/tile/0/000')).headers)
    expect(headers).to.include({ 'content-type': 'application/octet-stream' })
    expect(headers['cache-control']).to.include('immutable')
    for (const name of ['0/001', '0/001.p/45', '0/002', '1/000', '2/000.p/1', '0/x000/000', '64/000', 'entries/001'])
      expect(await statusOf(`/archive/log/tile/${name}`), name).to.equal(404)
    expect(await statusOf(`/archive/log/tile/0/${'x999/'.repeat(6)}999`)).to.equal(404)
  })

  it('serves the newest head with what witnesses said of it, and for a moment only', async function () {
    expect(await statusOf('/archive/log/checkpoint')).to.equal(404)
    const text = treeHeadText({ origin: 'entente.example', size: BigInt(SIZE), root: rootOf(sha256, leaves) })
    const signer = noteSigner(new Uint8Array(32).fill(1), { name: 'entente.example', type: SIGNATURE_TYPES.log })
    const line = signer.signNote(text, 0n)
    await db.transaction(async (tx) => {
      const head = { size: BigInt(SIZE), logKey: 'a key', signedAt: NOW }
      await insertCheckpoint(tx, { ...head, text, line })
      // Another text of the same size is never published.
      expect(await insertCheckpoint(tx, { ...head, text: 'another', line })).to.equal(false)
      const said = { size: BigInt(SIZE), witness: 'w', line: '\u2014 w AAAAAAAA\n', cosignedAt: NOW }
      await insertCosignature(tx, said)
    })
    const answer = await get('/archive/log/checkpoint')
    expect(await answer.text()).to.equal(`${text}\n${line}\u2014 w AAAAAAAA\n`)
    expect(answer.headers.get('content-type')).to.equal('text/plain; charset=utf-8')
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=2')
  })

  it('lists no audit where none is published, and answers no other name', async function () {
    expect((await send(api.url, '/v1/archive/reports')).body).to.deep.equal({ data: [], nextCursor: null })
    for (const name of ['none.json', '..%2Fserver.json', '%2Fetc%2Fpasswd', 'report.exe', '.json'])
      expect(await statusOf(`/v1/archive/reports/${name}`), name).to.equal(404)
    expect(await statusOf('/v1/archive/reports/none.json', 'POST')).to.equal(405)
  })
})
