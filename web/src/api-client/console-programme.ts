import type { Schemas } from '../../../client/client.ts'
import { dataOf, server } from './request.ts'

/** All versions of the brand's earning rules, newest first. */
export async function listOwnEarningRules(): Promise<Schemas['EarningRule'][]> {
  return (await dataOf(server.GET('/v1/partner/earning-rules'))).data
}

/** All versions of what points are worth at the brand, newest first. */
export async function listOwnRedeemRates(): Promise<Schemas['RedeemRate'][]> {
  return (await dataOf(server.GET('/v1/partner/redeem-rates'))).data
}

/** Sets the next version of the earning rule. */
export function setOwnEarningRule(
  body: Schemas['SetOwnEarningRule'],
  idempotencyKey: string,
): Promise<Schemas['EarningRule']> {
  const header = { 'Idempotency-Key': idempotencyKey }
  return dataOf(server.POST('/v1/partner/earning-rules', { params: { header }, body }))
}

/** Sets the next version of what points are worth. */
export function setOwnRedeemRate(
  body: Schemas['SetOwnRedeemRate'],
  idempotencyKey: string,
): Promise<Schemas['RedeemRate']> {
  const header = { 'Idempotency-Key': idempotencyKey }
  return dataOf(server.POST('/v1/partner/redeem-rates', { params: { header }, body }))
}
