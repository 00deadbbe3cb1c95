import {
  type Address,
  hashDomain,
  hashTypedData,
  type Hex,
  keccak256,
  parseAbiParameters,
  hashStruct,
  concat,
} from 'viem'

/** What partners and members sign, as EIP-712 types: the NatSpec of the interfaces, written again. */
const TYPES = {
  Batch: parseAbiParameters(
    'uint32 partnerId, uint64 firstEntry, uint32 entryCount, bytes32 receiptsRoot, bytes credits, bytes debits, uint64 deadline',
  ),
  Redemption: parseAbiParameters(
    'uint32 partnerId, address member, uint256 points, bytes32 reward, uint256 nonce, uint64 deadline',
  ),
  Restoration: parseAbiParameters('uint32 partnerId, bytes32 order, uint256 points, uint256 restoredBefore'),
  Move: parseAbiParameters('address from, address to, uint64 deadline'),
  Freeze: parseAbiParameters('address account, bool frozen, uint256 sequence, uint64 deadline'),
  Recovery: parseAbiParameters('address from, address to, uint64 deadline'),
  RecoveryRefusal: parseAbiParameters('address from, address to, uint64 readyAt'),
  PaymentMark: parseAbiParameters('uint256 month, uint32 partnerId, int256 net, bytes32 payment, uint256 sequence'),
  Dispute: parseAbiParameters('uint256 month, uint32 partnerId, int256 net, bytes32 reason, uint256 sequence'),
  DisputeWithdrawal: parseAbiParameters('uint256 month, uint32 partnerId, uint256 sequence'),
} as const

export type SignedType = keyof typeof TYPES

const NAMES = {
  issuance: 'Entente Issuance',
  redemption: 'Entente Redemption',
  accounts: 'Entente Accounts',
  clearing: 'Entente Clearing',
} as const

/** A contract's EIP-712 domain. */
export interface Domain {
  readonly of: keyof typeof NAMES
  readonly chainId: number
  readonly contract: Address
}

const domainOf = ({ of, chainId, contract }: Domain) => ({
  name: NAMES[of],
  version: '1',
  chainId,
  verifyingContract: contract,
})

type Message = Readonly<Record<string, unknown>>

/** The EIP-712 struct hash. */
export function structHash(type: SignedType, message: Message): Hex {
  return hashStruct({ types: { [type]: TYPES[type] }, primaryType: type, data: message })
}

/** The EIP-712 digest that is signed. */
export function digestOf(domain: Domain, type: SignedType, message: Message): Hex {
  return hashTypedData({
    domain: domainOf(domain),
    types: { [type]: TYPES[type] },
    primaryType: type,
    message,
  })
}

const LIST_TYPEHASH = keccak256(
  new TextEncoder().encode(
    'RedemptionList(uint32 partnerId,Redemption[] orders)' +
      'Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)',
  ),
)

/** The digest that a partner signs for a list, given the struct hashes of its orders. */
export function digestOfList(domain: Domain, partnerId: number, orderHashes: readonly Hex[]): Hex {
  const struct = keccak256(
    concat([LIST_TYPEHASH, `0x${partnerId.toString(16).padStart(64, '0')}`, keccak256(concat(orderHashes))]),
  )
  return keccak256(concat(['0x1901', separatorOf(domain), struct]))
}

/** The EIP-712 domain separator. */
export function separatorOf(domain: Domain): Hex {
  return hashDomain({
    domain: domainOf(domain),
    types: {
      EIP712Domain: parseAbiParameters(
        'string name, string version, uint256 chainId, address verifyingContract',
      ) as never,
    },
  })
}
