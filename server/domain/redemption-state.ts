/** What people see of a redemption. */
export type RedemptionState =
  | 'held'
  | 'consented'
  | 'captured'
  | 'gave_way'
  | 'submitted'
  | 'confirmed'
  | 'final'
  | 'refused'
  | 'voided'
  | 'expired'

/** What the tables say about a redemption. */
export interface RedemptionFacts {
  readonly state: 'held' | 'captured' | 'voided'
  readonly consentKind: string | null
  readonly expiresAt: Date
  readonly refusedReason: string | null
  readonly gaveWayAt: Date | null
  /** Whether the call of its list exists. */
  readonly isSent: boolean
  /** The applied block with the event of its own order. */
  readonly burnedBlock: bigint | null
  /** Null before a chain is followed. */
  readonly finalizedNumber: bigint | null
  readonly now: Date
}

/** The state. What the chain says goes before what the row says. */
export function deriveRedemptionState(facts: RedemptionFacts): RedemptionState {
  const { burnedBlock, finalizedNumber } = facts
  if (burnedBlock !== null) {
    return finalizedNumber !== null && burnedBlock <= finalizedNumber ? 'final' : 'confirmed'
  }
  if (facts.state === 'voided') return 'voided'
  if (facts.state === 'captured') {
    if (facts.refusedReason !== null) return 'refused'
    if (facts.isSent) return 'submitted'
    return facts.gaveWayAt === null ? 'captured' : 'gave_way'
  }
  if (hasEnded(facts)) return 'expired'
  return facts.consentKind === null ? 'held' : 'consented'
}

/** Whether a hold has ended by itself. */
export function hasEnded({ expiresAt, now }: { expiresAt: Date; now: Date }): boolean {
  return now >= expiresAt
}
