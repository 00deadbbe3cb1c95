import type { TillMember, TillPartner } from '../../api-client/till.ts'
import { estimatePoints } from '../offline/estimate.ts'
import { answerRedemptions } from './rehearse-redemptions.ts'
import { SAMPLE_MEMBERS, type SampleMember, sampleMember } from './sample-shop.ts'
import { type Asked, changePoints, type Fact, heldOf, memberOf, Refused, type Stage } from './stage.ts'

function presentMember(stage: Stage, { memberId, cardNumber, points }: SampleMember): TillMember {
  return {
    memberId,
    kind: 'card',
    address: '0x0000000000000000000000000000000000000000',
    identifiers: [{ kind: 'card', hint: cardNumber.slice(-4), isProven: true }],
    isProven: true,
    isPresent: true,
    visit: null,
    enrolledAt: stage.now().toISOString(),
    pointsAvailable: String(points - heldOf(stage, memberId)),
    pointsPending: '0',
    pointsConfirmed: String(points),
    pointsFinal: String(points),
    nextExpiry: null,
    move: null,
  }
}

function enrol(stage: Stage): Fact {
  const made = sampleMember(100 + stage.members.size, { pin: null, points: 0n })
  stage.members.set(made.memberId, made)
  const { memberId, cardNumber } = made
  const enrolledAt = stage.now().toISOString()
  return { memberId, kind: 'card', address: '0x0000000000000000000000000000000000000000', cardNumber, enrolledAt }
}

const PIN = /^(?!(.)\1+$)\d{4,8}$/
const RUNS = ['0123456789', '9876543210']

function setPin(stage: Stage, memberId: string, pin: unknown): Fact {
  const member = memberOf(stage, { kind: 'member', value: memberId })
  if (member.pin !== null) throw new Refused(409, 'pin_set_already')
  if (typeof pin !== 'string' || !PIN.test(pin) || RUNS.some((run) => run.includes(pin)))
    throw new Refused(400, 'malformed_request')
  stage.members.set(memberId, { ...member, pin })
  return {}
}

const earningOf = (stage: Stage, sale: { currency: string; amountMinor: string }) => {
  const points = estimatePoints(stage.partner, sale)
  if (points === null) throw new Refused(422, 'no_earning_rule')
  const rule = stage.partner.terms.find(({ currency }) => currency === sale.currency)?.earning
  const explanation = `${sale.amountMinor} / ${rule?.perMinor ?? ''} * ${rule?.points ?? ''}`
  return {
    points,
    earning: { earningRuleId: stage.partner.name, version: 1, ...rule, explanation, rules: [], skipped: [] },
  }
}

function sell(stage: Stage, body: Asked['body']): Fact {
  const { orderRef, currency, amountMinor } = body as { orderRef: string; currency: string; amountMinor: string }
  const { memberId } = memberOf(stage, body['member'])
  const earned = earningOf(stage, { currency, amountMinor })
  if (!stage.sales.has(orderRef)) {
    stage.sales.set(orderRef, { memberId, amountMinor: BigInt(amountMinor), points: BigInt(earned.points) })
    changePoints(stage, memberId, BigInt(earned.points))
  }
  const at = stage.now().toISOString()
  const sold = { eligibleMinor: amountMinor, occurredAt: at, recordedAt: at }
  return { purchaseId: crypto.randomUUID(), memberId, orderRef, currency, amountMinor, ...sold, ...earned }
}

function giveBack(stage: Stage, body: Asked['body']): Fact {
  const {
    returnRef,
    orderRef = null,
    amountMinor,
  } = body as { returnRef: string; orderRef?: string; amountMinor: string }
  const { memberId } = memberOf(stage, body['member'])
  const sales = [...stage.sales].filter(([name, sale]) =>
    orderRef === null ? sale.memberId === memberId : name === orderRef,
  )
  const [name, sale] = sales.at(-1) ?? []
  if (orderRef !== null && sale === undefined) throw new Refused(404, 'purchase_unknown')
  if (sale !== undefined && sale.memberId !== memberId) throw new Refused(409, 'member_mismatch')
  const asked = BigInt(amountMinor)
  const left = sale?.amountMinor ?? 0n
  if (orderRef !== null && asked > left)
    throw new Refused(422, 'return_exceeds_purchase', { remainingMinor: String(left) })
  const matched = asked < left ? asked : left
  const points = sale === undefined || left === 0n ? 0n : (sale.points * matched) / left
  if (name !== undefined && sale !== undefined)
    stage.sales.set(name, { ...sale, amountMinor: left - matched, points: sale.points - points })
  changePoints(stage, memberId, -points)
  const recordedAt = stage.now().toISOString()
  return {
    returnRef,
    orderRef,
    memberId,
    amountMinor,
    unmatchedMinor: String(asked - matched),
    points: String(points),
    recordedAt,
  }
}

function answerTill(stage: Stage, { method, path, body }: Asked): Fact {
  const [subject = '', id = '', verb = ''] = path
  const name = [method, subject, subject === 'members' && verb !== '' ? verb : id].join(' ')
  if (name === 'GET partner ') return stage.partner
  if (name === 'POST members search') return presentMember(stage, memberOf(stage, body))
  if (name === 'POST members ') return enrol(stage)
  if (name === 'POST members pin') return setPin(stage, id, body['pin'])
  if (name === 'POST purchases quote') return earningOf(stage, body as { currency: string; amountMinor: string })
  if (name === 'POST purchases ') return sell(stage, body)
  if (name === 'POST returns ') return giveBack(stage, body)
  return answerRedemptions(stage, { method, path, body })
}

const json = (status: number, type: string, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })

/** Opens a shop in which everything answers as the real one does, and nothing leaves this page. */
export function openRehearsal(
  partner: TillPartner,
  now: () => Date = () => new Date(),
): { stage: Stage; answer: (request: Request) => Promise<Response> } {
  const members = new Map<string, SampleMember>(SAMPLE_MEMBERS.map((one) => [one.memberId, one]))
  const stage: Stage = { partner, members, sales: new Map(), redemptions: new Map(), tries: new Map(), now }
  return {
    stage,
    async answer(request) {
      const { pathname } = new URL(request.url)
      const path = pathname.split('/').slice(2)
      const text = request.method === 'GET' ? '' : await request.clone().text()
      const body = (text === '' ? {} : JSON.parse(text)) as Asked['body']
      try {
        return json(200, 'application/json', answerTill(stage, { method: request.method, path, body }))
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const { status, code, details } = error
        return json(status, 'application/problem+json', { title: code, status, code, details })
      }
    },
  }
}
