import { BaseError, createPublicClient, type PublicClient, type Transport, type TransactionReceipt } from 'viem'

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
  const findings: Finding[] = []
  const tell = (finding: Finding) => {
    findings.push(finding)
    onFinding(finding)
  }
  checkOffline(question.receipt).forEach(tell)
  const client = createPublicClient({ transport: question.endpoint })
  try {
    await checkOnline(client, question, tell)
  } catch (error) {
    // Whatever an endpoint does, down to answers that are no answers, is told as what it is: it did not help.
    tell({ step: nextStep(findings), outcome: 'unknown', reason: 'endpoint_unreachable', facts: { said: say(error) } })
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
  const network = await checkNetwork(client, expected.chainId)
  tell(network)
  if (network.outcome !== 'passed') return
  const contract = await checkContract(client, receipt, expected.issuance)
  tell(contract)
  if (contract.outcome !== 'passed') return
  if (!isPosted(receipt)) {
    tell({ step: 'transaction', outcome: 'open', reason: 'batch_not_posted', facts: {} })
    return
  }
  const transaction = await findTransaction(client, receipt.batch.posted)
  tell(await checkTransaction(client, receipt.batch.posted, transaction))
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

const say = (error: unknown): string =>
  error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : String(error)

async function checkNetwork(client: PublicClient, chainId: number): Promise<Finding> {
  const answered = await client.getChainId()
  const facts = { expected: String(chainId), answered: String(answered) }
  // The endpoint is another network's: that says nothing about the receipt.
  return answered === chainId
    ? { step: 'network', outcome: 'passed', reason: 'network_matches', facts }
    : { step: 'network', outcome: 'unknown', reason: 'network_differs', facts }
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

async function findTransaction(client: PublicClient, posted: ReceiptPosting): Promise<TransactionReceipt | null> {
  try {
    return await client.getTransactionReceipt({ hash: posted.transactionHash as `0x${string}` })
  } catch (error) {
    if (error instanceof BaseError && error.name === 'TransactionReceiptNotFoundError') return null
    throw error
  }
}

async function checkTransaction(
  client: PublicClient,
  posted: ReceiptPosting,
  found: TransactionReceipt | null,
): Promise<Finding> {
  const asked = { transactionHash: posted.transactionHash }
  const failed = (reason: Finding['reason'], facts: Finding['facts']): Finding => ({
    step: 'transaction',
    outcome: 'failed',
    reason,
    facts: { ...asked, ...facts },
  })
  if (found === null) return failed('transaction_missing', {})
  const block = await client.getBlock({ blockNumber: found.blockNumber })
  const facts = {
    blockNumber: String(found.blockNumber),
    blockHash: found.blockHash,
    blockTime: new Date(Number(block.timestamp) * 1_000).toISOString(),
    gasUsed: String(found.gasUsed),
  }
  if (found.status !== 'success') return failed('transaction_reverted', facts)
  if (block.hash !== found.blockHash) return failed('block_replaced', { ...facts, blockHashNow: block.hash })
  const differs = (name: keyof ReceiptPosting) => ({ ...facts, inReceipt: posted[name] })
  if (facts.blockNumber !== posted.blockNumber) return failed('block_number_differs', differs('blockNumber'))
  if (!isSameHex(facts.blockHash, posted.blockHash)) return failed('block_hash_differs', differs('blockHash'))
  if (facts.gasUsed !== posted.gasUsed) return failed('gas_used_differs', differs('gasUsed'))
  if (Date.parse(facts.blockTime) !== Date.parse(posted.includedAt)) {
    return failed('time_differs', differs('includedAt'))
  }
  return { step: 'transaction', outcome: 'passed', reason: 'transaction_found', facts: { ...asked, ...facts } }
}

async function checkFinality(client: PublicClient, { blockNumber }: TransactionReceipt): Promise<Finding> {
  const [head, finalized] = await Promise.all([
    client.getBlockNumber({ cacheTime: 0 }),
    client.getBlock({ blockTag: 'finalized' }),
  ])
  const facts = {
    blockNumber: String(blockNumber),
    newestBlock: String(head),
    finalBlock: String(finalized.number),
    depth: String(head - blockNumber),
  }
  return blockNumber <= finalized.number
    ? { step: 'finality', outcome: 'passed', reason: 'final', facts }
    : { step: 'finality', outcome: 'open', reason: 'not_final_yet', facts }
}
