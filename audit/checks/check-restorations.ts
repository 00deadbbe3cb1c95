import type { Event } from '../contracts.ts'
import type { Step } from '../replay/acts.ts'
import { lowerAddress } from '../replay/find-calls.ts'
import { STATUS } from '../replay/partners.ts'
import { type Check, isPassedOn, type Scene } from '../replay/replay.ts'
import { judgePartnerKey, STATE_NOT_KEPT } from '../signatures/judge-signature.ts'
import { digestOf } from '../signatures/typed-data.ts'
import { findRestoreCalls } from './redemption-calls.ts'
import { dayOf, RESTORE_DAYS, type SpentOrder, type SpentOrders } from './spent-orders.ts'

/** Check 5, restorations: the partner signed, the order had been spent, and no more came back than it spent. */
export function checkRestorations(spent: SpentOrders): Check {
  return {
    async see(act, scene) {
      if (act.kind !== 'restoration') return
      const { event, steps } = act
      scene.collector.count('consents', 'restorations')
      checkLog(event, steps, scene)
      const order = spent.find(event.args['orderHash'] as string)
      const before = order?.restored ?? 0n
      checkFounded(event, order, scene)
      if (order !== undefined) order.restored += event.args['points'] as bigint
      if (scene.judged) await checkSignature(event, before, scene)
    },
  }
}

function checkLog(
  { contract, args }: Event,
  steps: readonly Step[],
  { collector, place, modules, partners }: Scene,
): void {
  const minted = steps.find((step) => step.kind === 'mint')
  if (minted?.account !== lowerAddress(args['member']) || minted.points !== args['points'])
    collector.add(
      'redemption_log_differs',
      place,
      `${String(args['points'])} points were to come back to ${String(args['member'])}; ${minted?.points ?? 0n} did to ${minted?.account ?? 'nobody'}.`,
    )
  if (modules.get('PointsRedemption') !== contract.address)
    collector.add('redemption_not_by_module', place, `${contract.address} is not the redemption module of the ledger.`)
  const id = Number(args['partnerId'])
  const status = partners.byId.get(id)?.status ?? STATUS.unknown
  if (status === STATUS.unknown || status === STATUS.left)
    collector.add('redemption_partner_gone', place, `Partner ${id} is ${status === STATUS.left ? 'gone' : 'unknown'}.`)
}

function checkFounded({ args }: Event, order: SpentOrder | undefined, { collector, place, header }: Scene): void {
  const points = args['points'] as bigint
  if (
    order?.member !== lowerAddress(args['member']) ||
    order.partnerId !== Number(args['partnerId']) ||
    order.restored + points > order.points
  ) {
    const known =
      order === undefined
        ? 'was not spent in the days before'
        : `spent ${order.points}, ${order.restored} of them restored before`
    collector.add('restoration_unfounded', place, `${points} points came back of an order that ${known}.`)
    return
  }
  const days = dayOf(header.timestamp) - order.day
  if (days > RESTORE_DAYS) collector.add('restoration_late', place, `The order was spent ${days} days before.`)
}

async function checkSignature({ contract, args }: Event, restoredBefore: bigint, scene: Scene): Promise<void> {
  const { transaction, partners, collector, place, header, coalition, ask } = scene
  const { orderHash, points } = args as { readonly orderHash: string; readonly points: bigint }
  const calls = findRestoreCalls(transaction.input).filter(
    ({ order, points: asked }) => order.hash === orderHash && asked === points,
  )
  if (calls.length === 0) {
    if (!isPassedOn(scene))
      collector.add(
        'redemption_call_differs',
        place,
        `The calldata restores no ${points} points of order ${orderHash}.`,
      )
    else
      collector.notChecked(
        'consents',
        'signature of a restoration',
        'it was posted through another contract, and its call is not in the calldata',
      )
    return
  }
  const partnerId = Number(args['partnerId'])
  const domain = { of: 'redemption', chainId: coalition.chainId, contract: contract.address } as const
  const digest = digestOf(domain, 'Restoration', { partnerId, order: orderHash, points, restoredBefore })
  const key = partners.byId.get(partnerId)?.redemptionKey ?? '0x'
  const verdicts = await Promise.all(
    calls.map(({ partnerSignature: signature }) =>
      judgePartnerKey(ask, key, { digest, signature, block: header.number }),
    ),
  )
  if (verdicts.includes('valid')) collector.count('consents', 'partner signatures')
  else if (verdicts.includes('unknown'))
    collector.notChecked('consents', "signature of a contract's key", STATE_NOT_KEPT)
  else
    collector.add(
      'partner_signature_invalid',
      place,
      `The restoration of ${points} points was not signed by the redemption key of partner ${partnerId}.`,
    )
}
