import type { Hex } from 'viem'

import type { Event } from '../contracts.ts'
import { monthText } from '../months.ts'
import { findCalls } from '../replay/find-calls.ts'
import { isPassedOn, type Scene } from '../replay/replay.ts'
import { judgePartnerKey, STATE_NOT_KEPT } from '../signatures/judge-signature.ts'
import { digestOf, type SignedType } from '../signatures/typed-data.ts'
import { type Position, unpaid } from './positions.ts'

interface Positions {
  readonly positions: ReadonlyMap<string, Position>
}

/** What a partner did to its position: by which call, and what it signed. */
const PARTNER_ACTS: Readonly<Record<string, { call: string; type: SignedType; field: string | null; at: number }>> = {
  PaymentMarked: { call: 'markByPartner', type: 'PaymentMark', field: 'payment', at: 3 },
  PositionDisputed: { call: 'dispute', type: 'Dispute', field: 'reason', at: 3 },
  DisputeWithdrawn: { call: 'withdrawDispute', type: 'DisputeWithdrawal', field: null, at: 2 },
}

const OPERATOR = 1

/** Marks, disputes and settlements of a closed position: signed by the partner, in turn, and settled by both. */
export async function checkSettlement(event: Event, { positions }: Positions, scene: Scene): Promise<void> {
  const { name, args } = event
  const [month, id] = [Number(args['month']), Number(args['id'])]
  const position = positions.get(`${month} ${id}`)
  if (position === undefined) return
  const byOperator = name === 'PaymentMarked' && Number(args['side']) === OPERATOR
  const act = byOperator ? undefined : PARTNER_ACTS[name]
  if (act !== undefined) {
    if (scene.judged) await checkSigned(event, position, act, scene)
    position.sequence += 1n
  }
  if (name === 'PaymentMarked') position[byOperator ? 'operatorPayment' : 'partnerPayment'] = args['payment'] as string
  if (name === 'PositionDisputed') position.state = 'disputed'
  if (name === 'DisputeWithdrawn' || name === 'DisputeResolved') position.state = unpaid(position.net)
  if (name === 'PositionSettled') settle(event, position, scene)
}

function settle({ args }: Event, position: Position, { collector, place }: Scene): void {
  const { partnerPayment, operatorPayment, net } = position
  collector.count('figures', 'settlements')
  if (partnerPayment === null || partnerPayment !== operatorPayment || args['net'] !== net || position.state !== 'open')
    collector.add(
      'settlement_unfounded',
      place,
      `${monthText(Number(args['month']))} of partner ${String(args['id'])} was settled; the partner marked ${partnerPayment ?? 'nothing'}, the operator ${operatorPayment ?? 'nothing'}.`,
    )
  position.state = 'settled'
}

async function checkSigned(
  { contract, args }: Event,
  { net, sequence }: Position,
  act: (typeof PARTNER_ACTS)[string],
  scene: Scene,
): Promise<void> {
  const { transaction, partners, coalition, collector, place, header, ask } = scene
  const [month, partnerId] = [args['month'] as bigint, Number(args['id'])]
  const calls = findCalls(transaction.input, 'Clearing', act.call).filter(
    (call) => call.args[0] === month && call.args[1] === partnerId && call.args[act.at] === sequence,
  )
  if (calls.length === 0 && isPassedOn(scene)) {
    collector.notChecked('figures', 'signature of a partner about its position', 'its call is not in the calldata')
    return
  }
  const text = act.field === null ? {} : { [act.field]: args[act.field] }
  const named = act.type === 'DisputeWithdrawal' ? {} : { net }
  const message = { month, partnerId, ...named, ...text, sequence }
  const digest = digestOf({ of: 'clearing', chainId: coalition.chainId, contract: contract.address }, act.type, message)
  const key = partners.byId.get(partnerId)?.issuerKey ?? '0x'
  const verdicts = await Promise.all(
    calls.map((call) =>
      judgePartnerKey(ask, key, { digest, signature: call.args.at(-1) as Hex, block: header.number }),
    ),
  )
  if (verdicts.includes('valid')) collector.count('figures', 'partner signatures')
  else if (verdicts.includes('unknown'))
    collector.notChecked('figures', "signature of a contract's key", STATE_NOT_KEPT)
  else
    collector.add(
      'clearing_signature_invalid',
      place,
      `${act.type} number ${sequence} of partner ${partnerId} for ${monthText(Number(month))} was not signed by its key.`,
    )
}
