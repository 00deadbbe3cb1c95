import { readFile, stat } from 'node:fs/promises'

import { type Address, type Hex, isHex, parseAbiParameters, size, verifyTypedData } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { type AuditReport, hashReport } from './audit-report.ts'

/** What of a report its auditor signs. */
export interface AuditSummary {
  readonly token: Address
  readonly fromBlock: string
  readonly toBlock: string
  readonly blockHash: Hex
  /** keccak256 of the report's canonical JSON. */
  readonly reportHash: Hex
  readonly findings: string
  readonly notChecked: string
}

/** A report that its auditor stands for. */
export interface SignedReport {
  readonly report: AuditReport
  readonly summary: AuditSummary
  readonly signer: Address
  readonly signature: Hex
}

/** The key file cannot be used, or the signed report does not hold. */
export class SummaryInvalid extends Error {
  override name = 'SummaryInvalid'
}

const TYPES = {
  AuditSummary: parseAbiParameters(
    'address token, uint256 fromBlock, uint256 toBlock, bytes32 blockHash, bytes32 reportHash, uint256 findings, uint256 notChecked',
  ),
} as const

const KEY_BYTES = 32
/** Anybody else on the machine. */
const OTHERS = 0o077

/** The summary of a report. */
export function summaryOf(report: AuditReport): AuditSummary {
  return {
    token: report.token as Address,
    fromBlock: String(report.fromBlock),
    toBlock: String(report.toBlock),
    blockHash: report.blockHash,
    reportHash: hashReport(report),
    findings: String(report.findingsTotal),
    notChecked: String(report.notChecked.length),
  }
}

/** Signs a report with the key in a file: 32 bytes of hex, readable by its owner only. Throws `SummaryInvalid`. */
export async function signReport(report: AuditReport, keyFile: string): Promise<SignedReport> {
  const account = privateKeyToAccount(await readKey(keyFile))
  const summary = summaryOf(report)
  const signature = await account.signTypedData(typedData(report.chainId, summary))
  return { report, summary, signer: account.address, signature }
}

/** Checks a signed report: the summary is that of the report, and the signer signed it. Throws `SummaryInvalid`. */
export async function verifySignedReport(signed: SignedReport): Promise<void> {
  const { report, summary, signer, signature } = signed
  const expected = summaryOf(report)
  for (const [name, value] of Object.entries(expected))
    if (summary[name as keyof AuditSummary] !== value)
      throw new SummaryInvalid(
        `the summary's ${name} is ${summary[name as keyof AuditSummary]}; the report gives ${value}`,
      )
  const valid = await verifyTypedData({ address: signer, signature, ...typedData(report.chainId, summary) })
  if (!valid) throw new SummaryInvalid(`${signer} did not sign this summary`)
}

function typedData(chainId: number, summary: AuditSummary) {
  const { token, fromBlock, toBlock, findings, notChecked } = summary
  return {
    domain: { name: 'Entente Audit', version: '1', chainId, verifyingContract: token },
    types: TYPES,
    primaryType: 'AuditSummary' as const,
    message: {
      ...summary,
      fromBlock: BigInt(fromBlock),
      toBlock: BigInt(toBlock),
      findings: BigInt(findings),
      notChecked: BigInt(notChecked),
    },
  }
}

async function readKey(path: string): Promise<Hex> {
  const { mode } = await stat(path)
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
    throw new SummaryInvalid(`${path} can be read by others: chmod 600 it`)
  const text = (await readFile(path, 'utf8')).trim()
  if (!isHex(text) || size(text) !== KEY_BYTES)
    throw new SummaryInvalid(`${path} holds no private key of 32 bytes in hex`)
  return text
}
