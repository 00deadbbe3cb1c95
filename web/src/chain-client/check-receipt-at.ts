import { http } from 'viem'

import { checkReceipt, type ReceiptQuestion } from './check-receipt.ts'
import type { Finding } from './receipt-findings.ts'

const TIMEOUT_MS = 10_000

/** Checks a receipt against the endpoint at this address; it is asked once more when it does not answer. */
export function checkReceiptAt(
  url: string,
  question: Omit<ReceiptQuestion, 'endpoint'>,
  onFinding: (finding: Finding) => void,
): Promise<Finding[]> {
  return checkReceipt({ ...question, endpoint: http(url.trim(), { timeout: TIMEOUT_MS, retryCount: 1 }) }, onFinding)
}
