import { getAbiItem, type Hex, pad, toFunctionSelector, toHex } from 'viem'

import { pointsIssuanceAbi } from '../../../abis/PointsIssuance.ts'
import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import type { FindingCode } from '../../../audit/finding-codes.ts'
import { accountOf, issuerOf } from '../platform/coalition-chain.ts'
import { lieAboutBlocks, lieAboutEvent, lieAboutInput, lieAboutLogs, omitEvent, spoilSignature } from './lies.ts'
import type { Lie } from './rpc-server.ts'

const POST = getAbiItem({ abi: pointsIssuanceAbi, name: 'post' })

/** What an endpoint says, and how it is found out. */
interface Manipulation {
  readonly what: string
  readonly lie: Lie
  /** The first of what is found; more may follow from it. */
  readonly code: FindingCode
  /** Whether it is found where it happened, and not only at the end block. */
  readonly located?: boolean
}

const stranger = accountOf('a stranger')
const partner = (id: number) => (args: Record<string, unknown>) => Number(args['partnerId']) === id
const spoilLast = (args: unknown[]) => [...args.slice(0, -1), spoilSignature(args.at(-1) as Hex)]
const mint = (args: Record<string, unknown>) => /^0x0{40}$/.test(String(args['from']))

/** `redeem` has the members' signatures and the partner's in one argument: the last 65 bytes are the partner's. */
const spoilPacked = (from: (length: number) => number) => (args: unknown[]) => {
  const packed = args[2] as string
  const at = from(packed.length)
  return [args[0], args[1], `${packed.slice(0, at)}${packed[at] === '0' ? '1' : '0'}${packed.slice(at + 1)}`]
}

/** Views with this selector answer 77, whatever is true. */
function viewSays77(selector: string): Lie {
  return (method, params) =>
    method === 'eth_call' && (params[0] as { data: string }).data.startsWith(selector)
      ? toHex(77n, { size: 32 })
      : undefined
}

/** Lies about what happened, told by one endpoint. */
export const MANIPULATIONS: readonly Manipulation[] = [
  { what: 'a batch whose logs are left out', lie: omitEvent('BatchPosted', partner(1)), code: 'mint_unexplained' },
  { what: 'a credit that is left out', lie: omitEvent('Transfer', mint), code: 'batch_credits_differ' },
  {
    what: 'a credit of other points',
    lie: lieAboutEvent('Transfer', { value: 501n }, mint),
    code: 'batch_credits_differ',
  },
  {
    what: 'a credit to a stranger',
    lie: lieAboutEvent('Transfer', { to: stranger }, mint),
    code: 'batch_credits_differ',
  },
  {
    what: 'an invented credit',
    lie: lieAboutLogs('Transfer', (logs) => {
      const last = logs.at(-1)!
      const invented = { ...last, topics: [last.topics[0]!, pad('0x', { size: 32 }), pad(stranger, { size: 32 })] }
      return [...logs, { ...invented, data: toHex(9n, { size: 32 }), logIndex: '0xff' }]
    }),
    code: 'mint_unexplained',
  },
  { what: 'a batch with other sums', lie: lieAboutEvent('BatchPosted', { credited: 1n }), code: 'batch_sums_differ' },
  {
    what: 'a batch that begins later',
    lie: lieAboutEvent('BatchPosted', { firstEntry: 2n }),
    code: 'batch_number_gap',
  },
  {
    what: 'a batch of an unknown partner',
    lie: lieAboutEvent('BatchPosted', { partnerId: 9 }),
    code: 'batch_partner_unknown',
  },
  {
    what: 'a batch with another root',
    lie: lieAboutEvent('BatchPosted', { receiptsRoot: pad('0x1', { size: 32 }) }),
    code: 'batch_hash_wrong',
  },
  {
    what: 'a batch with another hash',
    lie: lieAboutEvent('BatchPosted', { batchHash: pad('0x1', { size: 32 }) }),
    code: 'batch_hash_wrong',
  },
  {
    what: 'a batch that its partner did not sign',
    lie: lieAboutInput('post', spoilLast),
    code: 'batch_signature_invalid',
  },
  {
    what: 'a batch with other records',
    lie: lieAboutInput('post', ([batch, credits, debits, signature]) => [
      batch,
      `0x${(credits as string).slice(-52)}${(credits as string).slice(2)}`,
      debits,
      signature,
    ]),
    code: 'batch_hash_wrong',
  },
  {
    what: "a partner's key that was never registered",
    lie: lieAboutEvent('PartnerRegistered', { issuerKey: issuerOf(7).address }),
    code: 'batch_signature_invalid',
  },
  {
    what: 'a suspended partner that is told to issue',
    lie: omitEvent('PartnerStatusChanged', ({ status }) => status === 1),
    code: 'batch_partner_inactive',
  },
  {
    what: 'an expiry that is left out',
    // The credit of October rolls Bob's word, seven months after its lots were credited.
    lie: lieAboutLogs('Transfer', (logs, all) => {
      const at = all.findLastIndex(
        ({ from, to }) => /^0x0{40}$/.test(String(to)) && String(from).toLowerCase() === accountOf('bob'),
      )
      return logs.filter((_, place) => place !== at)
    }),
    code: 'expiry_differs',
  },
  {
    what: 'a shortfall that hides points',
    lie: lieAboutEvent('DebitShortfall', { points: 1n }),
    code: 'batch_debits_differ',
  },
  {
    what: 'points that a member did not consent to spend',
    lie: lieAboutInput(
      'redeem',
      spoilPacked(() => 30),
    ),
    code: 'member_signature_invalid',
  },
  {
    what: 'a list that its partner did not sign',
    lie: lieAboutInput(
      'redeem',
      spoilPacked((length) => length - 100),
    ),
    code: 'partner_signature_invalid',
  },
  {
    what: 'a redemption of other points',
    lie: lieAboutEvent('PointsRedeemed', { points: 121n }),
    code: 'redemption_log_differs',
  },
  {
    what: 'a redemption for another reward',
    lie: lieAboutEvent('PointsRedeemed', { reward: pad('0x1', { size: 32 }) }),
    code: 'redemption_call_differs',
  },
  { what: 'a redemption that is left out', lie: omitEvent('PointsRedeemed', partner(2)), code: 'burn_unexplained' },
  {
    what: 'a refusal for a false reason',
    lie: lieAboutEvent('RedemptionRefused', { reason: 2 }),
    code: 'refusal_unfounded',
  },
  {
    what: 'a restoration of more than was spent',
    lie: lieAboutEvent('PointsRestored', { points: 121n }),
    code: 'redemption_log_differs',
  },
  {
    what: 'a restoration of an order that nobody spent',
    lie: lieAboutEvent('PointsRestored', { orderHash: pad('0x1', { size: 32 }) }),
    code: 'restoration_unfounded',
  },
  {
    what: 'a restoration that its partner did not sign',
    lie: lieAboutInput('restore', spoilLast, pointsRedemptionAbi),
    code: 'partner_signature_invalid',
  },
  {
    what: 'a move that the new key did not sign',
    lie: lieAboutInput('move', spoilLast),
    code: 'move_signature_invalid',
  },
  {
    what: 'a move to another account',
    lie: lieAboutEvent('AccountMoved', { to: stranger }),
    code: 'transfer_unexplained',
  },
  {
    what: 'a freeze that its member did not sign',
    lie: lieAboutInput('setFreeze', spoilLast),
    code: 'freeze_signature_invalid',
  },
  {
    what: 'a recovery that the new key did not sign',
    lie: lieAboutInput('announceRecovery', spoilLast),
    code: 'recovery_signature_invalid',
  },
  {
    what: 'a recovery that did not wait',
    lie: lieAboutEvent('RecoveryAnnounced', { readyAt: 2n ** 40n }),
    code: 'recovery_early',
  },
  {
    what: 'a recovery with too short a wait',
    lie: lieAboutEvent('RecoveryAnnounced', { readyAt: 1n }),
    code: 'recovery_delay_short',
  },
  {
    what: 'an allowance that was raised by less',
    lie: lieAboutEvent('PartnerAllowanceRaised', { points: 100n }),
    code: 'allowance_differs',
  },
  {
    what: 'a daily limit that was lower',
    lie: lieAboutEvent('PartnerDailyLimitChanged', { points: 10n }),
    code: 'daily_limit_exceeded',
  },
  {
    what: 'a price for a month that is over',
    lie: lieAboutEvent('PartnerPricesChanged', { month: 600n }),
    code: 'price_retroactive',
  },
  { what: 'an announcement that is left out', lie: omitEvent('OperationScheduled'), code: 'delay_not_kept' },
  {
    what: 'a role without its delay',
    lie: lieAboutEvent('RoleGranted', { delay: 0 }, ({ roleId }) => roleId === 7n),
    code: 'role_delay_short',
  },
  {
    what: 'a role that is none of ours',
    lie: lieAboutEvent('RoleGranted', { roleId: 44n }, ({ roleId }) => roleId === 4n),
    code: 'role_undeclared',
  },
  {
    what: 'a function in the hands of another role',
    lie: lieAboutEvent('TargetFunctionRoleUpdated', { roleId: 1n }, ({ roleId }) => roleId === 7n),
    code: 'role_undeclared',
  },
  {
    what: 'a deployer that kept its power',
    lie: omitEvent('RoleRevoked', ({ roleId }) => roleId === 0n),
    code: 'role_delay_short',
  },
  { what: 'a position with another net', lie: lieAboutEvent('PositionClosed', { net: 1n }), code: 'position_differs' },
  { what: 'a month with another pool', lie: lieAboutEvent('MonthClosed', { pool: 7n }), code: 'pool_differs' },
  { what: 'a position that is left out', lie: omitEvent('PositionClosed'), code: 'pool_differs' },
  {
    what: 'a batch that is told to have come through another contract',
    // So that its forged signature would be listed as not checked.
    lie: (method, _, truth) => {
      const transaction = truth as { input: string } | null
      const isBatch = method === 'eth_getTransactionByHash' && transaction?.input.startsWith(toFunctionSelector(POST))
      return isBatch === true ? { ...transaction, to: stranger, input: '0x' } : undefined
    },
    code: 'transaction_altered',
  },
  {
    what: 'a mark that its partner did not sign',
    lie: lieAboutInput('markByPartner', spoilLast),
    code: 'clearing_signature_invalid',
  },
  {
    what: 'a settlement that the operator did not mark',
    lie: omitEvent('PaymentMarked'),
    code: 'settlement_unfounded',
  },
  {
    what: 'a block with another time',
    lie: lieAboutBlocks((block) => (block['number'] === '0x14' ? { ...block, timestamp: '0x69b00000' } : undefined)),
    code: 'block_hash_wrong',
  },
  {
    what: 'a block of another chain',
    lie: lieAboutBlocks((block) =>
      block['number'] === '0x14' ? { ...block, hash: pad('0x9', { size: 32 }) } : undefined,
    ),
    code: 'block_hash_wrong',
  },
  {
    what: 'logs of a block that is not on the chain',
    lie: lieAboutLogs('BatchPosted', (logs) => logs.map((log) => ({ ...log, blockHash: pad('0x9', { size: 32 }) }))),
    code: 'log_of_another_block',
  },
  {
    what: 'a log that is told twice',
    lie: lieAboutLogs('BatchPosted', (logs) => [logs[0]!, ...logs]),
    code: 'logs_out_of_order',
  },
  {
    what: 'a block whose logs are all left out',
    lie: (method, _, truth) => {
      if (method !== 'eth_getLogs') return undefined
      const logs = truth as { blockNumber: Hex; topics: Hex[] }[]
      const last = logs.at(-1)?.blockNumber
      return logs.length < 50 ? undefined : logs.filter(({ blockNumber }) => blockNumber !== last)
    },
    code: 'logs_left_out',
  },
  { what: 'a balance view that lies', lie: viewSays77('0x70a08231'), code: 'view_differs', located: false },
  { what: 'a supply that lies', lie: viewSays77('0x18160ddd'), code: 'supply_differs', located: false },
]
