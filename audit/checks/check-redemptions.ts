import type { Event } from '../contracts.ts'
import type { Act, Step } from '../replay/acts.ts'
import { lowerAddress } from '../replay/find-calls.ts'
import { type Partner, STATUS } from '../replay/partners.ts'
import { type Check, isPassedOn, type Scene } from '../replay/replay.ts'
import { judgeMember, judgePartnerKey, STATE_NOT_KEPT, type Verdict } from '../signatures/judge-signature.ts'
import { digestOf, digestOfList } from '../signatures/typed-data.ts'
import { findRedeemCalls, fits, type RedeemCall, type SpendOrder } from './redemption-calls.ts'
import { judgeRefusal } from './refusals.ts'
import type { SpentOrders } from './spent-orders.ts'

type Redemptions = Extract<Act, { kind: 'redemptions' }>

/** Check 5, redemptions: member and partner signed what was spent, and nothing was refused without a reason. */
export function checkRedemptions(spent: SpentOrders): Check {
  const nonces = new Map<string, bigint>()
  return {
    async see(act, scene) {
      if (act.kind !== 'redemptions') return
      checkLog(act, scene)
      const found = await findCalls(act, scene)
      for (const event of act.events) checkEvent(event, nonces, scene)
      for (const { call, from } of found) {
        if (scene.judged) await checkList(call, scene, act.events[from])
        for (const [at, signed] of call.orders.entries()) {
          const event = act.events[from + at]
          if (event?.name === 'PointsRedeemed') {
            spent.add(signed.order, scene.header.timestamp)
            if (scene.judged) await checkOrder(signed, event, scene)
          } else if (event !== undefined && scene.judged) await judgeRefusal(signed, event, scene)
        }
      }
    },
  }
}

/** What left the accounts is what the events say, order by order. */
function checkLog({ events, steps }: Redemptions, { collector, place }: Scene): void {
  const redeemed = events.filter(({ name }) => name === 'PointsRedeemed')
  const burns = steps.flatMap((step: Step) => (step.kind === 'burn' ? [step] : []))
  const wrong = redeemed.findIndex(
    ({ args }, at) => burns[at]?.account !== lowerAddress(args['member']) || burns[at].points !== args['points'],
  )
  if (wrong !== -1 || burns.length !== redeemed.length)
    collector.add(
      'redemption_log_differs',
      place,
      `${redeemed.length} redemptions are logged, and ${burns.length} accounts lost points; number ${wrong === -1 ? redeemed.length : wrong} differs.`,
    )
}

function checkEvent({ contract, name, args }: Event, nonces: Map<string, bigint>, scene: Scene): void {
  const { collector, place, modules, partners, ledger } = scene
  collector.count('consents', name === 'PointsRedeemed' ? 'redemptions' : 'refusals')
  if (modules.get('PointsRedemption') !== contract.address)
    collector.add('redemption_not_by_module', place, `${contract.address} is not the redemption module of the ledger.`)
  if (name !== 'PointsRedeemed') return
  const id = Number(args['partnerId'])
  const status = partners.byId.get(id)?.status ?? STATUS.unknown
  if (status === STATUS.unknown || status === STATUS.left)
    collector.add('redemption_partner_gone', place, `Partner ${id} is ${status === STATUS.left ? 'gone' : 'unknown'}.`)
  const member = lowerAddress(args['member'])
  const nonce = args['nonce'] as bigint
  const last = nonces.get(member) ?? 0n
  if (nonce <= last) collector.add('nonce_reused', place, `Nonce ${nonce} of ${member} comes after ${last}.`)
  nonces.set(member, nonce)
  const { frozenByMember, frozenByOperator } = ledger.accountOf(member)
  if (frozenByMember || frozenByOperator) collector.add('spent_while_frozen', place, `${member} is frozen.`)
}

/** The calls that logged these events, each with the place of its first one. */
async function findCalls(
  { events }: Redemptions,
  scene: Scene,
): Promise<readonly { readonly call: RedeemCall; readonly from: number }[]> {
  const unused = findRedeemCalls(scene.transaction.input)
  const found: { call: RedeemCall; from: number }[] = []
  let from = 0
  while (from < events.length) {
    const candidates = unused.filter((call) => fits(call, events, from))
    const call = await chooseCall(candidates, scene, events[from])
    if (call === undefined) {
      notFound(events[from], scene)
      return found
    }
    unused.splice(unused.indexOf(call), 1)
    found.push({ call, from })
    from += call.orders.length
  }
  return found
}

/** Of several calls that fit, the one that the partner signed: others may be decoys. */
async function chooseCall(
  candidates: readonly RedeemCall[],
  scene: Scene,
  event: Event | undefined,
): Promise<RedeemCall | undefined> {
  if (candidates.length > 1 && scene.judged && event !== undefined)
    for (const call of candidates) if ((await judgeList(call, scene, event)) === 'valid') return call
  return candidates[0]
}

function notFound(event: Event | undefined, scene: Scene): void {
  const { collector, place } = scene
  if (event !== undefined && !isPassedOn(scene))
    collector.add(
      'redemption_call_differs',
      place,
      `The calldata has no order of ${String(event.args['member'])} with nonce ${String(event.args['nonce'])} as the event has it.`,
    )
  else
    collector.notChecked(
      'consents',
      'signatures of redemptions',
      'they were posted through another contract, and their call is not in the calldata',
    )
}

const domainOf = ({ coalition }: Scene, { contract }: Event) =>
  ({ of: 'redemption', chainId: coalition.chainId, contract: contract.address }) as const

async function judgeList(call: RedeemCall, scene: Scene, event: Event): Promise<Verdict> {
  const partner: Partner | undefined = scene.partners.byId.get(call.partnerId)
  if (partner === undefined) return 'invalid'
  const hashes = call.orders.map(({ order }) => order.hash)
  const digest = digestOfList(domainOf(scene, event), call.partnerId, hashes)
  const signed = { digest, signature: call.partnerSignature, block: scene.header.number }
  return judgePartnerKey(scene.ask, partner.redemptionKey, signed)
}

async function checkList(call: RedeemCall, scene: Scene, event: Event | undefined): Promise<void> {
  if (event === undefined) return
  const { collector, place } = scene
  const verdict = await judgeList(call, scene, event)
  if (verdict === 'valid') collector.count('consents', 'partner signatures')
  if (verdict === 'unknown') collector.notChecked('consents', "signature of a contract's key", STATE_NOT_KEPT)
  if (verdict === 'invalid')
    collector.add(
      'partner_signature_invalid',
      place,
      `The list was not signed by the redemption key of partner ${call.partnerId}.`,
    )
}

async function checkOrder(
  { order, signature }: { order: SpendOrder; signature: `0x${string}` },
  event: Event,
  scene: Scene,
): Promise<void> {
  const { collector, place, header, ask } = scene
  if (order.deadline < BigInt(header.timestamp))
    collector.add(
      'order_expired',
      place,
      `The deadline was ${order.deadline}, the block's time is ${header.timestamp}.`,
    )
  const digest = digestOf(domainOf(scene, event), 'Redemption', { ...order })
  const verdict = await judgeMember(ask, order.member, { digest, signature, block: header.number })
  if (verdict === 'valid') collector.count('consents', 'member signatures')
  if (verdict === 'unknown') collector.notChecked('consents', 'signature of a contract wallet', STATE_NOT_KEPT)
  if (verdict === 'invalid')
    collector.add(
      'member_signature_invalid',
      place,
      `${order.points} points of ${order.member} were spent, and its key did not sign the order with nonce ${order.nonce}.`,
    )
}
