import { type Address, bytesToHex, type Hash, parseAbiParameters, recoverTypedDataAddress } from 'viem'

import type { CharityStatementJson } from '../domain/clearing/charity-statement.ts'
import { NO_LINES_ROOT } from '../domain/clearing/make-statement.ts'
import { LINE_KINDS, type StatementJson, type StatementLine } from '../domain/clearing/statement.ts'
import { monthNumber } from '../domain/utc-days.ts'
import { keccak } from './keccak.ts'
import { packWords } from './pack-words.ts'
import { buildStandardTree } from './standard-tree.ts'

/** The ABI types of a line in the StandardMerkleTree: partner, month, line, kind, points, block, transaction, reference. */
export const STATEMENT_LEAF_TYPES = [
  'uint32',
  'uint32',
  'uint32',
  'uint8',
  'uint256',
  'uint256',
  'bytes32',
  'bytes32',
] as const

/** Stands for the reference of a line that has none. */
const NO_REFERENCE = `0x${'00'.repeat(32)}`

const wordOf = (hex: string): Uint8Array => Buffer.from(hex.slice(2), 'hex')

/** The root of the tree over the lines of a partner's month (months since 1970-01, UTC). */
export function rootOfLines(partnerId: number, month: number, lines: readonly StatementLine[]): string {
  if (lines.length === 0) return NO_LINES_ROOT
  const leaves = lines.map(({ line, kind, points, blockNumber, transactionHash, reference }) => ({
    name: line,
    leaf: packWords([
      partnerId,
      month,
      line,
      LINE_KINDS[kind],
      points,
      blockNumber,
      wordOf(transactionHash),
      wordOf(reference ?? NO_REFERENCE),
    ]),
  }))
  return buildStandardTree(leaves).root
}

/** The EIP-712 types of a statement. `documentHash` is the keccak256 of its JSON by RFC 8785, in UTF-8. */
const statementTypes = {
  Statement: parseAbiParameters(
    'string number, uint32 partnerId, uint32 month, string currency, int256 payableMinor, bytes32 linesRoot, bytes32 documentHash',
  ),
} as const

/** What the operator signs of a statement. */
export function statementTypedData(statement: StatementJson, document: string) {
  const { source, number, partner, currency, totals, linesRoot } = statement
  return {
    domain: domainOf(source),
    types: statementTypes,
    primaryType: 'Statement' as const,
    message: {
      number,
      partnerId: partner.id,
      month: monthNumber(statement.month) ?? 0,
      currency,
      payableMinor: BigInt(totals.payableMinor),
      linesRoot: linesRoot as Hash,
      documentHash: hashDocument(document),
    },
  }
}

/** The EIP-712 types of a charity's statement, in the same domain. */
const charityStatementTypes = {
  CharityStatement: parseAbiParameters(
    'string number, string charityId, uint32 month, string currency, int256 payableMinor, bytes32 documentHash',
  ),
} as const

/** What the operator signs of a charity's statement. */
export function charityStatementTypedData(statement: CharityStatementJson, document: string) {
  const { source, number, charity, currency, totals } = statement
  return {
    domain: domainOf(source),
    types: charityStatementTypes,
    primaryType: 'CharityStatement' as const,
    message: {
      number,
      charityId: charity.id,
      month: monthNumber(statement.month) ?? 0,
      currency,
      payableMinor: BigInt(totals.payableMinor),
      documentHash: hashDocument(document),
    },
  }
}

const domainOf = ({ chainId, registry }: { chainId: number; registry: string }) => ({
  name: 'Entente Statement',
  version: '1',
  chainId,
  verifyingContract: registry as Address,
})

const hashDocument = (document: string) => bytesToHex(keccak(Buffer.from(document, 'utf8')))

/** Who signed a statement. */
export async function recoverStatementSigner(
  statement: StatementJson,
  { document, signature }: { document: string; signature: string },
): Promise<string> {
  const typedData = statementTypedData(statement, document)
  return (await recoverTypedDataAddress({ ...typedData, signature: signature as Hash })).toLowerCase()
}
