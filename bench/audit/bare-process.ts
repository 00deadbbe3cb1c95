/**
 * What no audit can do without, in a process of its own: node bare-process.ts <file of leaves> <signer>. Hashes every leaf twice, builds the
 * trees, recovers the signer of every batch, and says its figures as a line of JSON. Part of `npm run bench:audit`.
 */
import { closeSync, openSync, readSync } from 'node:fs'

import { bytesToHex, type Hex, isAddressEqual, recoverAddress } from 'viem'

import { buildStandardTree } from '../../server/chain/standard-tree.ts'
import { HEAD_BYTES, LEAF_BYTES, WORD_BYTES } from './leaves-file.ts'

const [, , file = '', signer = ''] = process.argv
const began = performance.now()
const cpu = process.cpuUsage()
const descriptor = openSync(file, 'r')

/** The next bytes of the file; null at its end. */
function read(bytes: number): Buffer | null {
  const buffer = Buffer.alloc(bytes)
  const got = readSync(descriptor, buffer)
  if (got !== 0 && got !== bytes) throw new Error(`${file} ends in the middle of a batch`)
  return got === 0 ? null : buffer
}

/** Reads a batch and checks its root and its signature. Returns the number of its receipts; null behind the last one. */
async function checkNext(): Promise<number | null> {
  const head = read(HEAD_BYTES)
  if (head === null) return null
  const count = head.readUInt32BE(WORD_BYTES - 4)
  const leaves = read(count * LEAF_BYTES)
  if (leaves === null) throw new Error(`${file} ends before the leaves of a batch`)
  const encoded = Array.from({ length: count }, (_, at) => ({
    name: at,
    leaf: leaves.subarray(at * LEAF_BYTES, (at + 1) * LEAF_BYTES),
  }))
  if (buildStandardTree(encoded).root !== wordAt(head, 2)) throw new Error('the leaves give another root')
  const signature = bytesToHex(head.subarray(3 * WORD_BYTES))
  const recovered = await recoverAddress({ hash: wordAt(head, 1), signature })
  if (!isAddressEqual(recovered, signer as Hex)) throw new Error('somebody else signed')
  return count
}

const wordAt = (head: Buffer, word: number): Hex =>
  bytesToHex(head.subarray(word * WORD_BYTES, (word + 1) * WORD_BYTES))

let receipts = 0
for (let count = await checkNext(); count !== null; count = await checkNext()) receipts += count
closeSync(descriptor)
const { user, system } = process.cpuUsage(cpu)
const seconds = (performance.now() - began) / 1_000
process.stdout.write(`${JSON.stringify({ receipts, seconds, cpuSeconds: (user + system) / 1e6 })}\n`)
