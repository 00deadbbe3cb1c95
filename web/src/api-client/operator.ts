import { createEntente, type EntenteClient, type Schemas } from '../../../client/client.ts'
import { Problem } from './problem.ts'
import { dataOf, PAGE_OPTIONS } from './request.ts'

export type Partner = Schemas['Partner']
export type EarningRule = Schemas['EarningRule']
export type RedeemRate = Schemas['RedeemRate']

/** The server, asked with an operator's key. */
export const asOperator = (key: string): EntenteClient =>
  // A member may be signed in at the same browser: an operator is not them.
  createEntente({ ...PAGE_OPTIONS, apiKey: key, credentials: 'omit' })

/** Where a route is about one partner. */
export const at = (partnerId: number) => ({ path: { partnerId: String(partnerId) } })

/** Partners by number, a page at a time. */
export function listPartners(key: string, cursor: string | null): Promise<Schemas['Partners']> {
  return dataOf(asOperator(key).GET('/v1/partners', { params: { query: cursor === null ? {} : { cursor } } }))
}

/** All partners: a coalition has dozens. */
export async function listAllPartners(key: string): Promise<Partner[]> {
  const partners: Partner[] = []
  let cursor: string | null = null
  do {
    const { data, nextCursor }: Schemas['Partners'] = await listPartners(key, cursor)
    partners.push(...data)
    cursor = nextCursor
  } while (cursor !== null)
  return partners
}

/** One partner; null when there is none of this number. */
export async function findPartner(key: string, partnerId: number): Promise<Partner | null> {
  try {
    return await dataOf(asOperator(key).GET('/v1/partners/{partnerId}', { params: at(partnerId) }))
  } catch (error) {
    if (error instanceof Problem && error.code === 'partner_unknown') return null
    throw error
  }
}

/** All versions of how points are earned at a partner. */
export async function listEarningRules(key: string, partnerId: number): Promise<EarningRule[]> {
  return (await dataOf(asOperator(key).GET('/v1/partners/{partnerId}/earning-rules', { params: at(partnerId) }))).data
}

/** All versions of what points are worth at a partner. */
export async function listRedeemRates(key: string, partnerId: number): Promise<RedeemRate[]> {
  return (await dataOf(asOperator(key).GET('/v1/partners/{partnerId}/redeem-rates', { params: at(partnerId) }))).data
}

/** Names a change, so that it is made once however often it is sent. */
export interface Repeatable {
  readonly idempotencyKey: string
}

type Change<Name extends keyof Schemas> = Schemas[Name] & Repeatable

const changeAt = (partnerId: number, idempotencyKey: string) => ({
  ...at(partnerId),
  header: { 'Idempotency-Key': idempotencyKey },
})

/** Sets the next version of how points are earned. */
export function setEarningRule(key: string, partnerId: number, change: Change<'SetEarningRule'>): Promise<EarningRule> {
  const { idempotencyKey, ...body } = change
  const params = changeAt(partnerId, idempotencyKey)
  return dataOf(asOperator(key).POST('/v1/partners/{partnerId}/earning-rules', { params, body }))
}

/** Sets the next version of what points are worth. */
export function setRedeemRate(key: string, partnerId: number, change: Change<'SetRedeemRate'>): Promise<RedeemRate> {
  const { idempotencyKey, ...body } = change
  const params = changeAt(partnerId, idempotencyKey)
  return dataOf(asOperator(key).POST('/v1/partners/{partnerId}/redeem-rates', { params, body }))
}
