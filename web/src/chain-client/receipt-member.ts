import { type PublicClient, zeroAddress } from 'viem'

import { pointsIssuanceAbi } from '../../../abis/PointsIssuance.ts'
import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import type { Finding } from './receipt-findings.ts'
import { isSameHex } from './receipt-proof.ts'
import type { Receipt } from './receipt.ts'

/** Accounts that a receipt's account may have moved through since; nobody moves that often. */
const MOVES_MAX = 16

interface Reader {
  readonly address: string
  readonly points: string | null
}

/** Whether the receipt is the reader's: made out to their account, or to one that the ledger says they moved from. */
export async function checkMember(client: PublicClient, receipt: Receipt, member: Reader | null): Promise<Finding> {
  const { leaf, contract } = receipt
  if (member === null) return { step: 'member', outcome: 'left_out', reason: 'nobody_signed_in', facts: {} }
  const facts = { account: leaf.account, yours: member.address, points: leaf.points }
  if (member.points !== null && member.points !== leaf.points) {
    const shown = { ...facts, shown: member.points }
    return { step: 'member', outcome: 'failed', reason: 'member_points_differ', facts: shown }
  }
  if (isSameHex(leaf.account, member.address)) {
    return { step: 'member', outcome: 'passed', reason: 'member_matches', facts }
  }
  const ledger = await client.readContract({
    address: contract as `0x${string}`,
    abi: pointsIssuanceAbi,
    functionName: 'TOKEN',
  })
  return (await leadsTo(client, ledger, { from: leaf.account, to: member.address }))
    ? { step: 'member', outcome: 'passed', reason: 'member_moved', facts }
    : { step: 'member', outcome: 'failed', reason: 'member_differs', facts }
}

/** Whether the ledger says that an account's points moved on to another, in one step or several. */
export async function leadsTo(
  client: PublicClient,
  ledger: `0x${string}`,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const asked = { address: ledger, abi: pointsTokenAbi, functionName: 'successorOf' } as const
  let account = from as `0x${string}`
  for (let moves = 0; moves < MOVES_MAX; moves++) {
    account = await client.readContract({ ...asked, args: [account] })
    if (account === zeroAddress) return false
    if (isSameHex(account, to)) return true
  }
  return false
}
