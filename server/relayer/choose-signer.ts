import { readPartner } from '../chain/read-partner.ts'
import type { PartnerSigner } from '../chain/signer.ts'
import { findWaitingKey } from '../database/next-keys.ts'
import type { Partner } from '../database/partners.ts'
import type { Relayer } from './relayer.ts'

/**
 * The signer of a partner for batches, or for lists and restorations. While its key changes, that is the one whose key the
 * registry names for them at the newest block; a reorganisation may bring the old one back.
 */
export async function chooseSigner(
  relayer: Pick<Relayer, 'database' | 'chain' | 'issuerOf'>,
  partner: Partner,
  purpose: 'issuing' | 'redeeming',
): Promise<PartnerSigner> {
  const next = await findWaitingKey(relayer.database, partner.id)
  if (next === null) return relayer.issuerOf(partner)
  const { issuerKey, redemptionKey } = await readPartner(relayer.chain, partner.id)
  const named = (purpose === 'issuing' ? issuerKey : redemptionKey).toLowerCase()
  if (named !== next.address) return relayer.issuerOf(partner)
  return relayer.issuerOf({
    ...partner,
    issuerKind: next.kind,
    issuerAddress: next.address,
    issuerKeystore: next.keystore,
  })
}
