import { failureOf, isDelivered, WEBHOOK_ROUNDS_AT_ONCE_MAX, type WebhookAnswer } from '../../domain/webhooks.ts'
import { planRound, type PlanRoundDeps, type PlannedSend, type Round } from './plan-round.ts'
import { leaveRound, recordRound, type RecordRoundDeps, type SendOutcome } from './record-round.ts'
import { fits, messageOf, sendMessage, type SendMessageDeps } from './send-message.ts'

export type SendWebhooksDeps = PlanRoundDeps &
  RecordRoundDeps &
  SendMessageDeps & {
    /** Told how each request ended: `delivered`, or why it did not arrive. Never of a URL. */
    readonly report: (sent: { webhookId: string; partnerId: number; outcome: string; status: number | null }) => void
    /** Told that a round is over: there may be another. */
    readonly roundEnded: () => void
    readonly roundsAtOnceMax?: number
  }

/** Sends events to webhooks, to many at once and to each in rounds. */
export interface WebhookSender {
  /** Begins the next round, if there is one and room for it; it goes on by itself. True: there may be another. */
  step(): Promise<boolean>
  /** Waits until no round is under way. */
  settled(): Promise<void>
  /** Ends what is under way as if it had not been sent, and begins nothing any more. */
  stop(): Promise<void>
}

/**
 * Makes the sender of a process. A webhook that is slow holds up its own next round and no other webhook's. What a round failed at by our own
 * fault, such as a database that does not answer, is thrown by the next step.
 */
export function createWebhookSender(deps: SendWebhooksDeps): WebhookSender {
  const { roundsAtOnceMax = WEBHOOK_ROUNDS_AT_ONCE_MAX } = deps
  const running = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  const faults: unknown[] = []
  const settled = async () => {
    await Promise.all(running.values())
  }
  return {
    settled,
    step: async () => {
      if (faults.length > 0) throw faults.shift()
      if (stopping.signal.aborted || running.size >= roundsAtOnceMax) return false
      const round = await planRound(deps, [...running.keys()])
      if (round === null || round === 'busy') return round === 'busy'
      const { id } = round.webhook
      const ended = runRound(deps, round, stopping.signal)
        .catch((fault: unknown) => faults.push(fault))
        .then(() => {
          running.delete(id)
          deps.roundEnded()
        })
      running.set(id, ended)
      return true
    },
    stop: async () => {
      stopping.abort()
      await settled()
    },
  }
}

async function runRound(deps: SendWebhooksDeps, round: Round, signal: AbortSignal): Promise<void> {
  const outcomes = await Promise.all(round.sends.map((planned) => sendOne(deps, round, { planned, signal })))
  const known = outcomes.filter((outcome) => outcome !== null)
  // Told to end: what did arrive is sent again, because the cursor cannot leave out what did not.
  if (known.length < outcomes.length) return leaveRound(deps, round)
  await recordRound(deps, round, known)
}

/** Sends one event; null where this process was told to end. */
async function sendOne(
  deps: SendWebhooksDeps,
  { webhook }: Round,
  { planned, signal }: { planned: PlannedSend; signal: AbortSignal },
): Promise<SendOutcome | null> {
  const message = messageOf(planned.event)
  const named = { webhookId: webhook.id, partnerId: webhook.partnerId }
  if (!fits(message)) {
    deps.report({ ...named, outcome: 'body_too_large', status: null })
    return { ...planned, answer: 'too_large' }
  }
  const answer = await sendMessage(deps, webhook, { message, signal })
  if (answer.kind === 'stopped') return null
  deps.report({ ...named, ...summaryOf(answer) })
  return { ...planned, answer }
}

function summaryOf(answer: Exclude<WebhookAnswer, { kind: 'stopped' }>): { outcome: string; status: number | null } {
  if (isDelivered(answer) && answer.kind === 'answered') return { outcome: 'delivered', status: answer.status }
  const { lastFailure: outcome, lastStatus: status } = failureOf(answer)
  return { outcome, status }
}
