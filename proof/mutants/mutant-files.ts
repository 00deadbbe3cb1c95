import { globSync } from 'node:fs'

import { root } from '../../cli/run-program.ts'

/** The contracts that are broken, the quick ones to compile first. */
export const mutatedFiles = [
  'contracts/ledger/LedgerGate.sol',
  'contracts/ledger/LedgerAccounts.sol',
  'contracts/ledger/PointsLedger.sol',
  'contracts/PointsToken.sol',
  'contracts/PartnerRegistry.sol',
  'contracts/PointsIssuance.sol',
  'contracts/PointsAccounts.sol',
  'contracts/Clearing.sol',
  'contracts/LogAnchors.sol',
  'contracts/redemption/RedemptionTypes.sol',
  'contracts/redemption/RedemptionBooks.sol',
  'contracts/PointsRedemption.sol',
  'contracts/libraries/CalendarMonth.sol',
  'contracts/libraries/PackedRecords.sol',
  'contracts/libraries/PartnerRows.sol',
  'contracts/libraries/SignerKey.sol',
  'contracts/libraries/MemberKey.sol',
  'contracts/libraries/OrderList.sol',
  'contracts/libraries/RedemptionWord.sol',
  'contracts/libraries/TransferRestriction.sol',
  'contracts/libraries/AccountWord.sol',
]

/** Gas is bounded for the shipped code only; hostile wallets are tests of gas, too. */
const boundsGas = /(?:gas|-wallets)\.test\.ts$/
/** Each takes longer than all others together. */
const slow = /(?:-model|-flips|wallet-truth)\.test\.ts$/

/** The tests that a file's mutants most often fall to. */
const nearest: Record<string, string[]> = {
  LedgerGate: ['points-ledger', 'points-ledger-modules', 'points-token'],
  LedgerAccounts: [
    'points-accounts-reservation',
    'points-ledger-accounts',
    'points-accounts',
    'points-accounts-recovery',
  ],
  PointsLedger: [
    'ledger-twins',
    'short-ways',
    'points-ledger',
    'points-ledger-accounts',
    'points-token',
    'points-accounts',
  ],
  PointsToken: ['points-token', 'points-ledger', 'access'],
  PartnerRegistry: [
    'partner-registry',
    'partner-registry-limits',
    'points-issuance',
    'access',
    'points-redemption-partner',
  ],
  PointsIssuance: ['batch-signature', 'points-issuance'],
  PointsAccounts: ['points-accounts', 'points-accounts-recovery', 'points-accounts-reservation'],
  Clearing: ['clearing', 'clearing-settlement'],
  LogAnchors: ['log-anchors'],
  RedemptionBooks: ['points-redemption-partner', 'points-redemption-restore'],
  PointsRedemption: [
    'points-redemption-short',
    'points-redemption',
    'points-redemption-signatures',
    'points-redemption-restore',
  ],
  AccountWord: ['ledger-twins', 'points-ledger', 'points-token'],
  CalendarMonth: ['points-redemption-partner', 'partner-registry'],
  PackedRecords: ['points-issuance', 'points-ledger'],
  PartnerRows: ['partner-registry', 'points-issuance'],
  SignerKey: ['points-redemption-signatures', 'batch-signature'],
  MemberKey: ['points-redemption-passkey', 'points-redemption-signatures'],
  OrderList: ['points-redemption-short', 'points-redemption', 'points-redemption-edges'],
  RedemptionWord: ['points-redemption-partner', 'points-redemption-restore'],
  TransferRestriction: ['points-token'],
}

const nearestTo = (file: string): string[] =>
  (nearest[/(\w+)\.sol$/.exec(file)?.[1] ?? ''] ?? []).map((each) => `test/contracts/${each}.test.ts`)

/** For a contract's mutants in code as it ships: what bounds gas, and the nearest of the others. */
export function shippedTestFilesFor(file: string): string[] {
  const all = globSync('test/contracts/*.test.ts', { cwd: root }).toSorted()
  return [...all.filter((path) => boundsGas.test(path)), ...nearestTo(file)]
}

/** The test files for a contract's mutants, the nearest first; with `thorough` also those that take long. */
export function testFilesFor(file: string, { thorough }: { thorough: boolean }): string[] {
  const all = globSync('test/contracts/*.test.ts', { cwd: root }).filter((path) => !boundsGas.test(path))
  const first = nearestTo(file)
  const quick = all.filter((path) => !slow.test(path) && !first.includes(path)).toSorted()
  return [...first, ...quick, ...(thorough ? all.filter((path) => slow.test(path)) : [])]
}
