import type { Event } from '../contracts.ts'
import type { Act } from '../replay/acts.ts'
import { monthAt, monthText } from '../months.ts'
import { type Partner, usedAt } from '../replay/partners.ts'
import type { Check, Scene } from '../replay/replay.ts'

/** Check 6, limits of partners: allowance, daily limit, and prices that are never set afterwards. */
export const checkPartners: Check = {
  see(act, scene) {
    if (act.kind === 'batch') checkLimits(act, scene)
    if (act.kind !== 'event' || act.event.contract.kind !== 'PartnerRegistry') return
    const partner = scene.partners.byId.get(Number(act.event.args['id']))
    if (partner === undefined) return
    if (act.event.name === 'PartnerPricesChanged') checkPrice(act.event, partner, scene)
    if (act.event.name === 'PartnerAllowanceRaised' || act.event.name === 'PartnerAllowanceLowered')
      checkAllowance(act.event, partner, scene)
  },
}

function checkLimits({ event }: Extract<Act, { kind: 'batch' | 'restoration' }>, scene: Scene): void {
  const { partners, collector, place, header } = scene
  const partner = partners.byId.get(Number(event.args['partnerId']))
  if (partner === undefined) return
  const credited = event.args['credited'] as bigint
  if (credited > partner.allowance)
    collector.add(
      'allowance_exceeded',
      place,
      `Partner ${partner.id} issued ${credited} points with an allowance of ${partner.allowance}.`,
    )
  const used = usedAt(partner, header.timestamp)
  if (used + credited > partner.dailyLimit)
    collector.add(
      'daily_limit_exceeded',
      place,
      `Partner ${partner.id} issued ${credited} points with ${used} of its daily limit of ${partner.dailyLimit} in use.`,
    )
}

/** A price is for a month that has not begun; a partner's first one may be for the month that runs, if nothing is booked. */
function checkPrice({ args }: Event, partner: Partner, { header, collector, place }: Scene): void {
  collector.count('figures', 'price changes')
  const [month, now] = [Number(args['month']), monthAt(header.timestamp)]
  const isFirst = partner.prices.length === 0 && month === now && !partner.booked
  const last = partner.prices.at(-1)?.month ?? 0
  if ((month > now || isFirst) && month >= last) return
  collector.add(
    'price_retroactive',
    place,
    `A price of partner ${partner.id} was set for ${monthText(month)} in ${monthText(now)}; its last one is of ${monthText(last)}.`,
  )
}

function checkAllowance({ name, args }: Event, partner: Partner, { collector, place }: Scene): void {
  const points = args['points'] as bigint
  const expected = name === 'PartnerAllowanceRaised' ? partner.allowance + points : partner.allowance - points
  if (args['allowance'] !== expected)
    collector.add(
      'allowance_differs',
      place,
      `The event leaves partner ${partner.id} an allowance of ${String(args['allowance'])}; raises, cuts and batches give ${expected}.`,
    )
}
