import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { asOperator, at } from './operator.ts'
import { dataOf } from './request.ts'

export type SettlementCurrency = Schemas['SettlementCurrency']
export type Prices = Schemas['Prices']
export type ApiKey = Schemas['ApiKey']
export type AllowanceChange = Schemas['ChangeAllowance']
export type NewPrices = Schemas['SetPrices']
/** What a call that can need a second person may become. */
export type Proposal = Schemas['Proposal']

const KEYS_PER_PAGE = '50'

/** Raises or lowers an allowance, or sets the daily limit. */
export function changeAllowance(
  key: string,
  partnerId: number,
  body: AllowanceChange,
): Promise<Schemas['PartnerStatus'] | Proposal> {
  return askOnce(['allowance', partnerId, body], (header) =>
    dataOf(asOperator(key).POST('/v1/partners/{partnerId}/allowance', { params: { ...at(partnerId), header }, body })),
  )
}

/** Suspends a partner from issuing, or resumes it. */
export function changeStatus(
  key: string,
  partnerId: number,
  to: 'suspend' | 'resume',
): Promise<Schemas['PartnerStatus']> {
  return askOnce([to, partnerId], (header) =>
    dataOf(asOperator(key).POST(`/v1/partners/{partnerId}/${to}`, { params: { ...at(partnerId), header } })),
  )
}

/** Lets a partner out of quarantine. */
export function releasePartner(
  key: string,
  partnerId: number,
  body: Schemas['ReleasePartner'],
): Promise<Schemas['ReleasedPartner']> {
  return askOnce(['release', partnerId, body], (header) =>
    dataOf(asOperator(key).POST('/v1/partners/{partnerId}/release', { params: { ...at(partnerId), header }, body })),
  )
}

/** What a point cost and will cost, newest first. */
export async function listPrices(key: string, partnerId: number): Promise<Prices[]> {
  return (await dataOf(asOperator(key).GET('/v1/partners/{partnerId}/prices', { params: at(partnerId) }))).data
}

/** Plans prices from a month on. */
export function setPrices(key: string, partnerId: number, body: NewPrices): Promise<Prices | Proposal> {
  return askOnce(['prices', partnerId, body], (header) =>
    dataOf(asOperator(key).POST('/v1/partners/{partnerId}/prices', { params: { ...at(partnerId), header }, body })),
  )
}

/** In which currency a partner pays and is paid. */
export function readSettlementCurrency(key: string, partnerId: number): Promise<SettlementCurrency> {
  return dataOf(asOperator(key).GET('/v1/partners/{partnerId}/settlement-currency', { params: at(partnerId) }))
}

/** Sets it from a month on. */
export function setSettlementCurrency(
  key: string,
  partnerId: number,
  body: Schemas['SetSettlementCurrency'],
): Promise<SettlementCurrency | Proposal> {
  return askOnce(['settlement', partnerId, body], (header) =>
    dataOf(
      asOperator(key).POST('/v1/partners/{partnerId}/settlement-currency', {
        params: { ...at(partnerId), header },
        body,
      }),
    ),
  )
}

/** The API keys of a partner, newest first. */
export function listApiKeys(key: string, partnerId: number, cursor: string | null): Promise<Schemas['ApiKeys']> {
  const query = { limit: KEYS_PER_PAGE, ...(cursor === null ? {} : { cursor }) }
  return dataOf(asOperator(key).GET('/v1/partners/{partnerId}/keys', { params: { ...at(partnerId), query } }))
}

/** Revokes an API key of a partner for ever. */
export function revokeApiKey(key: string, partnerId: number, keyId: string): Promise<ApiKey> {
  const path = { ...at(partnerId).path, keyId }
  return dataOf(asOperator(key).DELETE('/v1/partners/{partnerId}/keys/{keyId}', { params: { path } }))
}
