import { readCompilation } from '../../server/chain/compiler-input.ts'
import { deployedContracts } from '../../server/chain/deployed-contracts.ts'
import type { DeploymentRecord } from '../../server/chain/deployment-record.ts'
import { Transient } from '../../server/domain/rejection.ts'
import { type Explorer, ExplorerRefusal, type JobState, type Match, type Submission } from './explorer.ts'

/** How often one contract is tried: with the waits between, an explorer may be away, or not know the block yet, for two minutes. */
export const TRIES_MAX = 7
const FIRST_WAIT_MS = 2_000
/** How often a job is looked at, ever more slowly: for five minutes. */
export const LOOKS_MAX = 80
const FIRST_LOOK_MS = 500
const LOOK_EVERY_MS_MAX = 4_000

/** What came of one contract at one explorer. */
export interface Verification {
  contract: string
  address: string
  explorer: string
  outcome: 'verified' | 'already_verified' | 'failed'
  match: Match
  /** Why it failed. */
  reason: string | null
}

interface VerifyDeps {
  explorers: readonly Explorer[]
  sleep: (ms: number) => Promise<void>
  onVerification?: (verification: Verification) => void
}

/** `unreachable`: all tries ended in something that passes. */
type Fate =
  { outcome: 'verified' | 'already_verified'; match: Match } | { outcome: 'refused' | 'unreachable'; reason: string }

/**
 * Shows the sources of every contract of a deployment to every explorer. May be run again at any time: what is verified
 * stays so. A contract that fails does not stop the others, but an explorer that cannot be reached is asked no more.
 */
export async function verifyContracts(
  { explorers, sleep, onVerification }: VerifyDeps,
  record: DeploymentRecord,
): Promise<Verification[]> {
  const submissions = await Promise.all(
    deployedContracts(record).map(async (contract) => ({ ...contract, ...(await readCompilation(contract.name)) })),
  )
  const verifications: Verification[] = []
  for (const explorer of explorers) {
    let fate: Fate | undefined
    for (const submission of submissions) {
      if (fate?.outcome !== 'unreachable') fate = await verifyContract(explorer, sleep, submission)
      const verification = describe(explorer, submission, fate)
      verifications.push(verification)
      onVerification?.(verification)
    }
  }
  return verifications
}

function describe(explorer: Explorer, { name, address }: Submission, fate: Fate): Verification {
  const what = { contract: name, address, explorer: explorer.name }
  if ('reason' in fate) return { ...what, outcome: 'failed', match: null, reason: fate.reason }
  return { ...what, ...fate, reason: null }
}

async function verifyContract(explorer: Explorer, sleep: VerifyDeps['sleep'], submission: Submission): Promise<Fate> {
  let reason = ''
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (tries > 0) await sleep(FIRST_WAIT_MS * 2 ** (tries - 1))
    try {
      return await verifyOnce(explorer, sleep, submission)
    } catch (error) {
      if (error instanceof ExplorerRefusal) return { outcome: 'refused', reason: error.message }
      if (!(error instanceof Transient)) throw error
      reason = error.message
    }
  }
  return { outcome: 'unreachable', reason: `${reason}; tried ${String(TRIES_MAX)} times, so run this again later` }
}

/** Asks first, so that a try whose answer was lost is not made twice. A partial match may still become an exact one. */
async function verifyOnce(explorer: Explorer, sleep: VerifyDeps['sleep'], submission: Submission): Promise<Fate> {
  const found = await explorer.find(submission)
  if (found !== undefined && found.match !== 'partial') return { outcome: 'already_verified', match: found.match }
  const job = await explorer.submit(submission)
  if (job === undefined) return { outcome: 'already_verified', match: found?.match ?? null }
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    await sleep(Math.min(FIRST_LOOK_MS * 2 ** looks, LOOK_EVERY_MS_MAX))
    const state = await lookOnce(explorer, job)
    if (state.status === 'try_again') throw new Transient(state.reason, null)
    if (state.status === 'refused') throw new ExplorerRefusal(state.reason)
    if ('match' in state) return { outcome: state.status, match: state.match }
  }
  throw new ExplorerRefusal(`still in its queue after ${String(LOOKS_MAX)} looks: run this again later`)
}

/** A look that fails for a moment says nothing of the job. */
async function lookOnce(explorer: Explorer, job: string): Promise<JobState> {
  try {
    return await explorer.look(job)
  } catch (error) {
    if (error instanceof Transient) return { status: 'pending' }
    throw error
  }
}
