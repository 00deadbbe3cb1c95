import { findPartner } from '../../database/partners.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type PartnerView, type PartnerViewDeps, viewPartners } from './partner-view.ts'

/** Reads a partner as the operator sees it, with what the registry says of it now. */
export async function readPartnerDetails(deps: PartnerViewDeps, partnerId: number): Promise<PartnerView> {
  const partner = await findPartner(deps.db, partnerId)
  const [view] = partner === null ? [] : await viewPartners(deps, [partner])
  if (view === undefined) throw new Rejection('partner_unknown', { partnerId })
  return view
}
