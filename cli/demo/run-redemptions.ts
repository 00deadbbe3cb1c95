import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'

import {
  ApprovalResponse,
  HeldRedemptionResponse,
  RedemptionQuoteResponse,
  REDEMPTIONS,
  RedemptionResponse,
  RestorationResponse,
} from '../../server/api/schemas/redemptions/redemptions.ts'
import { HOLD_SECONDS_DEFAULT, HOLD_SECONDS_MIN } from '../../server/domain/redemption-order.ts'
import { Transient } from '../../server/domain/rejection.ts'
import { type ApiClient, ApiProblem } from '../api-client.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import type { DemoMember } from './enrol-members.ts'
import type { PlannedRedemption } from './redemption-plan.ts'

type Redemption = z.output<typeof RedemptionResponse>

/** One redemption at its till. */
interface AtTill {
  api: ApiClient
  key: string
  member: DemoMember
  planned: PlannedRedemption
  rewardIds: readonly string[]
}

const LOOK_EVERY_MS = 250
const BURN_WAIT_MS_MAX = 120_000
/** What the basket is worth beyond the discount, and enough for the rewards that ask for a basket. */
const BASKET_BEYOND_MINOR = 2_000n

/** Redeems as tills and members would: every member one thing after the other, all members side by side. */
export async function runRedemptions(
  api: ApiClient,
  {
    partners,
    members,
    plan,
    rewardIds,
    onProgress,
  }: {
    partners: readonly PartnerKey[]
    members: readonly DemoMember[]
    plan: readonly (readonly PlannedRedemption[])[]
    rewardIds: readonly string[]
    onProgress: (done: number) => void
  },
): Promise<void> {
  let done = 0
  await Promise.all(
    members.map(async (member, at) => {
      for (const planned of plan[at] ?? []) {
        const { key } = partners[planned.brand] ?? { key: '' }
        await redeem({ api, key, member, planned, rewardIds })
        done += 1
        onProgress(done)
      }
    }),
  )
}

/** Goes on where a start that was killed had stopped: each step is only taken where it is still to be taken. */
async function redeem(at: AtTill): Promise<void> {
  const { fate, restoredPercent } = at.planned
  const held = await hold(at)
  const redemption = isConsentWanted(fate) && held.state === 'held' ? await consentOr(at, held) : held
  const isOpen = redemption.state === 'held' || redemption.state === 'consented'
  if (isOpen && fate.startsWith('voided')) await act(at, redemption, 'void')
  if (isOpen && fate === 'captured') await act(at, redemption, 'capture')
  const hasEnded = redemption.state === 'expired' || redemption.state === 'voided'
  if (restoredPercent > 0 && !hasEnded) await restore(at, redemption)
}

function isConsentWanted(fate: PlannedRedemption['fate']): boolean {
  return fate !== 'voided' && fate !== 'expires'
}

async function hold(at: AtTill): Promise<z.output<typeof HeldRedemptionResponse>> {
  const { api, key, member, planned, rewardIds } = at
  const { reference, takes, fate } = planned
  const expiresInSeconds = fate.startsWith('expires') ? HOLD_SECONDS_MIN : HOLD_SECONDS_DEFAULT
  const asked = { reference, member: member.reference, expiresInSeconds }
  const body =
    'reward' in takes
      ? { ...asked, rewardId: rewardIds[takes.reward], basketMinor: String(BASKET_BEYOND_MINOR) }
      : { ...asked, ...(await discount(at, takes.sharePercent)) }
  return api.call({ method: 'POST', path: '/v1/redemptions', key, body, answer: HeldRedemptionResponse })
}

/** A share of what can be spent; or the very points that were held before, so that the request is the same. */
async function discount({ api, key, member, planned }: AtTill, sharePercent: number) {
  const points = (await findHeld({ api, key, reference: planned.reference }))?.points
  const ask = {
    method: 'POST',
    path: '/v1/redemptions/quote',
    key,
    body: { member: member.reference, points: '1' },
  } as const
  const share = async () => {
    const { pointsAvailable } = await api.call({ ...ask, answer: RedemptionQuoteResponse })
    return 1n + (BigInt(pointsAvailable) * BigInt(sharePercent)) / 100n
  }
  const taken = points === undefined ? await share() : BigInt(points)
  return { points: String(taken), basketMinor: String(taken + BASKET_BEYOND_MINOR) }
}

async function findHeld({
  api,
  key,
  reference,
}: {
  api: ApiClient
  key: string
  reference: string
}): Promise<Redemption | null> {
  const path = `/v1/redemptions?reference=${encodeURIComponent(reference)}`
  const { data } = await api.call({ method: 'GET', path, key, answer: REDEMPTIONS.response })
  return data[0] ?? null
}

/** On a machine that is busy with other things a hold of half a minute may be over before the consent to it comes. */
async function consentOr(at: AtTill, held: z.output<typeof HeldRedemptionResponse>): Promise<Redemption> {
  try {
    return await consent(at, held)
  } catch (error) {
    const isOver = error instanceof ApiProblem && error.code === 'hold_expired' && at.planned.fate.startsWith('expires')
    if (!isOver) throw error
    return { ...held, state: 'expired' }
  }
}

/** With the PIN at the till; with a key of one's own behind the link that the till shows as a QR code. */
async function consent(
  { api, key, member }: AtTill,
  { redemptionId, approvalUrl }: z.output<typeof HeldRedemptionResponse>,
): Promise<Redemption> {
  const till = { path: `/v1/redemptions/${redemptionId}`, key, answer: RedemptionResponse } as const
  if (member.kind === 'card') {
    return api.call({ ...till, method: 'POST', path: `${till.path}/consent`, body: await member.consent(null) })
  }
  const headers = { 'entente-approval': new URL(approvalUrl).hash.slice(1) }
  const link = { path: `/v1/approvals/${redemptionId}`, headers, answer: ApprovalResponse } as const
  const order = await api.call({ ...link, method: 'GET' })
  await api.call({ ...link, method: 'POST', path: `${link.path}/consent`, body: await member.consent(order) })
  return api.call({ ...till, method: 'GET' })
}

function act({ api, key }: AtTill, { redemptionId }: Redemption, verb: 'capture' | 'void'): Promise<Redemption> {
  const path = `/v1/redemptions/${redemptionId}/${verb}`
  return api.call({ method: 'POST', path, key, answer: RedemptionResponse })
}

async function restore({ api, key, planned }: AtTill, { redemptionId, points }: Redemption): Promise<void> {
  await waitForBurn(api, key, redemptionId)
  const back = (BigInt(points) * BigInt(planned.restoredPercent)) / 100n
  const body = { reference: `${planned.reference}-X`, points: String(back) }
  const path = `/v1/redemptions/${redemptionId}/restorations`
  await api.call({ method: 'POST', path, key, body, answer: RestorationResponse })
}

/** Points can be given back once they are burned. */
async function waitForBurn(api: ApiClient, key: string, redemptionId: string): Promise<void> {
  const path = `/v1/redemptions/${redemptionId}`
  for (let waitedMs = 0; waitedMs < BURN_WAIT_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    const { state } = await api.call({ method: 'GET', path, key, answer: RedemptionResponse })
    if (state === 'confirmed' || state === 'final') return
    await sleep(LOOK_EVERY_MS)
  }
  throw new Transient('a redemption of the demo was not burned in two minutes: read server.log', null)
}
