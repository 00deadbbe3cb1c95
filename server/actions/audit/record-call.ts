import type { Database, Transaction } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import type { FourEyesPower } from '../../domain/four-eyes.ts'
import { appendEntry, type NewEntry } from './append-entry.ts'

/** What is known of a call before it is carried out. */
export type RecordedCall = Pick<
  NewEntry,
  'callerKind' | 'keyId' | 'keyLabel' | 'partnerId' | 'operation' | 'requestId'
> & {
  /** Of the answer when all goes well. */
  readonly status: number
}

/** What a call says of itself: ids, what its route keeps of it, points, and the digest of its body. */
export type CallFacts = Pick<NewEntry, 'target' | 'kept' | 'amount' | 'raises' | 'requestDigest' | 'proposalId'> & {
  /** The power that it uses, where that can need a second person. */
  readonly power: FourEyesPower | null
}

const NOTHING_SAID: CallFacts = {
  target: {},
  kept: {},
  amount: null,
  raises: null,
  requestDigest: null,
  proposalId: null,
  power: null,
}

/** The status of an answer that says: not yet. */
const PROPOSED = 202

/** Writes a call down: in every transaction of what it changes, or else before it is answered. */
export interface CallRecord {
  /** Told what is known by now. */
  describe(facts: Partial<CallFacts>): void
  /** The call is not made, but proposed: what is stored from now on is the proposal. */
  becomesProposal(proposalId: string): void
  /** A database whose transactions do not commit without an entry of the call. */
  within(db: Database): Database
  /** Adds what no transaction has said: how the call was answered. */
  finish(answer: { status: number; problem: string | null }): Promise<void>
}

/** Begins the record of a call. `check` is asked at the end of each of its transactions. */
export function startRecord(
  { db, clock }: { db: Database; clock: Clock },
  { status, ...call }: RecordedCall,
  check?: (tx: Transaction, facts: CallFacts) => Promise<void>,
): CallRecord {
  let expected = status
  let checked = check
  let facts = NOTHING_SAID
  let isWritten = false
  const entryOf = (answer: Pick<NewEntry, 'status' | 'problem' | 'changed'>) => {
    const { power: _, ...said } = facts
    return { at: clock.now(), ...call, ...said, ...answer }
  }
  const append = (tx: Transaction) =>
    appendEntry(tx, entryOf({ status: expected, problem: null, changed: true }), (open) =>
      checked === undefined ? Promise.resolve() : checked(open, facts),
    )
  return {
    describe: (more) => {
      facts = { ...facts, ...more }
    },
    becomesProposal: (proposalId) => {
      facts = { ...facts, proposalId }
      expected = PROPOSED
      checked = undefined
    },
    within: (given) =>
      withLast(given, append, () => {
        isWritten = true
      }),
    finish: async ({ status, problem }) => {
      if (isWritten && status === expected) return
      await db.transaction((tx) => appendEntry(tx, entryOf({ status, problem, changed: false })))
    },
  }
}

/** A database whose transactions end with this; `committed` is told of each that stands. */
function withLast(db: Database, last: (tx: Transaction) => Promise<void>, committed: () => void): Database {
  const transaction: Database['transaction'] = async (run) => {
    const result = await db.transaction(async (tx) => {
      const made = await run(tx)
      await last(tx)
      return made
    })
    committed()
    return result
  }
  return Object.create(db, { transaction: { value: transaction } }) as Database
}
