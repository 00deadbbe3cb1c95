import type { Reader } from './client.ts'
import type { PartnerModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** A brand; its number is the on-chain PartnerId. */
export type Partner = Narrow<
  PartnerModel,
  {
    status: 'active' | 'suspended' | 'left'
    returnPolicy: 'within_balance' | 'carry'
    issuerKind: 'hosted' | 'external'
  }
>

/** The partners of these ids, in no order. */
export async function listPartnersByIds(reader: Reader, ids: readonly number[]): Promise<Partner[]> {
  return (await reader.partner.findMany({ where: { id: { in: [...ids] } } })) as Partner[]
}

/** A partner by its number. */
export async function findPartner(reader: Reader, id: number): Promise<Partner | null> {
  return (await reader.partner.findUnique({ where: { id } })) as Partner | null
}

/** Partners after a number, by number. */
export async function listPartners(
  reader: Reader,
  { after, rowsMax }: { after: number; rowsMax: number },
): Promise<Partner[]> {
  return (await reader.partner.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: rowsMax })) as Partner[]
}
