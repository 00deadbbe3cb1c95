import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import type { Proposal } from './operator-partners.ts'
import { asOperator, at } from './operator.ts'
import { dataOf, server } from './request.ts'

export type Pack = Schemas['Pack']
export type Packs = Schemas['Packs']

const atPack = ({ partnerId, packNumber }: Pack) => ({
  path: { ...at(partnerId).path, packNumber: String(packNumber) },
})

/** The packs of a partner, and what is left of them. */
export function readPacks(key: string, partnerId: number): Promise<Packs> {
  return dataOf(asOperator(key).GET('/v1/partners/{partnerId}/packs', { params: at(partnerId) }))
}

/** The packs of the partner that is signed in. */
export function readOwnPacks(): Promise<Packs> {
  return dataOf(server.GET('/v1/packs'))
}

/** Orders a pack for a partner. */
export function orderPack(key: string, partnerId: number, body: Schemas['OrderPack']): Promise<Pack> {
  return askOnce(['pack', partnerId, body], (header) =>
    dataOf(asOperator(key).POST('/v1/partners/{partnerId}/packs', { params: { ...at(partnerId), header }, body })),
  )
}

/** Records that a pack was paid. */
export function recordPackPayment(key: string, pack: Pack, body: Schemas['PackPayment']): Promise<Pack | Proposal> {
  return askOnce(['pack-payment', pack.number, body], (header) =>
    dataOf(
      asOperator(key).POST('/v1/partners/{partnerId}/packs/{packNumber}/payment', {
        params: { ...atPack(pack), header },
        body,
      }),
    ),
  )
}

/** Cancels a pack that is not paid. */
export function cancelPack(key: string, pack: Pack): Promise<Pack> {
  return askOnce(['pack-cancel', pack.number], (header) =>
    dataOf(
      asOperator(key).POST('/v1/partners/{partnerId}/packs/{packNumber}/cancel', {
        params: { ...atPack(pack), header },
      }),
    ),
  )
}

/** Sets at how many points left a partner is warned; null: never. */
export function setPackAlert(key: string, partnerId: number, points: string | null): Promise<Packs> {
  return askOnce(['pack-alert', partnerId, points], (header) =>
    dataOf(
      asOperator(key).POST('/v1/partners/{partnerId}/packs/alert', {
        params: { ...at(partnerId), header },
        body: { points },
      }),
    ),
  )
}
