import { findInjectedWallets, type InjectedWallet } from '../../chain-client/injected-wallets.ts'
import { SigningRefused } from '../../chain-client/refusal.ts'

const KEPT_AS = 'entente.wallet'

/** The wallets of this browser, the one that was used here before first. */
export async function listWallets(): Promise<InjectedWallet[]> {
  const kept = localStorage.getItem(KEPT_AS)
  const wallets = await findInjectedWallets()
  return wallets.toSorted((a, b) => Number(b.id === kept) - Number(a.id === kept))
}

/** Remembers which wallet signed. */
export function keepWallet({ id }: InjectedWallet): void {
  localStorage.setItem(KEPT_AS, id)
}

/** The wallet that signs for this member: the one that was used before, or the first there is. */
export async function findWallet(): Promise<InjectedWallet> {
  const [wallet] = await listWallets()
  if (wallet === undefined) throw new SigningRefused('wallet_missing')
  return wallet
}
