import { findPartner } from '../../database/partners.ts'
import { Rejection } from '../../domain/rejection.ts'
import { listPeople, type ListPeopleDeps } from './list-people.ts'
import type { PersonView } from './person-view.ts'

/** The people of any partner, for the operator. */
export async function listPartnerPeople(deps: ListPeopleDeps, partnerId: number): Promise<PersonView[]> {
  if ((await findPartner(deps.db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return listPeople(deps, partnerId)
}
