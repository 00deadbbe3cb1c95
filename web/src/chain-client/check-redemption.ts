import { createPublicClient, keccak256, type PublicClient, stringToBytes, type Transport } from 'viem'

import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import { checkBurn, checkRestored } from './burned-points.ts'
import { checkFinality, checkInclusion, checkPlace, findTransaction, keepFindings, saidBy } from './chain-steps.ts'
import { checkSignature } from './order-signature.ts'
import { type Finding, REDEMPTION_STEPS, type ReceiptStep } from './receipt-findings.ts'
import { leadsTo } from './receipt-member.ts'
import { isSameHex } from './receipt-proof.ts'
import type { RedemptionReceipt } from './redemption-receipt.ts'

/** What the reader goes by, besides the receipt itself. */
export interface RedemptionQuestion {
  readonly receipt: RedemptionReceipt
  /** The network and the redemption contract that the reader takes for the right ones. */
  readonly expected: { readonly chainId: number; readonly redemption: string }
  /** The address of who is signed in; null when anybody checks. */
  readonly address: string | null
  readonly endpoint: Transport
}

/**
 * Checks the receipt of a redemption here, in the reader's browser: what was signed without anybody, the rest against the
 * endpoint of the reader's choice. Each finding is told when it is there. A step that cannot be taken does not hide the others.
 */
export async function checkRedemption(
  question: RedemptionQuestion,
  onFinding: (finding: Finding) => void,
): Promise<Finding[]> {
  const { findings, tell } = keepFindings(onFinding)
  tell(checkGiven(question.receipt))
  const client = createPublicClient({ transport: question.endpoint })
  tell(await checkSignature(question.receipt, question.expected.chainId, client))
  const told = (step: ReceiptStep) => findings.some((finding) => finding.step === step)
  try {
    await checkOnline(client, question, tell)
  } catch (error) {
    // Whatever an endpoint does, down to answers that are no answers, is told as what it is: it did not help.
    const step = REDEMPTION_STEPS.find((one) => !told(one)) ?? 'member'
    tell({ step, outcome: 'unknown', reason: 'endpoint_unreachable', facts: { said: saidBy(error) } })
  }
  for (const step of REDEMPTION_STEPS) {
    if (!told(step)) tell({ step, outcome: 'unknown', reason: 'not_reached', facts: {} })
  }
  return findings
}

/** Whether the reward, the reference and the salt give the hash that the member signed. */
function checkGiven({ order, given }: RedemptionReceipt): Finding {
  const { rewardId, reference, salt } = given
  const text = ['Entente reward, version 1', String(order.partnerId), rewardId ?? 'basket', reference, salt].join('\n')
  const computed = keccak256(stringToBytes(text))
  const facts = { reward: rewardId ?? 'basket', reference, salt, computed, inReceipt: order.reward }
  return isSameHex(computed, order.reward) && text === given.rewardText
    ? { step: 'given', outcome: 'passed', reason: 'given_matches', facts }
    : { step: 'given', outcome: 'failed', reason: 'given_differs', facts }
}

async function checkOnline(
  client: PublicClient,
  { receipt, expected, address }: RedemptionQuestion,
  tell: (finding: Finding) => void,
): Promise<void> {
  const { chainId, redemption } = expected
  const isHere = await checkPlace(
    client,
    { chainId, checkContract: () => checkContract(client, receipt, redemption) },
    tell,
  )
  if (!isHere) return
  const transaction = await findTransaction(client, receipt.burned.transactionHash)
  const asked = { found: transaction, step: 'burn_transaction', passed: 'burn_transaction_found' } as const
  const found = await checkInclusion(client, receipt.burned, asked)
  tell(found)
  if (transaction === null || found.outcome !== 'passed') return
  const ledger = await client.readContract({
    address: receipt.contract as `0x${string}`,
    abi: pointsRedemptionAbi,
    functionName: 'token',
  })
  tell(checkBurn(receipt, transaction, ledger))
  tell(await checkRestored(client, receipt))
  tell(await checkFinality(client, transaction))
  tell(await checkMember(client, { receipt, ledger, address }))
}

async function checkContract(client: PublicClient, receipt: RedemptionReceipt, redemption: string): Promise<Finding> {
  const facts = { expected: redemption, inReceipt: receipt.contract }
  const failed = (reason: Finding['reason']): Finding => ({ step: 'burn_contract', outcome: 'failed', reason, facts })
  if (!isSameHex(receipt.contract, redemption)) return failed('burn_contract_differs')
  const code = await client.getCode({ address: receipt.contract as `0x${string}` })
  if (code === undefined) return failed('contract_missing')
  return { step: 'burn_contract', outcome: 'passed', reason: 'burn_contract_matches', facts }
}

async function checkMember(
  client: PublicClient,
  { receipt, ledger, address }: { receipt: RedemptionReceipt; ledger: `0x${string}`; address: string | null },
): Promise<Finding> {
  if (address === null) return { step: 'member', outcome: 'left_out', reason: 'nobody_signed_in', facts: {} }
  const { member } = receipt.order
  const facts = { account: member, yours: address }
  if (isSameHex(member, address)) return { step: 'member', outcome: 'passed', reason: 'member_matches', facts }
  return (await leadsTo(client, ledger, { from: member, to: address }))
    ? { step: 'member', outcome: 'passed', reason: 'member_moved', facts }
    : { step: 'member', outcome: 'failed', reason: 'member_differs', facts }
}
