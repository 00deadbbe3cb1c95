import canonicalize from 'canonicalize'
import { type Hex, keccak256, stringToBytes } from 'viem'

import type { ImmutableValue } from '../checks/check-code.ts'
import type { OperatorAct } from '../checks/check-operators.ts'
import type { KnownContract } from '../contracts.ts'
import { CHECKS, type CheckName } from '../finding-codes.ts'
import type { Finding, NotChecked } from '../findings.ts'
import type { Audit } from '../run-audit.ts'

/** The version of the report's format. Another meaning of a field is another version. */
export const REPORT_FORMAT = 'entente-audit-1'

/** Operator acts that are listed; all are counted. */
export const OPERATOR_ACTS_MAX = 10_000

/** What an audit says. It has no time of its own: the same question about the same chain gives the same report. */
export interface AuditReport {
  readonly format: typeof REPORT_FORMAT
  readonly chainId: number
  readonly token: string
  /** The blocks whose acts were judged, both included. */
  readonly fromBlock: number
  readonly toBlock: number
  readonly blockHash: Hex
  /** Of the end block, in Unix seconds. */
  readonly blockTime: number
  /** How many endpoints were asked. */
  readonly endpoints: number
  readonly contracts: readonly KnownContract[]
  readonly checks: readonly CheckReport[]
  readonly findingsTotal: number
  readonly findings: readonly Finding[]
  readonly notChecked: readonly NotChecked[]
  readonly operatorActsTotal: number
  readonly operatorActs: readonly OperatorAct[]
  readonly immutables: readonly ImmutableValue[]
}

interface CheckReport {
  readonly name: CheckName
  readonly about: string
  readonly findings: number
  /** What was looked at. Empty where the check was not carried out. */
  readonly counts: Readonly<Record<string, number>>
}

/** The report of an audit. */
export function reportOf({ coalition, from, end, collector, operatorActs, immutables, endpoints }: Audit): AuditReport {
  const findings = collector.findings()
  return {
    format: REPORT_FORMAT,
    chainId: coalition.chainId,
    token: coalition.token,
    fromBlock: from,
    toBlock: end.number,
    blockHash: end.hash,
    blockTime: end.timestamp,
    endpoints,
    contracts: coalition.contracts,
    checks: (Object.keys(CHECKS) as CheckName[]).map((name) => ({
      name,
      about: CHECKS[name],
      findings: findings.filter(({ check }) => check === name).length,
      counts: collector.counts()[name],
    })),
    findingsTotal: collector.findingsTotal(),
    findings,
    notChecked: collector.left(),
    operatorActsTotal: operatorActs.length,
    operatorActs: operatorActs.slice(0, OPERATOR_ACTS_MAX),
    immutables,
  }
}

/** keccak256 of the report's canonical JSON (RFC 8785): what the auditor signs. */
export function hashReport(report: AuditReport): Hex {
  return keccak256(stringToBytes(canonicalize(report) ?? ''))
}
