import type { TypedDataDomain } from 'ethers'

import type { TypedSigner } from './batch.ts'

const field = (text: string) => {
  const [type, name] = text.split(' ')
  return { type: type!, name: name! }
}

const typesOf = (name: string, fields: string) => ({ [name]: fields.split(',').map(field) })

export const accountsTypes = {
  Move: typesOf('Move', 'address from,address to,uint64 deadline'),
  Freeze: typesOf('Freeze', 'address account,bool frozen,uint256 sequence,uint64 deadline'),
  Recovery: typesOf('Recovery', 'address from,address to,uint64 deadline'),
  RecoveryRefusal: typesOf('RecoveryRefusal', 'address from,address to,uint64 readyAt'),
}

/** Signs one of the messages that the accounts module understands. */
export async function signAccounts(
  kind: keyof typeof accountsTypes,
  domain: TypedDataDomain,
  value: object,
  signer: TypedSigner,
): Promise<string> {
  return signer.signTypedData(domain, accountsTypes[kind], value)
}
