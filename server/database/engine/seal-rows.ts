import { OWN_CLAIM_PREFIX } from '../../domain/own-claims.ts'
import type { OwnerKeys } from './owner-keys.ts'
import type { TableName } from './tables.ts'

/** A row as it goes to the tables and the journal: by the columns' SQL names. */
export type Image = Record<string, unknown>

/**
 * What a sealed value begins with. Nobody can write one: texts that come in have no control characters. Then `t` of a text or `j` of JSON, the
 * owner of the key, a point, and what was sealed.
 */
const MARK = '\u0001'
/** In place of what is gone for good, where a column must have a value. */
const ERASED = `${MARK}-`
const SEALED_FORM = new RegExp(`^${MARK}([tj])([^.]+)\\.(.+)$`, 's')

/** Columns of a table that are sealed, with the key of which owner, and those under whose keyed hash they are found. */
interface SealedTable {
  readonly ownerOf: (image: Image) => string | null
  readonly texts: readonly string[]
  readonly json?: readonly string[]
  /** The column with the keyed hash of a text that is looked up: within its partner, or everywhere. */
  readonly named?: Readonly<Record<string, string>>
}

const ofMember = (image: Image) => image['member_id'] as string | null

/** What tells something of one member, or leads to them, in tables that stay: docs/decisions/0047-erasure.md. */
const SEALED: { readonly [T in TableName]?: SealedTable } = {
  purchase: {
    ownerOf: ofMember,
    texts: ['order_ref', 'inputs'],
    json: ['metadata'],
    named: { order_ref: 'order_key' },
  },
  purchase_return: {
    ownerOf: ofMember,
    texts: ['return_ref', 'order_ref'],
    json: ['metadata'],
    named: { return_ref: 'return_key' },
  },
  outbox_entry: { ownerOf: ofMember, texts: ['salt'] },
  member_identifier: { ownerOf: ofMember, texts: ['hint', 'contact'] },
  message: { ownerOf: ofMember, texts: ['sealed'] },
  redemption: {
    ownerOf: ofMember,
    texts: ['reference', 'salt'],
    json: ['metadata'],
    named: { reference: 'reference_key' },
  },
  restoration: { ownerOf: ofMember, texts: ['reference'], named: { reference: 'reference_key' } },
  reward_claim: { ownerOf: ofMember, texts: ['voucher'], named: { voucher: 'voucher_key' } },
  // It is nobody's at first, and becomes its collector's: the key is the slip's own.
  slip: { ownerOf: ({ id }) => slipOwner(String(id)), texts: ['order_ref'], named: { order_ref: 'order_key' } },
}

/** Of a slip. */
export function slipOwner(id: string): string {
  return `slip:${id}`
}

/** Of the answers of a day that are about many members, or about none. */
export function answersOwner(day: string): string {
  return `answers:${day}`
}

/** Facts of an event that name a member's order or hold. */
const EVENT_REFERENCES = ['orderRef', 'returnRef', 'reference']

/** The names under which requests are kept. */
const REQUEST_KEY = 'idempotency_key'

const isSealed = (value: unknown): value is string => typeof value === 'string' && value.startsWith(MARK)

/** Whose keys the images of new rows need. */
export function ownersOf(table: TableName, images: readonly Image[]): string[] {
  return images.flatMap((image) => {
    if (table === 'feed_event') return (image['data'] as { memberId?: string | null }).memberId ?? []
    if (table === REQUEST_KEY) return answerOwner(image)
    return SEALED[table]?.ownerOf(image) ?? []
  })
}

/** Whether a table has anything that is sealed. */
export function hasSealed(table: TableName): boolean {
  return table in SEALED || table === 'feed_event' || table === REQUEST_KEY
}

/** Seals what of a row must be, in place. What is sealed already stays as it is. The keys of `ownersOf` are at hand. */
export function sealImage(keys: OwnerKeys, table: TableName, image: Image): Image {
  if (table === 'feed_event') return sealEvent(keys, image)
  if (table === REQUEST_KEY) return sealAnswer(keys, image)
  const sealed = SEALED[table]
  if (sealed === undefined) return image
  const owner = sealed.ownerOf(image)
  for (const [column, keyColumn] of Object.entries(sealed.named ?? {})) {
    const text = image[column]
    if (typeof text !== 'string' || isSealed(text)) continue
    image[keyColumn] = nameIn(keys, table, { column, partnerId: partnerOf(table, image), text })
  }
  // A restoration of before, of which is not known whose it is.
  if (owner === null) return image
  for (const column of sealed.texts) {
    // Our own reference of a claim says so, and nothing else.
    const isOurs = table === 'redemption' && String(image[column]).startsWith(OWN_CLAIM_PREFIX)
    if (!isOurs) image[column] = sealText(keys, owner, image[column], isRequired(table, column))
  }
  for (const column of sealed.json ?? []) {
    const value = image[column]
    if (isSealed(value)) continue
    image[column] = hasEntries(value) ? seal(keys, owner, 'j', JSON.stringify(value)) : value
  }
  return image
}

const hasEntries = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length > 0

/** Columns that may be empty stay so: nothing was there. */
const MAY_BE_EMPTY = new Set([
  'purchase.inputs',
  'purchase_return.order_ref',
  'member_identifier.contact',
  'message.sealed',
])
const isRequired = (table: TableName, column: string) => !MAY_BE_EMPTY.has(`${table}.${column}`)

function sealText(keys: OwnerKeys, owner: string, value: unknown, required: boolean): unknown {
  if (value === null) return required ? ERASED : null
  if (typeof value !== 'string' || isSealed(value)) return value
  return seal(keys, owner, 't', value)
}

function seal(keys: OwnerKeys, owner: string, form: 't' | 'j', text: string): string {
  const sealed = keys.seal(owner, text)
  return sealed === null ? ERASED : `${MARK}${form}${owner}.${sealed}`
}

function sealEvent(keys: OwnerKeys, image: Image): Image {
  return { ...image, data: sealFacts(keys, image['data'] as Readonly<Record<string, string | null>>) }
}

/** The facts of an event as they are stored. */
export function sealFacts(
  keys: OwnerKeys,
  facts: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | null>> {
  const owner = facts['memberId']
  if (typeof owner !== 'string') return facts
  const sealed = Object.entries(facts).map(([name, value]) => {
    const isReference = EVENT_REFERENCES.includes(name)
    return [name, isReference ? (sealText(keys, owner, value, false) as string | null) : value] as const
  })
  return Object.fromEntries(sealed)
}

function sealAnswer(keys: OwnerKeys, image: Image): Image {
  const { key, partner_id: partnerId, response } = image
  // The name of a name is one already.
  const isNamed = String(key).startsWith(MARK)
  const name = isNamed ? key : requestName(keys, { partnerId: Number(partnerId), key: String(key) })
  const [owner = ''] = answerOwner(image)
  return { ...image, key: name, response: isSealed(response) ? response : sealResponse(keys, owner, response) }
}

function sealResponse(keys: OwnerKeys, owner: string, response: unknown): string {
  if (typeof response === 'string') return seal(keys, owner, 't', response)
  return seal(keys, owner, 'j', JSON.stringify(response))
}

/** What a request's key is kept as. */
export function requestName(keys: OwnerKeys, { partnerId, key }: { partnerId: number; key: string }): string {
  return `${MARK}${keys.nameOf(`${REQUEST_KEY}\n${String(partnerId)}\n${key}`)}`
}

/** Only an answer about one member has one at its outside; within a list, a bracket or another object comes first. */
const MEMBER_OF_ANSWER = /^\{[^{}[\]]*"memberId":"([0-9a-f-]{36})"/

/** The member of an answer that is about one; its day otherwise. */
function answerOwner({ response, created_at: createdAt }: Image): string[] {
  if (isSealed(response)) return []
  const memberId = typeof response === 'string' ? MEMBER_OF_ANSWER.exec(response)?.[1] : undefined
  if (memberId !== undefined) return [memberId]
  return [answersOwner(new Date(createdAt as string | Date).toISOString().slice(0, 10))]
}

const partnerOf = (table: TableName, image: Image) => (table === 'reward_claim' ? 0 : Number(image['partner_id']))

/** The tables in which anything is sealed. */
export const SEALED_TABLES = [...(Object.keys(SEALED) as TableName[]), 'feed_event', REQUEST_KEY] as const

/** What a row of a version that sealed nothing has in place of a keyed hash, from the migration. */
const UNSEALED_NAME = 'plain:'

/** An image of such a row, without what stood in for hashes. */
export function withoutStandIns(table: TableName, image: Image): Image {
  for (const column of nameColumnsOf(table)) {
    if (String(image[column]).startsWith(UNSEALED_NAME)) image[column] = null
  }
  return image
}

/** The keyed hash under which a text of a table is found. */
export function nameIn(
  keys: OwnerKeys,
  table: TableName,
  { column, partnerId, text }: { column: string; partnerId: number; text: string },
): string {
  return keys.nameOf(`${table}.${column}\n${String(partnerId)}\n${text}`)
}

/** The columns of a table that hold keyed hashes of others. */
export function nameColumnsOf(table: TableName): ReadonlySet<string> {
  return NAME_COLUMNS.get(table) ?? NONE
}

const NONE: ReadonlySet<string> = new Set()
const NAME_COLUMNS = new Map(
  Object.entries(SEALED).map(([table, { named = {} }]) => [table, new Set(Object.values(named))]),
)

/** The column with the keyed hash of a column; undefined where it is found as it is. */
export function nameColumnOf(table: TableName, column: string): string | undefined {
  return SEALED[table]?.named?.[column]
}

/** In place of an owner: something is marked, and has none. */
export const NOBODY = ''

/** The owners of all that is sealed in a value that was read. */
export function ownersIn(value: unknown, owners: Set<string>): void {
  if (typeof value === 'string') {
    if (value.startsWith(MARK)) owners.add(SEALED_FORM.exec(value)?.[2] ?? NOBODY)
  } else if (isPlain(value)) for (const one of Object.values(value)) ownersIn(one, owners)
}

/** A value that was read, with what was sealed in it opened: null where the key is gone, and no notes. The keys are at hand. */
export function openValue(keys: OwnerKeys, value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? openText(keys, value) : value
  if (!isPlain(value)) return value
  if (Array.isArray(value)) return value.map((one) => openValue(keys, one))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, openValue(keys, one)]))
}

function openText(keys: OwnerKeys, value: string): unknown {
  const [, form, owner, sealed] = SEALED_FORM.exec(value) ?? []
  if (owner === undefined || sealed === undefined) return value === ERASED ? null : value
  const text = keys.open(owner, sealed)
  if (form === 't') return text
  return text === null ? {} : JSON.parse(text)
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !ArrayBuffer.isView(value)
