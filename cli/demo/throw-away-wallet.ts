import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'

/** What a page asks a wallet to show and sign: EIP-712. */
export interface TypedDataToSign {
  domain: Record<string, unknown>
  types: Record<string, { name: string; type: string }[]>
  primaryType: string
  message: Record<string, unknown>
}

/** What a server wants to see in a Sign-In with Ethereum message. */
export interface SignInTerms {
  nonce: string
  domain: string
  uri: string
  chainId: number
  statement: string
}

/** A customer's own wallet. */
export interface DemoWallet {
  address: string
  /** Sign-In with Ethereum (EIP-4361). */
  signIn(terms: SignInTerms, issuedAt: Date): Promise<{ message: string; signature: string }>
  /** What `eth_signTypedData_v4` does. */
  signTypedData(data: TypedDataToSign): Promise<string>
}

/** Makes a key that nobody needs after the demo. */
export function makeWalletKey(): string {
  return generatePrivateKey()
}

/** Opens the wallet of a key. Like any wallet, it knows only what it is shown. */
export function openWallet(privateKey: string): DemoWallet {
  const account = privateKeyToAccount(privateKey as Hex)
  return {
    address: account.address.toLowerCase(),
    async signIn(terms, issuedAt) {
      const message = createSiweMessage({ ...terms, address: account.address, version: '1', issuedAt })
      return { message, signature: await account.signMessage({ message }) }
    },
    signTypedData: ({ types, ...data }) => {
      // A wallet is sent the domain's own type along with the others; viem derives it.
      const { EIP712Domain: _domain, ...structs } = types
      return account.signTypedData({ types: structs, ...data })
    },
  }
}
