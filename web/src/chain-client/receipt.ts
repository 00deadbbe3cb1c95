/** What a receipt says of an entry: the values of its leaf. Numbers that may pass 2^53 are decimal strings. */
export interface ReceiptLeaf {
  readonly entryNumber: string
  readonly orderCommitment: string
  readonly partnerId: number
  readonly account: string
  readonly points: string
  readonly kind: number
  /** What the leaf commits to besides; null in version 1, whose leaves have six values. */
  readonly explanationHash: string | null
}

/** Where the chain took the batch, as the server saw it. */
export interface ReceiptPosting {
  readonly blockNumber: string
  readonly blockHash: string
  readonly transactionHash: string
  readonly credited: string
  readonly debited: string
  readonly gasUsed: string
  readonly includedAt: string
}

/** The part of GET /v1/receipts/{entryId} that can be checked without asking the server again. */
export interface Receipt {
  readonly leaf: ReceiptLeaf
  readonly leafVersion: number
  readonly leafTypes: readonly string[]
  /** What explains the points, as it was read; null in version 1. */
  readonly explanation: object | null
  readonly order: { readonly reference: string | null; readonly salt: string }
  readonly proof: readonly string[]
  readonly batch: {
    readonly partnerId: number
    readonly firstEntry: string
    readonly entryCount: number
    readonly receiptsRoot: string
    readonly batchHash: string
    readonly credited: string
    readonly debited: string
    readonly posted: ReceiptPosting | null
  }
  readonly contract: string
}

/** What was pasted is no receipt; `field` names the first part that is missing or of another form. */
export class ReceiptMalformed extends Error {
  override readonly name = 'ReceiptMalformed'
  readonly field: string

  constructor(field: string) {
    super(`the receipt's ${field} is missing or malformed`)
    this.field = field
  }
}

/** A proof of a batch has at most 12 hashes; more is not a receipt. */
const PROOF_HASHES_MAX = 64
const TEXT_MAX = 1_000
/** Purchases that a return is matched to. */
const SHARES_MAX = 10_000

export const HASH = /^0x[0-9a-f]{64}$/i
export const ADDRESS = /^0x[0-9a-f]{40}$/i
export const COUNT = /^(?:0|[1-9]\d{0,77})$/
const SIGNED = /^-?(?:0|[1-9]\d{0,75})$/

export type Fields = Readonly<Record<string, unknown>>

/** Reads a receipt from an answer of the server. */
export function parseReceipt(value: unknown): Receipt {
  const receipt = readObject(value, 'receipt')
  const order = readObject(receipt['order'], 'order')
  return {
    leaf: readLeaf(readObject(receipt['leaf'], 'leaf')),
    leafVersion: readVersion(receipt),
    leafTypes: readList(receipt['leafTypes'], 'leafTypes', /^[a-z0-9]{1,16}$/),
    explanation: readExplanation(receipt['explanation'] ?? null),
    order: {
      reference: order['reference'] === null ? null : readText(order, 'order', 'reference', /^/),
      salt: readText(order, 'order', 'salt', HASH),
    },
    proof: readList(receipt['proof'], 'proof', HASH),
    batch: readBatch(readObject(receipt['batch'], 'batch')),
    contract: readText(receipt, '', 'contract', ADDRESS),
  }
}

function readLeaf(leaf: Fields): ReceiptLeaf {
  return {
    entryNumber: readText(leaf, 'leaf', 'entryNumber', COUNT),
    orderCommitment: readText(leaf, 'leaf', 'orderCommitment', HASH),
    partnerId: readNumber(leaf, 'leaf', 'partnerId', 2 ** 32 - 1),
    account: readText(leaf, 'leaf', 'account', ADDRESS),
    points: readText(leaf, 'leaf', 'points', SIGNED),
    kind: readNumber(leaf, 'leaf', 'kind', 255),
    explanationHash: isAbsent(leaf['explanationHash']) ? null : readText(leaf, 'leaf', 'explanationHash', HASH),
  }
}

const isAbsent = (value: unknown) => value === undefined || value === null

/** Receipts that were saved before leaves had versions do not name one. */
function readVersion(receipt: Fields): number {
  return receipt['leafVersion'] === undefined ? 1 : readNumber(receipt, '', 'leafVersion', 255)
}

function readExplanation(value: unknown): object | null {
  if (value === null) return null
  const explanation = readObject(value, 'explanation')
  for (const [name, part] of Object.entries(explanation)) {
    if (!Array.isArray(part)) readText(explanation, 'explanation', name, /^/)
    else if (part.length > SHARES_MAX) throw new ReceiptMalformed(`explanation.${name}`)
    else for (const share of part) readShare(share, `explanation.${name}`)
  }
  return explanation
}

/** Texts and nothing deeper, so that whatever was pasted can be written out again. */
function readShare(value: unknown, path: string): void {
  const share = readObject(value, path)
  for (const name of Object.keys(share)) readText(share, path, name, /^/)
}

function readBatch(batch: Fields): Receipt['batch'] {
  return {
    partnerId: readNumber(batch, 'batch', 'partnerId', 2 ** 32 - 1),
    firstEntry: readText(batch, 'batch', 'firstEntry', COUNT),
    entryCount: readNumber(batch, 'batch', 'entryCount', 2 ** 32 - 1),
    receiptsRoot: readText(batch, 'batch', 'receiptsRoot', HASH),
    batchHash: readText(batch, 'batch', 'batchHash', HASH),
    credited: readText(batch, 'batch', 'credited', COUNT),
    debited: readText(batch, 'batch', 'debited', COUNT),
    posted: batch['posted'] === null ? null : readPosting(readObject(batch['posted'], 'batch.posted')),
  }
}

function readPosting(posted: Fields): ReceiptPosting {
  const path = 'batch.posted'
  const includedAt = readText(posted, path, 'includedAt', /^/)
  if (Number.isNaN(Date.parse(includedAt))) throw new ReceiptMalformed(`${path}.includedAt`)
  return {
    blockNumber: readText(posted, path, 'blockNumber', COUNT),
    blockHash: readText(posted, path, 'blockHash', HASH),
    transactionHash: readText(posted, path, 'transactionHash', HASH),
    credited: readText(posted, path, 'credited', COUNT),
    debited: readText(posted, path, 'debited', COUNT),
    gasUsed: readText(posted, path, 'gasUsed', COUNT),
    includedAt,
  }
}

/** Part of an answer that has to be an object. */
export function readObject(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ReceiptMalformed(field)
  return value as Fields
}

/** A text of this form, and not too long. */
export function readText(fields: Fields, path: string, name: string, form: RegExp, textMax = TEXT_MAX): string {
  const value = fields[name]
  if (typeof value !== 'string' || value.length > textMax || !form.test(value)) {
    throw new ReceiptMalformed(path === '' ? name : `${path}.${name}`)
  }
  return value
}

/** A whole number from 0 to the most. */
export function readNumber(fields: Fields, path: string, name: string, most: number): number {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    throw new ReceiptMalformed(path === '' ? name : `${path}.${name}`)
  }
  return value
}

/** A list of texts of this form, and not too long. */
export function readList(value: unknown, field: string, form: RegExp): string[] {
  if (!Array.isArray(value) || value.length > PROOF_HASHES_MAX) throw new ReceiptMalformed(field)
  return value.map((part: unknown) => {
    if (typeof part !== 'string' || !form.test(part)) throw new ReceiptMalformed(field)
    return part
  })
}
