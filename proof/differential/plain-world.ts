import type { PlainClearing } from './plain-clearing.ts'
import type { PlainLedger } from './plain-ledger.ts'
import type { PlainRegistry } from './plain-registry.ts'
import type { Chance } from './random.ts'

/** The model's side of a world: what operations are drawn from, and what they change. */
export interface PlainWorld {
  readonly chance: Chance
  readonly ledger: PlainLedger
  readonly registry: PlainRegistry
  readonly clearing: PlainClearing
  readonly partnerCount: number
  readonly members: readonly string[]
  newMember(): string
  replaceMember(from: string, to: string): void
  /** From now on operations meet this address, too. */
  meetMember(address: string): void
  hashBatch(batch: object, credits: string, debits: string): string
}

/** An operation as the chain gets it, and how many single things it does. */
export interface Operation {
  target: 'token' | 'registry' | 'issuance' | 'clearing'
  method: string
  args: unknown[]
  weight: number
}

/** What the model says to an operation: what is returned, or a refusal thrown. */
export type Answer = unknown[]

/** An operation, and how the model carries it out. */
export interface Drawn {
  operation: Operation
  carryOut: () => Answer
}
