/** What a receipt says of an entry: the six values of its leaf. Numbers that may pass 2^53 are decimal strings. */
export interface ReceiptLeaf {
  readonly entryNumber: string
  readonly orderCommitment: string
  readonly partnerId: number
  readonly account: string
  readonly points: string
  readonly kind: number
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
  readonly leafTypes: readonly string[]
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

const HASH = /^0x[0-9a-f]{64}$/i
const ADDRESS = /^0x[0-9a-f]{40}$/i
const COUNT = /^(?:0|[1-9]\d{0,77})$/
const SIGNED = /^-?(?:0|[1-9]\d{0,75})$/

type Fields = Readonly<Record<string, unknown>>

/** Reads a receipt from text that somebody pasted or a file that they chose. */
export function parseReceiptText(text: string): Receipt {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ReceiptMalformed('JSON')
  }
  return parseReceipt(value)
}

/** Reads a receipt from an answer of the server. */
export function parseReceipt(value: unknown): Receipt {
  const receipt = readObject(value, 'receipt')
  const order = readObject(receipt['order'], 'order')
  return {
    leaf: readLeaf(readObject(receipt['leaf'], 'leaf')),
    leafTypes: readList(receipt['leafTypes'], 'leafTypes', /^[a-z0-9]{1,16}$/),
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
  }
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

function readObject(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ReceiptMalformed(field)
  return value as Fields
}

function readText(fields: Fields, path: string, name: string, form: RegExp): string {
  const value = fields[name]
  if (typeof value !== 'string' || value.length > TEXT_MAX || !form.test(value)) {
    throw new ReceiptMalformed(path === '' ? name : `${path}.${name}`)
  }
  return value
}

function readNumber(fields: Fields, path: string, name: string, most: number): number {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    throw new ReceiptMalformed(`${path}.${name}`)
  }
  return value
}

function readList(value: unknown, field: string, form: RegExp): string[] {
  if (!Array.isArray(value) || value.length > PROOF_HASHES_MAX) throw new ReceiptMalformed(field)
  return value.map((part: unknown) => {
    if (typeof part !== 'string' || !form.test(part)) throw new ReceiptMalformed(field)
    return part
  })
}
