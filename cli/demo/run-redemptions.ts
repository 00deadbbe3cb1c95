import { setTimeout as sleep } from 'node:timers/promises'

import type { EntenteClient, Schemas } from '../../client/client.ts'
import { EntenteProblem } from '../../client/problem.ts'
import { HOLD_SECONDS_DEFAULT, HOLD_SECONDS_MIN } from '../../server/domain/redemption-order.ts'
import { Transient } from '../../server/domain/rejection.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import type { DemoMember } from './enrol-members.ts'
import type { PlannedRedemption } from './redemption-plan.ts'

type Redemption = Schemas['Redemption']

/** One redemption at its till. */
interface AtTill {
  /** Called with the till's key. */
  api: EntenteClient
  member: DemoMember
  planned: PlannedRedemption
  rewardIds: readonly string[]
  /** Waits a moment for the chain. */
  pause: () => Promise<unknown>
}

const LOOK_EVERY_MS = 250
const BURN_WAIT_MS_MAX = 120_000
/** What the basket is worth beyond the discount, and enough for the rewards that ask for a basket. */
const BASKET_BEYOND_MINOR = 2_000n

/** Redeems as tills and members would: every member one thing after the other, all members side by side. */
export async function runRedemptions(
  api: EntenteClient,
  {
    partners,
    members,
    plan,
    rewardIds,
    onProgress,
    pause = () => sleep(LOOK_EVERY_MS),
  }: {
    partners: readonly PartnerKey[]
    members: readonly DemoMember[]
    plan: readonly (readonly PlannedRedemption[])[]
    rewardIds: readonly string[]
    onProgress: (done: number) => void
    pause?: () => Promise<unknown>
  },
): Promise<void> {
  let done = 0
  await Promise.all(
    members.map(async (member, at) => {
      for (const planned of plan[at] ?? []) {
        const { key } = partners[planned.brand] ?? { key: '' }
        await redeem({ api: api.withKey(key), member, planned, rewardIds, pause })
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

async function hold(at: AtTill): Promise<Schemas['HeldRedemption']> {
  const { api, member, planned, rewardIds } = at
  const { reference, takes, fate } = planned
  const expiresInSeconds = fate.startsWith('expires') ? HOLD_SECONDS_MIN : HOLD_SECONDS_DEFAULT
  const asked = { reference, member: member.reference, expiresInSeconds }
  const body =
    'reward' in takes
      ? { ...asked, rewardId: rewardIds[takes.reward] ?? '', basketMinor: String(BASKET_BEYOND_MINOR) }
      : { ...asked, ...(await discount(at, takes.sharePercent)) }
  return (await api.POST('/v1/redemptions', { body })).data
}

/** A share of what can be spent; or the very points that were held before, so that the request is the same. */
async function discount({ api, member, planned }: AtTill, sharePercent: number) {
  const points = (await findHeld(api, planned.reference))?.points
  const share = async () => 1n + ((await member.pointsAvailable(api)) * BigInt(sharePercent)) / 100n
  const taken = points === undefined ? await share() : BigInt(points)
  return { points: String(taken), basketMinor: String(taken + BASKET_BEYOND_MINOR) }
}

async function findHeld(api: EntenteClient, reference: string): Promise<Redemption | null> {
  const { data: page } = await api.GET('/v1/redemptions', { params: { query: { reference } } })
  return page.data[0] ?? null
}

/** On a machine that is busy with other things a hold of half a minute may be over before the consent to it comes. */
async function consentOr(at: AtTill, held: Schemas['HeldRedemption']): Promise<Redemption> {
  try {
    return await consent(at, held)
  } catch (error) {
    const isOver =
      error instanceof EntenteProblem && error.code === 'hold_expired' && at.planned.fate.startsWith('expires')
    if (!isOver) throw error
    return { ...held, state: 'expired' }
  }
}

/** With the PIN at the till; with a key of one's own behind the link that the till shows as a QR code. */
async function consent(
  { api, member }: AtTill,
  { redemptionId, approvalUrl }: Schemas['HeldRedemption'],
): Promise<Redemption> {
  const path = { redemptionId }
  if (member.kind === 'card') {
    const body = await member.consent(null)
    return (await api.POST('/v1/redemptions/{redemptionId}/consent', { params: { path }, body })).data
  }
  const link = { path, header: { 'Entente-Approval': new URL(approvalUrl).hash.slice(1) } }
  const phone = api.withKey(null)
  const { data: order } = await phone.GET('/v1/approvals/{redemptionId}', { params: link })
  const body = await member.consent(order)
  await phone.POST('/v1/approvals/{redemptionId}/consent', { params: link, body })
  return (await api.GET('/v1/redemptions/{redemptionId}', { params: { path } })).data
}

function act({ api }: AtTill, { redemptionId }: Redemption, verb: 'capture' | 'void'): Promise<unknown> {
  return api.POST(`/v1/redemptions/{redemptionId}/${verb}`, { params: { path: { redemptionId } } })
}

async function restore({ api, planned, pause }: AtTill, { redemptionId, points }: Redemption): Promise<void> {
  await waitForBurn(api, redemptionId, pause)
  const back = (BigInt(points) * BigInt(planned.restoredPercent)) / 100n
  const body = { reference: `${planned.reference}-X`, points: String(back) }
  await api.POST('/v1/redemptions/{redemptionId}/restorations', { params: { path: { redemptionId } }, body })
}

/** Points can be given back once they are burned. */
async function waitForBurn(api: EntenteClient, redemptionId: string, pause: () => Promise<unknown>): Promise<void> {
  const params = { path: { redemptionId } }
  for (let waitedMs = 0; waitedMs < BURN_WAIT_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    const { state } = (await api.GET('/v1/redemptions/{redemptionId}', { params })).data
    if (state === 'confirmed' || state === 'final') return
    await pause()
  }
  throw new Transient('a redemption of the demo was not burned in two minutes: read server.log', null)
}
