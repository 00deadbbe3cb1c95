import { createPublicClient, type PublicClient, type Transport } from 'viem'

import { checkFinality, checkInclusion, checkPlace, findTransaction, keepFindings, saidBy } from './chain-steps.ts'
import { checkCredit, checkEvent } from './posted-batch.ts'
import { type Finding, RECEIPT_STEPS, type ReceiptStep } from './receipt-findings.ts'
import { checkOffline, isSameHex } from './receipt-proof.ts'
import { checkMember } from './receipt-member.ts'
import type { Receipt, ReceiptPosting } from './receipt.ts'

/** What the reader goes by, besides the receipt itself. */
export interface ReceiptQuestion {
  readonly receipt: Receipt
  /** The network and the issuing contract that the reader takes for the right ones. */
  readonly expected: { readonly chainId: number; readonly issuance: string }
  /** Who is signed in, and the points that their history shows for this entry; null when anybody checks. */
  readonly member: { readonly address: string; readonly points: string | null } | null
  readonly endpoint: Transport
}

type Posted = Receipt & { readonly batch: { readonly posted: ReceiptPosting } }

/**
 * Checks a receipt here, in the reader's browser: the arithmetic without anybody, the rest against the endpoint of the
 * reader's choice. Each finding is told when it is there. A step that cannot be taken does not hide the others.
 */
export async function checkReceipt(
  question: ReceiptQuestion,
  onFinding: (finding: Finding) => void,
): Promise<Finding[]> {
  const { findings, tell } = keepFindings(onFinding)
  checkOffline(question.receipt).forEach(tell)
  const client = createPublicClient({ transport: question.endpoint })
  try {
    await checkOnline(client, question, tell)
  } catch (error) {
    // Whatever an endpoint does, down to answers that are no answers, is told as what it is: it did not help.
    tell({
      step: nextStep(findings),
      outcome: 'unknown',
      reason: 'endpoint_unreachable',
      facts: { said: saidBy(error) },
    })
  }
  // What has no transaction yet is neither right nor wrong; what an endpoint kept from us is unknown.
  const outcome = findings.at(-1)?.reason === 'batch_not_posted' ? 'open' : 'unknown'
  for (const step of RECEIPT_STEPS) {
    if (findings.every((finding) => finding.step !== step)) tell({ step, outcome, reason: 'not_reached', facts: {} })
  }
  return findings
}

async function checkOnline(
  client: PublicClient,
  { receipt, expected, member }: ReceiptQuestion,
  tell: (finding: Finding) => void,
): Promise<void> {
  const { chainId, issuance } = expected
  const isHere = await checkPlace(
    client,
    { chainId, checkContract: () => checkContract(client, receipt, issuance) },
    tell,
  )
  if (!isHere) return
  if (!isPosted(receipt)) {
    tell({ step: 'transaction', outcome: 'open', reason: 'batch_not_posted', facts: {} })
    return
  }
  const transaction = await findTransaction(client, receipt.batch.posted.transactionHash)
  const asked = { found: transaction, step: 'transaction', passed: 'transaction_found' } as const
  tell(await checkInclusion(client, receipt.batch.posted, asked))
  if (transaction === null) return
  tell(checkEvent(receipt, transaction))
  tell(await checkCredit(client, receipt, transaction))
  tell(await checkFinality(client, transaction))
  tell(await checkMember(client, receipt, member))
}

const isPosted = (receipt: Receipt): receipt is Posted => receipt.batch.posted !== null

function nextStep(findings: readonly Finding[]): ReceiptStep {
  const told = new Set(findings.map(({ step }) => step))
  return RECEIPT_STEPS.find((step) => !told.has(step)) ?? 'member'
}

async function checkContract(client: PublicClient, receipt: Receipt, issuance: string): Promise<Finding> {
  const facts = { expected: issuance, inReceipt: receipt.contract }
  if (!isSameHex(receipt.contract, issuance)) {
    return { step: 'contract', outcome: 'failed', reason: 'contract_differs', facts }
  }
  const code = await client.getCode({ address: receipt.contract as `0x${string}` })
  const bytes = code === undefined ? 0 : (code.length - 2) / 2
  return bytes > 0
    ? { step: 'contract', outcome: 'passed', reason: 'contract_matches', facts: { ...facts, bytes: String(bytes) } }
    : { step: 'contract', outcome: 'failed', reason: 'contract_missing', facts }
}
