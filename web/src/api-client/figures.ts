import type { Schemas } from '../../../client/client.ts'
import { asOperator } from './operator.ts'
import { dataOf, server } from './request.ts'

export type PartnerFigures = Schemas['PartnerFigures']
export type PartnerFlows = Schemas['PartnerFlows']
export type Flows = Schemas['Flows']
export type Flow = Schemas['Flow']
export type Liability = Schemas['PartnerLiability']

/** How far back figures are asked for. */
export type FiguresRange = { readonly days: string } | { readonly months: string }

const monthQuery = (month: string | null) => (month === null ? {} : { month })

/** What the partner issued, redeemed and sold, day by day or month by month. */
export function readFigures(range: FiguresRange): Promise<PartnerFigures> {
  return dataOf(server.GET('/v1/partner/figures', { params: { query: { ...range } } }))
}

/** Where members of the partner redeemed in a month, and whose members redeemed there; null: in the last month that is over. */
export function readPartnerFlows(month: string | null): Promise<PartnerFlows> {
  return dataOf(server.GET('/v1/partner/flows', { params: { query: monthQuery(month) } }))
}

/** What outstanding points of the partner may cost. */
export function readLiability(): Promise<Liability> {
  return dataOf(server.GET('/v1/partner/liability'))
}

/** The flows between all brands in a month. */
export function readFlows(key: string, month: string | null): Promise<Flows> {
  return dataOf(asOperator(key).GET('/v1/flows', { params: { query: monthQuery(month) } }))
}
