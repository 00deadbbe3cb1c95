import type { Database } from '../../database/engine/client.ts'
import { lockPartner, savePartner, type Partner } from '../../database/partners.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendOperatorCalls, type OperatorDeps } from './operator-calls.ts'

/** Suspends a partner from issuing, or resumes it, here and on chain. Does nothing if the partner has that status already. */
export async function changePartnerStatus(
  deps: OperatorDeps & { readonly db: Database },
  { partnerId, status }: { partnerId: number; status: 'active' | 'suspended' },
): Promise<Partner> {
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
    if (partner.status === status) return partner
    const changed = { ...partner, status }
    await savePartner(tx, changed)
    await appendOperatorCalls(tx, deps, partnerId, [
      { name: status === 'active' ? 'resume_partner' : 'suspend_partner' },
    ])
    return changed
  })
}
