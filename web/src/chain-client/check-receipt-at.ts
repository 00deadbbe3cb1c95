import { http } from 'viem'

import { checkReceipt } from './check-receipt.ts'
import { checkRedemption } from './check-redemption.ts'
import type { Finding } from './receipt-findings.ts'
import { type AnyReceipt, isOfRedemption } from './redemption-receipt.ts'

const TIMEOUT_MS = 10_000

/** What the reader goes by, besides the receipt and the endpoint. */
interface Question {
  readonly receipt: AnyReceipt
  readonly expected: { readonly chainId: number; readonly issuance: string; readonly redemption: string }
  readonly member: { readonly address: string; readonly points: string | null } | null
}

/** Checks either receipt against the endpoint at this address; it is asked once more when it does not answer. */
export function checkReceiptAt(
  url: string,
  { receipt, expected, member }: Question,
  onFinding: (finding: Finding) => void,
): Promise<Finding[]> {
  const endpoint = http(url.trim(), { timeout: TIMEOUT_MS, retryCount: 1 })
  return isOfRedemption(receipt)
    ? checkRedemption({ receipt, expected, address: member?.address ?? null, endpoint }, onFinding)
    : checkReceipt({ receipt, expected, member, endpoint }, onFinding)
}
