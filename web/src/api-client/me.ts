import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf, server } from './request.ts'

export type Me = Schemas['Me']
export type History = Schemas['History']
export type HistoryItem = History['data'][number]
export type PointsOverTime = Pick<Schemas['PointsOverTime'], 'data'>
export type Ledger = Schemas['Ledger']
export type CardCode = Schemas['CardCode']

const HISTORY_PAGE = 30
/** How far back an entry is looked for: most are among the newest, and nobody waits for more. */
const SEARCHED_PAGE = 100
const SEARCHED_PAGES_MAX = 20

/** The member who is signed in here, and their points; null when nobody is. */
export async function readMe(): Promise<Me | null> {
  return (await dataOf(server.GET('/v1/visitor'))).me
}

export type HistoryKind = HistoryItem['kind']

/** In the order in which they are offered. */
export const HISTORY_KINDS = [
  'accrual',
  'redemption',
  'accrual_reversal',
  'redemption_reversal',
  'expiry',
  'shortfall_recovery',
  'account_move',
] as const satisfies readonly HistoryKind[]

/** What of the history is asked for; null: all of it. */
export interface HistoryFilter {
  readonly kind: HistoryKind | null
  readonly partnerId: number | null
}

export const ALL_HISTORY: HistoryFilter = { kind: null, partnerId: null }

/** What happened to the points, newest first, a page at a time. */
export function readHistory(
  cursor: string | null,
  { kind, partnerId }: HistoryFilter,
  itemsMax = HISTORY_PAGE,
): Promise<History> {
  const query = {
    limit: String(itemsMax),
    ...(cursor === null ? {} : { cursor }),
    ...(kind === null ? {} : { kind }),
    ...(partnerId === null ? {} : { partnerId: String(partnerId) }),
  }
  return dataOf(server.GET('/v1/me/history', { params: { query } }))
}

/** The points that the member's history shows for an entry of the ledger; null when it is not in what can be looked through. */
export async function findHistoryPoints(entryId: string): Promise<string | null> {
  let cursor: string | null = null
  for (let page = 0; page < SEARCHED_PAGES_MAX; page++) {
    const { data, nextCursor }: History = await readHistory(cursor, ALL_HISTORY, SEARCHED_PAGE)
    const found = data.find((item) => item.entryId === entryId)
    if (found !== undefined) return found.points
    if (nextCursor === null) return null
    cursor = nextCursor
  }
  return null
}

/** Confirmed points at the end of each of the last days. */
export function readPointsOverTime(days: number): Promise<PointsOverTime> {
  return dataOf(server.GET('/v1/me/points-over-time', { params: { query: { days: String(days) } } }))
}

/** What is public about the ledger, for wallet apps and receipt checks. */
export function readLedger(): Promise<Ledger> {
  return dataOf(server.GET('/v1/ledger'))
}

/** A code that names the member at a till, for a minute. */
export function readCardCode(): Promise<CardCode> {
  return dataOf(server.GET('/v1/me/card-code'))
}

/** Gives a member without a card a number, which is told this once. */
export function drawCard(): Promise<Schemas['CardNumber']> {
  return askOnce(['card'], (header) => dataOf(server.POST('/v1/me/card', { params: { header } })))
}

/** Sets the first PIN, or a new one with the old one. */
export function setPin(body: { pin: string; currentPin?: string }): Promise<unknown> {
  return askOnce(['pin', body], (header) => dataOf(server.POST('/v1/me/pin', { params: { header }, body })))
}
