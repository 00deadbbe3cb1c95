import { gunzipSync } from 'node:zlib'

import { z } from 'zod'

import { buildReceiptsTree, hashText } from '../../server/chain/receipts-tree.ts'
import { sha256 as hash } from '../../server/chain/note-signer.ts'
import { RECEIPTS_FORMAT, rulesNamed } from '../../server/domain/archive/receipts-file.ts'
import { RECEIPT_KINDS, type ReceiptKind } from '../../server/domain/receipts.ts'
import serialize from 'canonicalize'
import type { IndexLine } from './folder.ts'

const Hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const Count = z.string().regex(/^[1-9]\d{0,18}$/)

const Header = z.strictObject({
  format: z.literal(RECEIPTS_FORMAT),
  chainId: z.int(),
  issuance: z.string().regex(/^0x[0-9a-f]{40}$/),
  partnerId: z.int().min(1),
  firstEntry: Count,
  entryCount: z.int().min(1),
  receiptsRoot: Hash,
  batchHash: Hash,
  leafVersion: z.union([z.literal(1), z.literal(2)]),
})

const Entry = z.strictObject({
  entry: Count,
  order: Hash,
  account: z.string().regex(/^0x[0-9a-f]{40}$/),
  points: z.string().regex(/^-?[1-9]\d{0,18}$/),
  kind: z.enum(Object.keys(RECEIPT_KINDS) as [ReceiptKind, ...ReceiptKind[]]),
  explanation: z.record(z.string(), z.unknown()).nullable(),
})

/** What is wrong with a file of receipts, or the rules that it names. */
export type FileVerdict =
  { readonly status: 'wrong'; readonly why: string } | { readonly status: 'right'; readonly rules: string[] }

/** No file of a batch is larger: a compressed one that claims more is not read. */
const FILE_BYTES_MAX = 256 * 1024 * 1024

/** Checks a compressed file against its line of the index, and its receipts against the root that it names. Asks nobody. */
export function checkReceiptsFile(compressed: Uint8Array, line: IndexLine): FileVerdict {
  const wrong = (why: string): FileVerdict => ({ status: 'wrong', why })
  let bytes: Buffer
  try {
    bytes = gunzipSync(compressed, { maxOutputLength: FILE_BYTES_MAX })
  } catch {
    return wrong('it cannot be unpacked')
  }
  if (bytes.length !== line.length) return wrong(`it has ${String(bytes.length)} bytes, not ${String(line.length)}`)
  if (Buffer.from(hash(bytes)).toString('hex') !== line.sha256) return wrong('its SHA-256 is another')
  const lines = bytes.toString('utf8').split('\n')
  if (lines.pop() !== '') return wrong('its last line is cut off')
  try {
    return checkLines(lines, line)
  } catch (error) {
    return wrong(
      error instanceof z.ZodError || error instanceof SyntaxError ? 'its lines have another form' : String(error),
    )
  }
}

function checkLines([first = '', ...rest]: readonly string[], line: IndexLine): FileVerdict {
  const wrong = (why: string): FileVerdict => ({ status: 'wrong', why })
  const header = Header.parse(JSON.parse(first))
  const isNamed =
    header.batchHash === line.batchHash && header.partnerId === line.partnerId && header.firstEntry === line.firstEntry
  if (!isNamed) return wrong('it is of another batch')
  const entries = rest.map((text) => Entry.parse(JSON.parse(text)))
  if (entries.length !== header.entryCount) return wrong('it has not as many entries as it says')
  const isCanonical = [first, ...rest].every((text) => serialize(JSON.parse(text)) === text)
  if (!isCanonical) return wrong('its lines are not canonical')
  const numbered = entries.every(({ entry }, at) => BigInt(entry) === BigInt(header.firstEntry) + BigInt(at))
  if (!numbered) return wrong('its entries are not in order')
  const explained = entries.map(({ explanation }) => (explanation === null ? null : (serialize(explanation) ?? null)))
  if (explained.some((text) => (text === null) !== (header.leafVersion === 1)))
    return wrong('an explanation is missing, or one too many')
  const receipts = entries.map(({ entry, order, account, points, kind }, at) => ({
    entryNumber: BigInt(entry),
    orderCommitment: order,
    partnerId: header.partnerId,
    account,
    points: BigInt(points),
    kind,
    explanation: explained[at] ?? null,
  }))
  if (buildReceiptsTree(receipts, header.leafVersion).root !== header.receiptsRoot)
    return wrong('its receipts do not lead to the root that it names')
  return { status: 'right', rules: rulesNamed(explained) }
}

/** Whether a rule's document has the hash by which it is named. */
export function isRule(document: string, name: string): boolean {
  return hashText(document) === name
}
