import { type Abi, type Address, encodeFunctionData, type Hex, numberToHex, parseAbi, size, slice } from 'viem'

import { type Rpc, RpcRefused } from '../rpc/json-rpc.ts'
import { passkeySigned } from './passkey.ts'
import { recoverPlainKey } from './plain-key.ts'

/** `unknown`: only a contract could say, and the endpoint does not keep the state of that block. */
export type Verdict = 'valid' | 'invalid' | 'unknown'

/** Asks a contract what it says of a signature, in the state of a block. */
export type AskSigner = (call: { to: Address; data: Hex; block: number }) => Promise<Hex | 'refused' | 'unknown'>

/** Why a contract's word could not be had. */
export const STATE_NOT_KEPT = 'the endpoint does not keep the state of that block'

const ERC1271: Abi = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const ERC1271_YES = '0x1626ba7e'
const ERC7913: Abi = parseAbi(['function verify(bytes key, bytes32 hash, bytes signature) view returns (bytes4)'])
const ERC7913_YES = '0x024ad318'
const ADDRESS_BYTES = 20

export interface Signed {
  readonly digest: Hex
  readonly signature: Hex
  /** The block in which the signature counted. */
  readonly block: number
}

/** Whether a partner's key signed: 20 bytes are an address (plain key, or ERC-1271), more are an ERC-7913 signer. */
export async function judgePartnerKey(ask: AskSigner, key: Hex, signed: Signed): Promise<Verdict> {
  if (size(key) < ADDRESS_BYTES) return 'invalid'
  const signer = slice(key, 0, ADDRESS_BYTES).toLowerCase() as Address
  if (size(key) === ADDRESS_BYTES) {
    if ((await recoverPlainKey(signed.digest, signed.signature)) === signer) return 'valid'
    return askWallet(ask, signer, signed)
  }
  const args = [slice(key, ADDRESS_BYTES), signed.digest, signed.signature]
  const data = encodeFunctionData({ abi: ERC7913, functionName: 'verify', args })
  return judgeAnswer(await ask({ to: signer, data, block: signed.block }), ERC7913_YES)
}

/** Whether a member signed: by a plain key, by the passkey that it is the address of, or as a contract wallet. */
export async function judgeMember(ask: AskSigner, member: Address, signed: Signed): Promise<Verdict> {
  if ((await recoverPlainKey(signed.digest, signed.signature)) === member) return 'valid'
  if (passkeySigned(member, signed.digest, signed.signature)) return 'valid'
  return askWallet(ask, member, signed)
}

async function askWallet(ask: AskSigner, wallet: Address, { digest, signature, block }: Signed): Promise<Verdict> {
  const data = encodeFunctionData({ abi: ERC1271, functionName: 'isValidSignature', args: [digest, signature] })
  return judgeAnswer(await ask({ to: wallet, data, block }), ERC1271_YES)
}

function judgeAnswer(answer: Hex | 'refused' | 'unknown', yes: string): Verdict {
  if (answer === 'unknown') return 'unknown'
  return answer !== 'refused' && answer.slice(0, 10) === yes && size(answer) === 32 ? 'valid' : 'invalid'
}

/** JSON-RPC errors of nodes that no longer have the state of a block; a contract that says no is another error. */
const STATE_GONE =
  /missing trie node|state.*(?:not available|pruned|unavailable)|historical state|header not found|archive/i

/** Asks contracts through an endpoint. */
export function signersOf(rpc: Rpc): AskSigner {
  return async ({ to, data, block }) => {
    try {
      return (await rpc.ask('eth_call', [{ to, data }, numberToHex(block)])) as Hex
    } catch (error) {
      if (!(error instanceof RpcRefused)) throw error
      return STATE_GONE.test(error.message) ? 'unknown' : 'refused'
    }
  }
}
