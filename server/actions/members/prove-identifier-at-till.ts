import type { AskedMember } from './member-reference.ts'
import { type IdentifierProof, proveIdentifier } from './prove-identifier.ts'
import { getPresentMember } from './start-identifier-proof-at-till.ts'
import type { ProofDeps } from './start-identifier-proof.ts'

/** Proves an address or a number of the member who shows their card at a till. */
export async function proveIdentifierAtTill(
  deps: ProofDeps,
  { partnerId, reference, ...proof }: AskedMember & IdentifierProof,
): Promise<void> {
  const memberId = await getPresentMember(deps, { partnerId, reference })
  await proveIdentifier(deps, { memberId, partnerId, ...proof })
}
