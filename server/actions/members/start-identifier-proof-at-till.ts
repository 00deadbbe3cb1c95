import { Rejection } from '../../domain/rejection.ts'
import { type AskedMember, findReferencedMembers } from './member-reference.ts'
import { type OwnIdentifier, type ProofDeps, startIdentifierProof } from './start-identifier-proof.ts'

/** Sends a code to an address or a number of the member who shows their card at a till. */
export async function startIdentifierProofAtTill(
  deps: ProofDeps,
  { identifier, ...asked }: AskedMember & { identifier: OwnIdentifier },
): Promise<{ expiresAt: Date }> {
  const memberId = await getPresentMember(deps, asked)
  return startIdentifierProof(deps, { memberId, identifier, askedBy: { partnerId: asked.partnerId } })
}

/** The member whose card a till was shown. */
export async function getPresentMember(deps: ProofDeps, asked: AskedMember): Promise<string> {
  const found = (await findReferencedMembers(deps, [asked]))(asked)
  if (found instanceof Rejection) throw found
  if (!found.isPresent) throw new Rejection('member_unknown', { kind: asked.reference.kind })
  return found.member.id
}
