import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'

import { expect } from 'chai'

import { sha256, verifyNote } from '../../server/chain/note-signer.ts'
import type { Database } from '../../server/database/engine/client.ts'
import { logEntryBytes } from '../../server/domain/archive/log-leaf.ts'
import { hashLeaf, rootOf } from '../../server/domain/archive/merkle-tree.ts'
import { parseNote, parseTreeHead } from '../../server/domain/archive/signed-note.ts'
import { testArchiveTerms } from '../support/archive-terms.ts'

/** The log has batches of the chain only, each once and without a gap, and every head that was signed is one of it. */
export async function checkArchive(
  database: Database,
  posted: readonly { readonly batchHash: string }[],
): Promise<void> {
  const files = await database.archiveFile.findMany({ orderBy: { logIndex: 'asc' } })
  expect(files.map(({ logIndex }) => logIndex)).to.deep.equal(files.map((_, index) => BigInt(index)))
  const onChain = new Set(posted.map(({ batchHash }) => batchHash))
  for (const { batchHash, content, sha256: name, length } of files) {
    expect(onChain.has(batchHash), `batch ${batchHash} of the archive is on the chain`).to.equal(true)
    const bytes = gunzipSync(Buffer.from(content!, 'base64'))
    expect([createHash('sha256').update(bytes).digest('hex'), bytes.length]).to.deep.equal([name, length])
    expect(bytes.toString()).to.include(batchHash)
  }
  const leaves = files.map((file) => hashLeaf(sha256, logEntryBytes(file)))
  for (const { text, line, size } of await database.archiveCheckpoint.findMany()) {
    const note = parseNote(`${text}\n${line}`)!
    const head = parseTreeHead(note.text)!
    expect(verifyNote(testArchiveTerms().signer.key, note.text, note.signatures)).to.equal(true)
    expect([head.size, Buffer.from(head.root)]).to.deep.equal([
      size,
      Buffer.from(rootOf(sha256, leaves.slice(0, Number(size)))),
    ])
  }
}
