import {
  ADDRESS,
  COUNT,
  type Fields,
  HASH,
  parseReceipt,
  readNumber,
  readObject,
  readText,
  type Receipt,
  ReceiptMalformed,
} from './receipt.ts'

/** What a member signed, as PointsRedemption names it. Numbers that may pass 2^53 are decimal strings. */
export interface SignedOrder {
  readonly partnerId: number
  readonly member: string
  readonly points: string
  readonly reward: string
  readonly nonce: string
  /** Unix seconds. */
  readonly deadline: string
}

/** Where the chain has points that were burned or given back, as the server saw it. */
export interface LoggedPoints {
  readonly points: string
  readonly blockNumber: string
  /** Null where the server does not know it any more. */
  readonly blockHash: string | null
  readonly transactionHash: string
  readonly includedAt: string
}

/** The part of GET /v1/me/redemptions/{redemptionId}/receipt that can be checked without asking the server again. */
export interface RedemptionReceipt {
  readonly kind: 'redemption'
  readonly order: SignedOrder
  readonly orderHash: string
  readonly memberSignature: string
  readonly given: {
    readonly rewardId: string | null
    readonly reference: string
    readonly salt: string
    readonly rewardText: string
  }
  readonly burned: LoggedPoints
  readonly restored: readonly LoggedPoints[]
  readonly contract: string
}

/** The receipt of an entry, or that of a redemption. */
export type AnyReceipt = Receipt | RedemptionReceipt

/** Whether it is the receipt of a redemption. */
export const isOfRedemption = (receipt: AnyReceipt): receipt is RedemptionReceipt => 'memberSignature' in receipt

/** Points of an order come back in parts, and nobody comes that often. */
const RESTORED_MAX = 1_000
/** The signature of a passkey has a text of the browser in it; that of a contract wallet may have many keys' in it. */
const SIGNATURE = /^0x(?:[0-9a-f]{2}){1,16384}$/i
const SIGNATURE_TEXT_MAX = 2 + 2 * 16_384

/** Reads either receipt from text that somebody pasted or a file that they chose. */
export function parseAnyReceiptText(text: string): AnyReceipt {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ReceiptMalformed('JSON')
  }
  const isRedemption = typeof value === 'object' && value !== null && 'memberSignature' in value
  return isRedemption ? parseRedemptionReceipt(value) : parseReceipt(value)
}

/** Reads the receipt of a redemption from an answer of the server. */
export function parseRedemptionReceipt(value: unknown): RedemptionReceipt {
  const receipt = readObject(value, 'receipt')
  const given = readObject(receipt['given'], 'given')
  return {
    kind: 'redemption',
    order: readOrder(readObject(receipt['order'], 'order')),
    orderHash: readText(receipt, '', 'orderHash', HASH),
    memberSignature: readText(receipt, '', 'memberSignature', SIGNATURE, SIGNATURE_TEXT_MAX),
    given: {
      rewardId: given['rewardId'] === null ? null : readText(given, 'given', 'rewardId', /^/),
      reference: readText(given, 'given', 'reference', /^/),
      salt: readText(given, 'given', 'salt', /^/),
      rewardText: readText(given, 'given', 'rewardText', /^/),
    },
    burned: readLogged(receipt['burned'], 'burned'),
    restored: readRestored(receipt['restored']),
    contract: readText(receipt, '', 'contract', ADDRESS),
  }
}

function readOrder(order: Fields): SignedOrder {
  return {
    partnerId: readNumber(order, 'order', 'partnerId', 2 ** 32 - 1),
    member: readText(order, 'order', 'member', ADDRESS),
    points: readText(order, 'order', 'points', COUNT),
    reward: readText(order, 'order', 'reward', HASH),
    nonce: readText(order, 'order', 'nonce', COUNT),
    deadline: readText(order, 'order', 'deadline', COUNT),
  }
}

function readRestored(value: unknown): LoggedPoints[] {
  if (!Array.isArray(value) || value.length > RESTORED_MAX) throw new ReceiptMalformed('restored')
  return value.map((logged: unknown, at) => readLogged(logged, `restored[${String(at)}]`))
}

function readLogged(value: unknown, path: string): LoggedPoints {
  const logged = readObject(value, path)
  const includedAt = readText(logged, path, 'includedAt', /^/)
  if (Number.isNaN(Date.parse(includedAt))) throw new ReceiptMalformed(`${path}.includedAt`)
  return {
    points: readText(logged, path, 'points', COUNT),
    blockNumber: readText(logged, path, 'blockNumber', COUNT),
    blockHash: logged['blockHash'] === null ? null : readText(logged, path, 'blockHash', HASH),
    transactionHash: readText(logged, path, 'transactionHash', HASH),
    includedAt,
  }
}
