import type { Compilation } from '../../server/chain/compiler-input.ts'
import type { DeployedContract } from '../../server/chain/deployed-contracts.ts'

/** A contract as it is shown to an explorer: where it is, and all that is needed to compile it again. */
export type Submission = DeployedContract & Compilation

/** `exact`: comments and file names match too, because the metadata's hash does. Null: the explorer does not say. */
export type Match = 'exact' | 'partial' | null

/** Where a submission stands. `try_again`: it ended for a reason that passes, such as a block not yet seen. */
export type JobState =
  | { status: 'pending' }
  | { status: 'verified' | 'already_verified'; match: Match }
  | { status: 'try_again' | 'refused'; reason: string }

/** A public site that compiles sources again and shows them beside the contracts of a chain. Throws `Transient` for what passes. */
export interface Explorer {
  readonly name: string
  /** What it has of a contract already; undefined when that is nothing. */
  find(submission: Submission): Promise<{ match: Match } | undefined>
  /** Hands the sources over. Returns the job to look at, or undefined when the contract is verified already. */
  submit(submission: Submission): Promise<string | undefined>
  look(job: string): Promise<JobState>
}

/** The explorer says no, and would say no again. The message is its reason. */
export class ExplorerRefusal extends Error {
  override readonly name = 'ExplorerRefusal'
}
