import {
  concat,
  ContractFunctionExecutionError,
  decodeAbiParameters,
  getAddress,
  type Hash,
  hashStruct,
  hashTypedData,
  type Hex,
  hexToBytes,
  parseAbi,
  parseAbiParameters,
  type PublicClient,
  recoverAddress,
  sha256,
  size,
  slice,
  stringToHex,
} from 'viem'

import { saidBy } from './chain-steps.ts'
import { accountOfPoint } from './passkey-account.ts'
import { toBase64Url } from './passkey-challenge.ts'
import type { Finding } from './receipt-findings.ts'
import { isSameHex } from './receipt-proof.ts'
import type { RedemptionReceipt } from './redemption-receipt.ts'

const ORDER_TYPES = {
  Redemption: parseAbiParameters(
    'uint32 partnerId, address member, uint256 points, bytes32 reward, uint256 nonce, uint64 deadline',
  ),
} as const

/** What the contract decodes a passkey's signature as, after x and y: WebAuthnAuth of OpenZeppelin. */
const ASSERTION_TYPES = [
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'uint256' },
  { type: 'uint256' },
  { type: 'bytes' },
  { type: 'string' },
] as const

const POINT_BYTES = 64
const PLAIN_BYTES = [64, 65]
const SITE_BYTES = 32
/** Authenticator data: the site, a byte of flags, four of a counter. */
const FLAGS_AT = 32
const AUTHENTICATOR_DATA_BYTES_MIN = 37
const USER_PRESENT_AND_VERIFIED = 0b101

/** The order's own words: whether its hash is right, and what was to be signed. */
interface OrderDigest {
  readonly digest: Hash
  readonly facts: Finding['facts']
  readonly isRight: boolean
}

/** Works out what the member of a receipt signed, on a network. */
function digestOrder({ order, orderHash, contract }: RedemptionReceipt, chainId: number): OrderDigest {
  const message = {
    partnerId: order.partnerId,
    member: getAddress(order.member.toLowerCase()),
    points: BigInt(order.points),
    reward: order.reward as Hash,
    nonce: BigInt(order.nonce),
    deadline: BigInt(order.deadline),
  }
  const typed = { types: ORDER_TYPES, primaryType: 'Redemption' as const }
  const computed = hashStruct({ ...typed, data: message })
  const verifyingContract = getAddress(contract.toLowerCase())
  const digest = hashTypedData({
    ...typed,
    domain: { name: 'Entente Redemption', version: '1', chainId, verifyingContract },
    message,
  })
  const facts = { computed, inReceipt: orderHash, digest, member: order.member }
  return { digest, facts, isRight: isSameHex(computed, orderHash) }
}

/**
 * Whether the order is the one that its hash names, and the member signed it. A plain key and a passkey need no chain; a contract
 * wallet is asked through `client`. Its word of today may be another than when the points were burned.
 */
export async function checkSignature(
  receipt: RedemptionReceipt,
  chainId: number,
  client: PublicClient,
): Promise<Finding> {
  const { order, memberSignature } = receipt
  const { digest, facts, isRight } = digestOrder(receipt, chainId)
  const say = (outcome: Finding['outcome'], reason: Finding['reason']): Finding => ({
    step: 'signature',
    outcome,
    reason,
    facts,
  })
  if (!isRight) return say('failed', 'order_hash_differs')
  const signature = memberSignature as Hex
  const signer = await readSigner(signature, digest)
  if (signer !== null && isSameHex(signer.account, order.member)) {
    return signer.isSigned ? say('passed', signer.reason) : say('failed', 'signature_differs')
  }
  const address = order.member as Hex
  try {
    if ((await client.getCode({ address })) === undefined) return say('failed', 'signature_differs')
    return (await isSignedByContract(client, { address, digest, signature }))
      ? say('passed', 'signed_by_contract')
      : say('left_out', 'contract_says_no')
  } catch (error) {
    return { ...say('unknown', 'endpoint_unreachable'), facts: { ...facts, said: saidBy(error) } }
  }
}

/** ERC-1271, as the wallet answers now. */
async function isSignedByContract(
  client: PublicClient,
  { address, digest, signature }: { address: Hex; digest: Hash; signature: Hex },
): Promise<boolean> {
  try {
    const abi = parseAbi(['function isValidSignature(bytes32, bytes) view returns (bytes4)'])
    const args = [digest, signature] as const
    return (await client.readContract({ address, abi, functionName: 'isValidSignature', args })) === '0x1626ba7e'
  } catch (error) {
    if (error instanceof ContractFunctionExecutionError) return false
    throw error
  }
}

interface Signer {
  readonly account: string
  readonly reason: 'signed_by_key' | 'signed_by_passkey'
  readonly isSigned: boolean
}

/** Who a signature is of, by its own words; null where it is neither a plain key's nor a passkey's. */
async function readSigner(signature: Hex, digest: Hash): Promise<Signer | null> {
  if (PLAIN_BYTES.includes(size(signature))) {
    try {
      return { account: await recoverAddress({ hash: digest, signature }), reason: 'signed_by_key', isSigned: true }
    } catch {
      // The curve has no point for it: nobody signed.
      return null
    }
  }
  return readPasskey(signature, digest)
}

async function readPasskey(signature: Hex, digest: Hash): Promise<Signer | null> {
  const assertion = decodeAssertion(signature)
  if (assertion === null) return null
  const { point, site } = assertion
  const account = accountOfPoint(site, point)
  return { account, reason: 'signed_by_passkey', isSigned: await isPasskeySigned(assertion, digest) }
}

interface Assertion {
  /** x and y, 32 bytes each. */
  readonly point: Hex
  /** SHA-256 of the site's domain. */
  readonly site: Hex
  readonly rs: Hex
  readonly authenticatorData: Hex
  readonly clientDataJSON: string
}

function decodeAssertion(signature: Hex): Assertion | null {
  if (size(signature) <= POINT_BYTES) return null
  try {
    const [r, s, , , authenticatorData, clientDataJSON] = decodeAbiParameters(
      ASSERTION_TYPES,
      slice(signature, POINT_BYTES),
    )
    if (size(authenticatorData) < AUTHENTICATOR_DATA_BYTES_MIN) return null
    const point = slice(signature, 0, POINT_BYTES)
    return {
      point,
      site: slice(authenticatorData, 0, SITE_BYTES),
      rs: concat([r, s]),
      authenticatorData,
      clientDataJSON,
    }
  } catch {
    // Other bytes than an assertion's: a contract wallet's, perhaps.
    return null
  }
}

/** WebAuthn, section 7.2: what the contract asks for, by the browser's own P-256. */
async function isPasskeySigned(assertion: Assertion, digest: Hash): Promise<boolean> {
  const { point, rs, authenticatorData, clientDataJSON } = assertion
  const flags = hexToBytes(authenticatorData)[FLAGS_AT] ?? 0
  if ((flags & USER_PRESENT_AND_VERIFIED) !== USER_PRESENT_AND_VERIFIED) return false
  const challenge = toBase64Url(hexToBytes(digest))
  if (!clientDataJSON.includes('"type":"webauthn.get"') || !clientDataJSON.includes(`"challenge":"${challenge}"`))
    return false
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const raw = bytesOf(concat(['0x04', point]))
  try {
    const key = await crypto.subtle.importKey('raw', raw, curve, false, ['verify'])
    const signed = bytesOf(concat([authenticatorData, sha256(stringToHex(clientDataJSON))]))
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytesOf(rs), signed)
  } catch {
    // No point of the curve: nobody's key.
    return false
  }
}

const bytesOf = (hex: Hex) => new Uint8Array(hexToBytes(hex))
