import { type Address, type Hex, parseAbiParameters, verifyTypedData } from 'viem'

/** What an auditor signed of a report: docs/audit.md. */
export interface SignedSummary {
  readonly chainId: number
  readonly summary: {
    readonly token: string
    readonly fromBlock: string
    readonly toBlock: string
    readonly blockHash: string
    readonly reportHash: string
    readonly findings: string
    readonly notChecked: string
  }
  readonly signer: string
  readonly signature: string
}

const TYPES = {
  AuditSummary: parseAbiParameters(
    'address token, uint256 fromBlock, uint256 toBlock, bytes32 blockHash, bytes32 reportHash, uint256 findings, uint256 notChecked',
  ),
} as const

/** Whether the signer of a summary signed it. Who that is, the signature does not say. */
export async function isSignedSummary({ chainId, summary, signer, signature }: SignedSummary): Promise<boolean> {
  const { fromBlock, toBlock, findings, notChecked } = summary
  const token = summary.token as Address
  try {
    return await verifyTypedData({
      address: signer as Address,
      signature: signature as Hex,
      domain: { name: 'Entente Audit', version: '1', chainId, verifyingContract: token },
      types: TYPES,
      primaryType: 'AuditSummary',
      message: {
        token,
        blockHash: summary.blockHash as Hex,
        reportHash: summary.reportHash as Hex,
        fromBlock: BigInt(fromBlock),
        toBlock: BigInt(toBlock),
        findings: BigInt(findings),
        notChecked: BigInt(notChecked),
      },
    })
  } catch {
    return false // bytes that are no signature at all
  }
}
