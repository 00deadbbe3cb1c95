import { noteConsent } from '../../database/consents.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { noteRelations } from '../../database/member-relations.ts'
import {
  findProvenIdentifier,
  listClaimsOf,
  listIdentifiersOfMember,
  lockMembers,
  type MemberIdentifier,
  saveIdentifiers,
} from '../../database/members.ts'
import { consentVersion } from '../../domain/consents.ts'
import { hintOf, LEADS_EVERYWHERE, PROVEN_IDENTIFIERS_MAX } from '../../domain/identifiers.ts'
import { Rejection } from '../../domain/rejection.ts'
import { notifyMember } from '../messages/notify-member.ts'
import { tryCode } from '../messages/one-time-code.ts'
import { normaliseOwn, type OwnIdentifier, type ProofDeps } from './start-identifier-proof.ts'

/** The code that came to an address or a number, and whether notices may go there. */
export interface IdentifierProof {
  readonly identifier: OwnIdentifier
  readonly code: string
  /** Only with it is the address itself kept, encrypted. */
  readonly wantsNotices: boolean
}

/**
 * Makes an address or a number lead to the member who proved that it is theirs. It takes over what partners had written down
 * of it, and what another member had proved before: whoever reads what is sent there now is its owner. Points that
 * were collected under it stay on the account that has them. See docs/decisions/0021-identifiers.md.
 */
export async function proveIdentifier(
  deps: ProofDeps,
  { memberId, partnerId = null, ...proof }: IdentifierProof & { memberId: string; partnerId?: number | null },
): Promise<void> {
  const { kind } = proof.identifier
  const value = await normaliseOwn(deps.db, proof.identifier, partnerId)
  const valueHash = deps.hashIdentifier(kind, value)
  const refusal = await deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const proven = (await listIdentifiersOfMember(tx, memberId)).filter(({ provenAt }) => provenAt !== null)
    const own = proven.find((one) => one.kind === kind && one.valueHash === valueHash)
    if (own === undefined && proven.length >= PROVEN_IDENTIFIERS_MAX)
      return new Rejection('identifiers_too_many', { identifiersMax: PROVEN_IDENTIFIERS_MAX })
    const use = { memberId, purpose: 'prove_identifier', kind, valueHash, about: '' } as const
    const wrong = await tryCode(tx, deps, { ...use, code: proof.code })
    if (wrong !== null) return wrong
    const now = deps.clock.now()
    const contact = proof.wantsNotices ? deps.contactSeal.seal(memberId, value) : null
    const since = { createdAt: own?.createdAt ?? now, provenAt: own?.provenAt ?? now }
    await takeOver(tx, deps, {
      identifier: {
        kind,
        valueHash,
        partnerId: LEADS_EVERYWHERE,
        memberId,
        hint: hintOf({ kind, value }),
        ...since,
        endedAt: null,
        contact,
      },
      isNew: own === undefined,
    })
    await noteNotices(tx, deps, { own, memberId, kind, isGiven: proof.wantsNotices })
    if (partnerId !== null) await noteRelations(tx, [{ memberId, partnerId, createdAt: now }])
    return null
  })
  if (refusal !== null) throw refusal
}

/** A member who agrees again to what they agreed to, or never did, says nothing new. */
async function noteNotices(
  tx: Transaction,
  deps: ProofDeps,
  said: { own: MemberIdentifier | undefined; memberId: string; kind: 'email' | 'phone'; isGiven: boolean },
): Promise<void> {
  const { own, memberId, kind, isGiven } = said
  if ((own !== undefined && own.contact !== null) === isGiven) return
  const [id, at] = [deps.ids.next(), deps.clock.now()]
  const version = consentVersion('notices')
  await noteConsent(tx, { id, memberId, purpose: 'notices', kind, version, given: isGiven, at })
}

async function takeOver(
  tx: Transaction,
  deps: ProofDeps,
  { identifier, isNew }: { identifier: MemberIdentifier; isNew: boolean },
): Promise<void> {
  const { memberId, valueHash: exceptHash } = identifier
  const now = deps.clock.now()
  const before = await findProvenIdentifier(tx, identifier)
  const claims = await listClaimsOf(tx, identifier)
  const ended = claims.map(({ claimedBy: _partner, ...claim }) => ({ ...claim, endedAt: claim.endedAt ?? now }))
  await saveIdentifiers(tx, [identifier, ...ended])
  // Where it was written down it leads to its owner from now on: those partners knew it already.
  const partners = [...new Set(claims.flatMap(({ claimedBy }) => claimedBy ?? []))]
  await noteRelations(
    tx,
    partners.map((partnerId) => ({ memberId, partnerId, createdAt: now })),
  )
  if (isNew) await notifyMember(tx, deps, { memberId, topic: 'identifier_added', exceptHash })
  if (before !== null && before.memberId !== memberId)
    await notifyMember(tx, deps, { memberId: before.memberId, topic: 'identifier_lost' })
}
