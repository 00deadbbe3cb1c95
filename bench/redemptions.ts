import { Signature, Wallet } from 'ethers'

import type { BenchChain } from './bench-chain.ts'
import { keyOf } from './bench-chain.ts'

/** Gas of whole transactions that redeem for `count` members at once; for one, the mean of several members' own. */
export interface RedemptionRow {
  scheme: string
  count: number
  first: string
  later: string
}

const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
}

/** What OpenZeppelin's building blocks cost: the member's permit and `burnFrom` by a redeemer, in one transaction. */
export async function measurePermitBurn(
  openChain: () => Promise<BenchChain>,
  counts: number[],
): Promise<RedemptionRow[]> {
  const rows: RedemptionRow[] = []
  for (const count of counts) {
    const chain = await openChain()
    const token = await chain.deploy('OpenZeppelinPoints')
    const redeemer = await chain.deploy('PermitRedemption', [token.address])
    const members = Array.from({ length: count }, (_, index) => new Wallet(keyOf(`member ${index}`)))
    await chain.send(token, 'mintMany', [members.map(({ address }) => address), members.map(() => 5_000n)])
    const domain = { name: 'Points', version: '1', chainId: chain.chainId, verifyingContract: token.address }
    const redeem = async (nonce: number) => {
      const permits = await Promise.all(
        members.map(async (member) => {
          const permit = {
            owner: member.address,
            spender: redeemer.address,
            value: 500n,
            nonce,
            deadline: 4_000_000_000n,
          }
          const { v, r, s } = Signature.from(await member.signTypedData(domain, permitTypes, permit))
          return { member: member.address, points: 500n, deadline: permit.deadline, v, r, s }
        }),
      )
      return (await chain.send(redeemer, 'redeem', [permits])).gasUsed.toString()
    }
    rows.push({ scheme: 'OpenZeppelin permit + burnFrom', count, first: await redeem(0), later: await redeem(1) })
    await chain.close()
  }
  return rows
}
