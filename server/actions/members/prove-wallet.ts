import type { Chain } from '../../chain/client.ts'
import { verifySiwe, type SiweTerms } from '../../chain/verify-siwe.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { ProvenWallet } from './enrol-alone.ts'

export interface ProveWalletDeps {
  readonly chain: Chain
  readonly clock: Clock
  readonly siweTerms: SiweTerms
}

/** The SIWE message as the wallet showed it, and the signature over it. */
export interface WalletProof {
  readonly message: string
  readonly signature: string
}

/** Checks a Sign-In with Ethereum proof; enrolling uses up its nonce. */
export async function proveWallet(
  { chain, clock, siweTerms }: ProveWalletDeps,
  proof: WalletProof,
): Promise<ProvenWallet> {
  const verdict = await verifySiwe(chain, { ...proof, terms: siweTerms, now: clock.now() })
  if (verdict.status === 'refused') throw new Rejection('wallet_proof_invalid', { reason: verdict.reason })
  return { address: verdict.address, nonce: verdict.nonce }
}
