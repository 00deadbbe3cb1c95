import type { Database, Reader } from '../../database/engine/client.ts'
import { lockMembers } from '../../database/members.ts'
import type { ChannelKind } from '../../domain/channels.ts'
import { type BudgetDeps, takeCodeBudget } from '../requests/take-budget.ts'
import { type CodeDeps, startCode, takeCode } from '../messages/one-time-code.ts'
import { normaliseIdentifier, refuseMalformed } from './normalise-identifier.ts'
import { findCountry } from './partner-country.ts'

export type ProofDeps = CodeDeps & BudgetDeps & { readonly db: Database }

/** An address or a number that somebody says is theirs. */
export interface OwnIdentifier {
  readonly kind: ChannelKind
  readonly value: string
}

/** Where a code is asked for: at a till of a partner, or by the member from somewhere. */
export type CodeAsker = { readonly partnerId: number } | { readonly networkAddress: string }

/**
 * Sends a code to an address or a number, with which the member proves that it is theirs. Whether anybody is known by it makes
 * no difference, so that nobody learns it.
 */
export async function startIdentifierProof(
  deps: ProofDeps,
  { memberId, identifier, askedBy }: { memberId: string; identifier: OwnIdentifier; askedBy: CodeAsker },
): Promise<{ expiresAt: Date }> {
  const { kind } = identifier
  const partnerId = 'partnerId' in askedBy ? askedBy.partnerId : null
  const to = await normaliseOwn(deps.db, identifier, partnerId)
  const valueHash = deps.hashIdentifier(kind, to)
  await takeCode(deps, { memberId, kind, valueHash, partnerId })
  return deps.db.transaction(async (tx) => {
    if ('networkAddress' in askedBy) await takeCodeBudget(tx, deps, askedBy.networkAddress)
    await lockMembers(tx, [memberId])
    return startCode(tx, deps, { memberId, purpose: 'prove_identifier', kind, valueHash, about: '', to })
  })
}

/** An identifier in its one form, as a partner's till, or the member alone, typed it. */
export async function normaliseOwn(db: Reader, identifier: OwnIdentifier, partnerId: number | null): Promise<string> {
  const country = await findCountry(db, { partnerId, identifier })
  const normalised = normaliseIdentifier(identifier.kind, identifier.value, country)
  if (normalised === null) throw refuseMalformed(identifier, country)
  return normalised
}
