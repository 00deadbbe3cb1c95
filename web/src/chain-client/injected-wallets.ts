/** A wallet of the browser (EIP-1193). */
export interface WalletProvider {
  request(asked: { method: string; params?: readonly unknown[] | object }): Promise<unknown>
}

/** A wallet that announced itself (EIP-6963), or the one that older wallets leave in the window. */
export interface InjectedWallet {
  /** Reverse domain name: stays the same from visit to visit. */
  id: string
  name: string
  provider: WalletProvider
}

interface Announcement {
  info: { uuid: string; name: string; rdns: string }
  provider: WalletProvider
}

declare global {
  interface Window {
    ethereum?: WalletProvider
  }
  interface WindowEventMap {
    'eip6963:announceProvider': CustomEvent<Announcement>
  }
}

/** Wallets answer an announcement request at once, most of them within the same turn. */
const ANNOUNCING_MS = 150

/** Asks the wallets of this browser to name themselves. */
export async function findInjectedWallets(): Promise<InjectedWallet[]> {
  const found = new Map<string, InjectedWallet>()
  const note = ({ detail: { info, provider } }: WindowEventMap['eip6963:announceProvider']): void => {
    found.set(info.uuid, { id: info.rdns, name: info.name, provider })
  }
  window.addEventListener('eip6963:announceProvider', note)
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  await new Promise((resolve) => setTimeout(resolve, ANNOUNCING_MS))
  window.removeEventListener('eip6963:announceProvider', note)
  if (found.size > 0) return [...found.values()]
  return window.ethereum === undefined ? [] : [{ id: 'window.ethereum', name: '', provider: window.ethereum }]
}
