import type { TillPartner } from '../../api-client/till.ts'
import type { SampleMember } from './sample-shop.ts'

/** Why the rehearsal refuses, as the server would. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(status: number, code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** A sale or a redemption of the rehearsal. */
export type Fact = Readonly<Record<string, unknown>>

/** What happened in training so far. It is gone with the page. */
export interface Stage {
  readonly partner: TillPartner
  readonly members: Map<string, SampleMember>
  readonly sales: Map<string, { readonly memberId: string; readonly amountMinor: bigint; readonly points: bigint }>
  readonly redemptions: Map<string, Fact & { readonly points: string; readonly memberId: string }>
  readonly tries: Map<string, number>
  readonly now: () => Date
}

export interface Asked {
  readonly method: string
  readonly path: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
}

/** The member whom a body names. */
export function memberOf(stage: Stage, reference: unknown): SampleMember {
  const { kind, value } = (reference ?? {}) as { kind?: string; value?: string }
  const found = [...stage.members.values()].find((one) => one.cardNumber === value || one.memberId === value)
  if (found === undefined) throw new Refused(404, 'member_unknown', { kind })
  return found
}

/** Adds to what a sample customer has. */
export function changePoints({ members }: Stage, memberId: string, points: bigint): void {
  const member = members.get(memberId)
  if (member !== undefined) members.set(memberId, { ...member, points: member.points + points })
}

/** Points of a sample customer that are held. */
export function heldOf({ redemptions }: Stage, memberId: string): bigint {
  const held = [...redemptions.values()].filter(
    (one) => one.memberId === memberId && ['held', 'consented'].includes(String(one['state'])),
  )
  return held.reduce((sum, { points }) => sum + BigInt(points), 0n)
}
