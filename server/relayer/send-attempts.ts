import { sendRawTransaction } from '../chain/send-raw-transaction.ts'
import { type Attempt, type BoundCall, listBoundCalls, saveAttempts } from '../database/calls.ts'
import { assert } from '../domain/assert.ts'
import { type Relayer } from './relayer.ts'

/** More than all lanes' windows together. */
const CALLS_AT_ONCE_MAX = 1_000

/**
 * Sends stored bytes, and nothing else, in nonce order per lane: those that were never sent, and again those that were
 * sent some seconds ago and are not included. Any process may do so, any number of times.
 */
export async function sendAttempts(relayer: Relayer): Promise<boolean> {
  const calls = await listBoundCalls(relayer.database, CALLS_AT_ONCE_MAX)
  const lanes = new Map<string, BoundCall[]>()
  for (const bound of calls) {
    const lane = bound.call.laneAddress ?? ''
    lanes.set(lane, [...(lanes.get(lane) ?? []), bound])
  }
  const sent = await Promise.all([...lanes.values()].map((lane) => sendLane(relayer, lane)))
  return sent.includes(true)
}

async function sendLane(relayer: Relayer, lane: readonly BoundCall[]): Promise<boolean> {
  const sent: Attempt[] = []
  const first: string[] = []
  for (const { call, attempts } of lane) {
    // The newest try offers most; what an older one could do it can do too.
    const attempt = attempts.at(-1)
    assert(attempt !== undefined, 'a bound call has stored bytes')
    if (!isDue(relayer, attempt)) continue
    const outcome = await sendRawTransaction(relayer.chain, attempt.raw)
    // "Nonce too low" is a question: the receipts answer it, in another step.
    if (outcome !== 'accepted' && outcome !== 'nonce_too_low') {
      const { id: callId, laneAddress, nonce } = call
      relayer.report({ name: 'send_refused', callId, lane: laneAddress ?? '', nonce: nonce ?? -1, outcome })
    }
    // Nobody heard it: the ones after it would only wait for it.
    if (outcome === 'transient') break
    if (attempt.number === 1 && attempt.lastSentAt === null) first.push(call.id)
    const now = relayer.clock.now()
    // How long it has waited counts from when a chain has heard of it, and not from before an outage.
    sent.push({ ...attempt, createdAt: attempt.lastSentAt === null ? now : attempt.createdAt, lastSentAt: now })
  }
  if (sent.length > 0) await relayer.database.transaction((tx) => saveAttempts(tx, sent))
  for (const callId of first) relayer.report({ name: 'call_sent', callId })
  return sent.length > 0
}

/** Less and less often the longer it has waited: each time is a write, and a chain that stands still may do so for days. */
function isDue({ clock, limits }: Relayer, { createdAt, lastSentAt }: Attempt): boolean {
  if (lastSentAt === null) return true
  const waitedMs = (lastSentAt.getTime() - createdAt.getTime()) / 2
  const pauseMs = Math.min(Math.max(waitedMs, limits.rebroadcastMs), limits.rebroadcastMsMax)
  return clock.now().getTime() - lastSentAt.getTime() >= pauseMs
}
