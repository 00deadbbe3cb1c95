import { type Address, type Hex, isHex } from 'viem'

import { Transient } from '../domain/rejection.ts'
import { batchTypedData } from './batch-typed-data.ts'
import { readBounded } from './read-bounded.ts'
import { type PartnerSigner, type TypedDataToSign } from './signer.ts'
import { isTypedDataSigned } from './verify-signature.ts'

/** Where a partner's own signing service is. */
export interface ExternalSignerOptions {
  url: string
  address: Address
  timeoutMs?: number
  /** Sent as a bearer token, so that the service knows who asks. */
  token?: string
  fetch?: typeof fetch
}

const TIMEOUT_MS = 10_000
// 65 bytes of ECDSA are 132 characters; ERC-7913 signatures are a few hundred. Anything near this is not a signature.
export const ANSWER_BYTES_MAX = 20_000

/**
 * The partner's own signing service. It gets the EIP-712 typed data as `eth_signTypedData_v4` has it (numbers as decimal
 * strings) and answers `{ "signature": "0x..." }`, or any error status when it does not agree.
 */
export function externalSigner(options: ExternalSignerOptions): PartnerSigner {
  const signTypedData = async (typedData: TypedDataToSign): Promise<Hex> => {
    const signature = await ask(options, typedData)
    const isValid = await isTypedDataSigned(typedData, signature, options.address)
    if (!isValid) throw new Transient(`The signing service answered with a signature of another key`, null)
    return signature
  }
  return {
    address: options.address,
    signTypedData,
    signBatch: (chain, batch) => signTypedData(batchTypedData(chain, batch)),
  }
}

async function ask(options: ExternalSignerOptions, typedData: TypedDataToSign): Promise<Hex> {
  const answer = await post(options, typedData).catch((error: unknown) => {
    throw error instanceof Transient ? error : new Transient('The signing service did not answer', error)
  })
  const signature =
    typeof answer === 'object' && answer !== null && 'signature' in answer ? answer.signature : undefined
  if (!isHex(signature)) throw new Transient('The signing service did not answer with a signature', null)
  return signature
}

async function post(options: ExternalSignerOptions, typedData: TypedDataToSign): Promise<unknown> {
  const request = options.fetch ?? fetch
  const response = await request(options.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    body: typedDataJson(typedData),
    // A redirect would send the token and the batch to another host.
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Transient(`The signing service refused with status ${response.status}`, null)
  }
  return JSON.parse(await readBounded(response, { bytesMax: ANSWER_BYTES_MAX, who: 'signing service' })) as unknown
}

function typedDataJson({ domain, types, primaryType, message }: TypedDataToSign): string {
  const EIP712Domain = [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ]
  return JSON.stringify({ domain, types: { EIP712Domain, ...types }, primaryType, message }, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
}
