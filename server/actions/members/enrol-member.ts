import { Rejection } from '../../domain/rejection.ts'
import type { CardIntake } from './enrol-cards.ts'
import { enrolAlone, type EnrolDeps, type EnrolledMember, type NewMember } from './enrol-alone.ts'
import { needsCountry } from './normalise-identifier.ts'
import { findCountry } from './partner-country.ts'
import { proveWallet, type ProveWalletDeps, type WalletProof } from './prove-wallet.ts'

export type EnrolMemberDeps = EnrolDeps & ProveWalletDeps & { readonly cardIntake: CardIntake }

/** What a till asks: a member with these identifiers, and with a wallet of their own where `proof` shows it. */
export interface AskedMember extends Pick<NewMember, 'identifiers' | 'enrolledBy' | 'keyed'> {
  readonly proof: WalletProof | null
}

/** Enrols a member at a till. Tills that hand out cards in the same moment share a transaction. */
export async function enrolMember(deps: EnrolMemberDeps, { proof, ...asked }: AskedMember): Promise<EnrolledMember> {
  const { identifiers, enrolledBy, keyed } = asked
  const phone = identifiers.find(needsCountry)
  const country = phone === undefined ? null : await findCountry(deps.db, { partnerId: enrolledBy, identifier: phone })
  const isGivenCard = proof === null && keyed === null && identifiers.some(({ kind }) => kind === 'card')
  if (!isGivenCard) {
    const wallet = proof === null ? null : await proveWallet(deps, proof)
    return enrolAlone(deps, { ...asked, country, wallet })
  }
  const enrolled = await deps.cardIntake.submit({
    partnerId: enrolledBy,
    items: [{ identifiers, enrolledBy, country }],
    keyed: null,
  })
  if (enrolled instanceof Rejection) throw enrolled
  return enrolled
}
