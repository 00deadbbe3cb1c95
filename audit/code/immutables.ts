import { type Address, type Hex, hexToBigInt, keccak256, pad, stringToHex, toHex } from 'viem'

import type { Coalition, KnownContract } from '../contracts.ts'
import { type Domain, separatorOf } from '../signatures/typed-data.ts'

/** What a constructor must have written: one value, or anything that a test lets through. */
export type Expectation = { readonly value: Hex } | { readonly holds: (word: Hex) => boolean; readonly what: string }

const DOMAINS = {
  PointsIssuance: 'issuance',
  PointsRedemption: 'redemption',
  PointsAccounts: 'accounts',
  Clearing: 'clearing',
} as const satisfies Partial<Record<KnownContract['kind'], Domain['of']>>

const DOMAIN_NAMES = {
  issuance: 'Entente Issuance',
  redemption: 'Entente Redemption',
  accounts: 'Entente Accounts',
  clearing: 'Entente Clearing',
} as const

const HOUR = 3_600n
const DAY = 24n * HOUR

/** What the constructor of a contract must have written under a name; null where the audit knows of no such value. */
export function expectedImmutable(contract: KnownContract, name: string, coalition: Coalition): Expectation | null {
  return ofDomain(contract, name, coalition) ?? ofContract(contract, name, coalition)
}

const addressWord = (address: Address | undefined): Expectation => ({ value: pad(address ?? '0x', { size: 32 }) })
const numberWord = (value: bigint): Expectation => ({ value: toHex(value, { size: 32 }) })

/** What OpenZeppelin's EIP712 keeps, and the copies of it. */
function ofDomain(contract: KnownContract, name: string, { chainId }: Coalition): Expectation | null {
  if (!(contract.kind in DOMAINS)) return null
  const of = DOMAINS[contract.kind as keyof typeof DOMAINS]
  const domainName = DOMAIN_NAMES[of]
  switch (name) {
    case '_cachedDomainSeparator':
    case 'SEPARATOR':
      return { value: separatorOf({ of, chainId, contract: contract.address }) }
    case '_cachedChainId':
    case 'CHAIN_ID':
      return numberWord(BigInt(chainId))
    case '_cachedThis':
      return addressWord(contract.address)
    case '_hashedName':
      return { value: keccak256(stringToHex(domainName)) }
    case '_hashedVersion':
      return { value: keccak256(stringToHex('1')) }
    case '_name':
      return { value: shortString(domainName) }
    case '_version':
      return { value: shortString('1') }
    default:
      return null
  }
}

function ofContract(contract: KnownContract, name: string, coalition: Coalition): Expectation | null {
  switch (name) {
    case 'TOKEN':
      return addressWord(coalition.token)
    case 'REGISTRY':
      return oneOf(coalition, 'PartnerRegistry')
    case 'PREDECESSOR':
      return addressWord(predecessorOf(contract, coalition))
    case 'FOUNDING_ISSUANCE':
      return addressWord(coalition.foundingModules[0])
    case 'FOUNDING_REDEMPTION':
      return addressWord(coalition.foundingModules[1])
    case 'FOUNDING_ACCOUNTS':
      return addressWord(coalition.foundingModules[2])
    case 'EPOCH_LENGTH':
      return numberWord(coalition.epochSeconds)
    case 'EPOCH_ORIGIN':
      return numberWord(coalition.epochOrigin)
    case 'RECOVERY_DELAY':
      return between(3n * DAY, 366n * DAY)
    case 'GRACE':
      return between(HOUR, 31n * DAY)
    case 'DISPUTE_WINDOW':
      return between(DAY, 366n * DAY)
    case 'NAME':
    case 'SYMBOL':
      return { holds: isShortString, what: 'a text of at most 31 bytes' }
    default:
      return null
  }
}

function oneOf({ contracts }: Coalition, kind: KnownContract['kind']): Expectation {
  const words = contracts.flatMap((contract) => (contract.kind === kind ? [pad(contract.address, { size: 32 })] : []))
  return { holds: (word) => words.includes(word), what: `the address of the ${kind}` }
}

/** The redemption module that came before; none for the first. */
function predecessorOf({ address }: KnownContract, { contracts }: Coalition): Address | undefined {
  const modules = contracts.filter(({ kind }) => kind === 'PointsRedemption')
  return modules[modules.findIndex((module) => module.address === address) - 1]?.address
}

function between(min: bigint, max: bigint): Expectation {
  return {
    holds: (word) => hexToBigInt(word) >= min && hexToBigInt(word) <= max,
    what: `between ${min} and ${max} seconds`,
  }
}

/** OpenZeppelin's ShortString: up to 31 bytes from the left, and their number in the last one. */
function shortString(text: string): Hex {
  const bytes = stringToHex(text).slice(2)
  return `0x${bytes.padEnd(62, '0')}${(bytes.length / 2).toString(16).padStart(2, '0')}`
}

function isShortString(word: Hex): boolean {
  const length = Number(`0x${word.slice(-2)}`)
  return length <= 31 && /^0*$/.test(word.slice(2 + length * 2, -2))
}
