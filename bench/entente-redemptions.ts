import { createECDH, createHash, createPrivateKey, sign } from 'node:crypto'

import { AbiCoder, Wallet, concat, dataLength, getAddress, getBytes, hexlify, id, toBeHex, toUtf8Bytes } from 'ethers'

import type { BenchChain } from './bench-chain.ts'
import { keyOf } from './bench-chain.ts'
import { deployEntente, partnerId } from './entente.ts'
import type { Entente } from './entente.ts'
import type { RedemptionRow } from './redemptions.ts'

const redemptionFields = [
  { name: 'partnerId', type: 'uint32' },
  { name: 'member', type: 'address' },
  { name: 'points', type: 'uint256' },
  { name: 'reward', type: 'bytes32' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint64' },
]
const listTypes = {
  RedemptionList: [
    { name: 'partnerId', type: 'uint32' },
    { name: 'orders', type: 'Redemption[]' },
  ],
  Redemption: redemptionFields,
}
const deadline = 4_000_000_000n

interface Order {
  partnerId: number
  member: string
  points: bigint
  reward: string
  nonce: bigint
  deadline: bigint
}

/** Whoever can sign an order: a key or a passkey. */
interface Member {
  address: string
  sign(entente: Entente, domain: Domain, order: Order): Promise<string>
}

interface Domain {
  name: string
  version: string
  chainId: bigint
  verifyingContract: string
}

function keyMember(name: string): Member {
  const wallet = new Wallet(keyOf(name))
  return {
    address: wallet.address,
    sign: (_, domain, order) => wallet.signTypedData(domain, { Redemption: redemptionFields }, order),
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** A passkey member: WebAuthn over P-256, as a phone signs. */
async function passkeyMember(chain: BenchChain, entente: Entente, name: string): Promise<Member> {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(getBytes(keyOf(name)))
  const point = curve.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)]
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: x.toString('base64url'),
    y: y.toString('base64url'),
    d: curve.getPrivateKey('base64url'),
  }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const rpIdHash = sha256(toUtf8Bytes('entente.example'))
  // Relying party, "present and verified", a counter without zero bytes.
  const authenticatorData = Buffer.concat([rpIdHash, Buffer.from('0501010101', 'hex')])
  const [address] = (await chain.call(entente.redemption, 'passkeyAccount', [rpIdHash, x, y])) as [string]
  return {
    address: getAddress(address),
    sign: async (_, __, order) => {
      const head = [order.member, order.points, order.nonce, order.deadline, order.reward]
      const [digest] = (await chain.call(entente.redemption, 'digestOfOrder', [partnerId, head])) as [string]
      const challenge = Buffer.from(getBytes(digest)).toString('base64url')
      const clientDataJSON = `{"type":"webauthn.get","challenge":"${challenge}","origin":"https://entente.example","crossOrigin":false}`
      const message = Buffer.concat([authenticatorData, sha256(toUtf8Bytes(clientDataJSON))])
      const [r, s] = signWithoutZeros(key, message)
      const assertion = AbiCoder.defaultAbiCoder().encode(
        ['bytes32', 'bytes32', 'uint256', 'uint256', 'bytes', 'string'],
        [
          r,
          s,
          clientDataJSON.indexOf('"challenge"'),
          clientDataJSON.indexOf('"type"'),
          authenticatorData,
          clientDataJSON,
        ],
      )
      return concat([x, y, assertion])
    },
  }
}

const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** Node draws a new nonce each time, so zero bytes would come and go, and with them gas: here are none. */
function signWithoutZeros(key: ReturnType<typeof createPrivateKey>, message: Buffer): [Uint8Array, Uint8Array] {
  for (;;) {
    const signature = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' })
    const low = BigInt(hexlify(signature.subarray(32))) <= p256Order / 2n
    if (low && !signature.includes(0)) return [signature.subarray(0, 32), signature.subarray(32)]
  }
}

function packOrders(orders: Order[]): string {
  const pack = ({ member, points, nonce, deadline: until, reward }: Order) =>
    concat([member, toBeHex(points, 6), toBeHex(nonce, 3), toBeHex(until, 8), reward])
  return concat(orders.map(pack))
}

interface Redeemer {
  chain: BenchChain
  entente: Entente
  /** Whether each transaction brings the access list that our relayer sends with a list of one order. */
  withAccessList: boolean
}

/** The word of all points; a member's is at the address followed by 96 zero bits (docs/decisions/0012-redemption.md). */
const supplySlot = toBeHex(1n, 32)

/** The gas of a transaction that redeems for these members. */
async function redeem({ chain, entente, withAccessList }: Redeemer, members: Member[], nonce: bigint): Promise<bigint> {
  const domain = {
    name: 'Entente Redemption',
    version: '1',
    chainId: chain.chainId,
    verifyingContract: entente.redemption.address,
  }
  const orders = members.map(({ address }, index) => ({
    partnerId,
    member: address,
    points: 500n,
    reward: id(`reward ${nonce} ${index}`),
    nonce,
    deadline,
  }))
  const signatures = await Promise.all(members.map((member, index) => member.sign(entente, domain, orders[index]!)))
  const till = await new Wallet(keyOf('till')).signTypedData(domain, listTypes, { partnerId, orders })
  const packed = concat([...signatures, till].flatMap((each) => [toBeHex(dataLength(each), 2), each]))
  const words = members.map(({ address }) => toBeHex(BigInt(address) << 96n, 32))
  const accessList = [{ address: entente.token.address, storageKeys: [supplySlot, ...words] }]
  const args = [partnerId, packOrders(orders), packed]
  const receipt = await chain.send(entente.redemption, 'redeem', args, withAccessList ? accessList : undefined)
  const redeemed = entente.redemption.interface.getEvent('PointsRedeemed')!.topicHash
  const done = receipt.logs.filter(({ topics }) => topics[0] === redeemed).length
  if (done !== members.length) throw new Error(`${done} of ${members.length} redemptions were carried out`)
  return receipt.gasUsed
}

/** Alone, each member redeems in a transaction of their own: what it costs differs by 12 gas for each zero byte. */
const aloneMembers = 50

/** The gas of a transaction, or the mean of as many as there are members. */
async function gasOf(redeemer: Redeemer, members: Member[], count: number, nonce: bigint): Promise<string> {
  if (count > 1) return (await redeem(redeemer, members, nonce)).toString()
  let sum = 0n
  for (const member of members) sum += await redeem(redeemer, [member], nonce)
  return (Number(sum) / members.length).toString()
}

/** Entente's redemptions: member and partner sign, the partner's counters and day chain included, warm as on any day. */
export async function measureRedemptions(
  openChain: () => Promise<BenchChain>,
  counts: number[],
): Promise<RedemptionRow[]> {
  const rows: RedemptionRow[] = []
  const plain = { passkey: false, withAccessList: false }
  const kinds = [
    { scheme: '**Entente** `redeem`, ECDSA', counts, ...plain },
    { scheme: '**Entente** `redeem`, ECDSA, as our relayer sends it', counts: [1], ...plain, withAccessList: true },
    { scheme: '**Entente** `redeem`, passkey', counts, ...plain, passkey: true },
  ]
  for (const { scheme, passkey, withAccessList, ...kind } of kinds) {
    for (const count of kind.counts) {
      const chain = await openChain()
      const entente = await deployEntente(chain)
      const redeemer = { chain, entente, withAccessList }
      const names = Array.from({ length: count > 1 ? count : aloneMembers }, (_, index) => `member ${index}`)
      const members = await Promise.all(
        names.map(async (name) => (passkey ? passkeyMember(chain, entente, name) : keyMember(name))),
      )
      const warm = keyMember('warm')
      await entente.post(
        [...members, warm].map(({ address }) => ({ account: address, points: 5_000n })),
        [],
      )
      await redeem(redeemer, [warm], 1n)
      const first = await gasOf(redeemer, members, count, 1n)
      const later = await gasOf(redeemer, members, count, 2n)
      rows.push({ scheme, count, first, later })
      await chain.close()
    }
  }
  return rows
}
