import type { Schemas } from '../client/client.ts'
import { OPEN_AGE_MS_MAX } from '../server/domain/service-state.ts'
import type { ServerFigures } from './server-figures.ts'
import { formatCount, formatSeconds } from './terminal.ts'

type Status = Schemas['Status']

/** How it stands: all is well; it works, and somebody should look; something does not work. */
export type HealthState = 'healthy' | 'look' | 'broken'

export interface Health {
  readonly state: HealthState
  /** One line for somebody who was woken up: what is wrong, what still works, what to do. */
  readonly sentence: string
}

/** What is left of the disk that the data folder is on. */
export interface Disk {
  readonly freeBytes: number
  readonly bytes: number
}

/** All that a verdict is made from; null: not known. */
export interface HealthFacts {
  readonly status: Status
  readonly figures: ServerFigures | null
  readonly disk: Disk | null
}

/** Blocks that the server may be behind the chain before somebody should look: what a minute brings on most chains. */
const BEHIND_BLOCKS_MAX = 30n
/** What the slowest purchase of an hour may take until it is confirmed. */
const LAG_MS_MAX = 600_000
/** Below this a sending account should be funded: as its alert in monitoring/alerts.yml. */
const LANE_ETHER_MIN = 0.05
const MESSAGE_SECONDS_MAX = 60
/** A journal and a log need room to grow: half a million sales take so much. */
export const DISK_FREE_BYTES_MIN = 1_000_000_000

const count = (value: string) => formatCount(BigInt(value))
const isOne = (value: string | number) => String(value) === '1'
const look = (sentence: string): Health => ({ state: 'look', sentence: `Look: ${sentence}` })

/** All that is wrong, what matters most first; or that nothing is. */
export function listHealth(facts: HealthFacts): readonly [Health, ...Health[]] {
  const found = [...findBroken(facts.status), ...findWorthALook(facts.status), ...findRunningLow(facts)]
  const [first, ...others] = found
  return first === undefined ? [describeHealthy(facts.status)] : [first, ...others]
}

/** Since when, and how long that is, for the end of a sentence. */
function since(moment: string | null, { readAt }: Status): string {
  if (moment === null) return ''
  return ` Since ${moment.slice(0, 16).replace('T', ' ')} UTC, ${ageOf(moment, readAt)} ago.`
}

/** How long ago a moment is, in the unit that fits. */
export function ageOf(moment: string, now: string): string {
  const seconds = Math.max(0, Math.floor((Date.parse(now) - Date.parse(moment)) / 1_000))
  if (seconds < 120) return `${String(seconds)} s`
  if (seconds < 7_200) return `${String(Math.floor(seconds / 60))} min`
  return seconds < 172_800 ? `${String(Math.floor(seconds / 3_600))} h` : `${String(Math.floor(seconds / 86_400))} days`
}

function findBroken(status: Status): Health[] {
  const { haltedReason, block, indexedBlockAt } = status
  const broken = (sentence: string): Health => ({ state: 'broken', sentence: `Broken: ${sentence}` })
  if (haltedReason !== null)
    return [
      broken(
        `the server has stopped following the chain. Sales are still recorded, and not confirmed. Why: ${haltedReason} What to do: docs/operating.md, "When something is lost".${since(indexedBlockAt, status)}`,
      ),
    ]
  if (block === null)
    return [
      broken(
        `the chain does not answer. Sales are still recorded, and not confirmed. Check the endpoints in RPC_URL; it goes on by itself once they answer.${since(indexedBlockAt, status)}`,
      ),
    ]
  return []
}

function findWorthALook(status: Status): Health[] {
  const { doubtReason, pauses, quarantinedPartners, quarantinedSince, clearingDifferences } = status
  const found: Health[] = []
  if (doubtReason !== null)
    found.push(
      look(
        `what the chain's endpoints say is not believed, so nothing is confirmed for now. Why: ${doubtReason} It is asked again by itself; if this stays, replace an endpoint in RPC_URL.${since(status.indexedBlockAt, status)}`,
      ),
    )
  for (const pause of pauses)
    found.push(
      look(
        `${pause.power} is paused for everybody, on purpose. Who and why: entente powers. To go on: entente resume ${pause.power} --reason "...".${since(pause.since, status)}`,
      ),
    )
  if (quarantinedPartners > 0)
    found.push(
      look(
        `${isOne(quarantinedPartners) ? 'one partner is' : `${String(quarantinedPartners)} partners are`} in quarantine, and nothing of theirs is posted. Which and why: entente partner list. To let one go on: entente partner release <id> --reason "...".${since(quarantinedSince, status)}`,
      ),
    )
  if (clearingDifferences > 0)
    found.push(
      look(
        `${isOne(clearingDifferences) ? 'one position' : `${String(clearingDifferences)} positions`} of a closed month on chain ${isOne(clearingDifferences) ? 'is' : 'are'} not what the statement says. Pay nothing for it before you know why. Which: entente clearing statement <partner>, and the server's log.`,
      ),
    )
  return [...found, ...findLate(status)]
}

function findLate(status: Status): Health[] {
  const { block, indexedBlock, lag, entries, readAt } = status
  const found: Health[] = []
  const behind = BigInt(block ?? 0) - BigInt(indexedBlock ?? 0)
  if (block !== null && behind > BEHIND_BLOCKS_MAX)
    found.push(
      look(
        `the server is ${formatCount(behind)} blocks behind the chain. It catches up by itself; if the number grows, look at its log.`,
      ),
    )
  const { oldestOpenAt } = entries
  if (oldestOpenAt !== null && Date.parse(readAt) - Date.parse(oldestOpenAt) > OPEN_AGE_MS_MAX)
    found.push(
      look(
        `${count(entries.open)} ${isOne(entries.open) ? 'entry waits' : 'entries wait'} for the ledger, and nothing is lost by that. The cause is most often in this list, or a partner is parked: entente partner list.${since(oldestOpenAt, status)}`,
      ),
    )
  else if (lag !== null && lag.maxMs > LAG_MS_MAX)
    found.push(
      look(
        `a purchase of the last hour took ${formatSeconds(lag.maxMs)} to be confirmed. Look at the server's log, and at the gas price and funds of its accounts.`,
      ),
    )
  return found
}

/** What soon stops something, and what waits for others. */
function findRunningLow({ figures, disk }: HealthFacts): Health[] {
  const found: Health[] = []
  for (const { address, purpose, state, ether } of figures?.lanes ?? []) {
    if (state === 'quarantined')
      found.push(
        look(
          `the account ${address} (${purpose}) is not used any more, because somebody else sent from it. Its key is known to others: take it out of LANE_KEYS.`,
        ),
      )
    else if (ether < LANE_ETHER_MIN)
      found.push(
        look(
          `the account ${address} (${purpose}) has ${String(ether)} ether for gas; with none, what it sends waits. Send it funds.`,
        ),
      )
  }
  if (figures !== null && figures.parkedPartners > 0)
    found.push(
      look(
        `${isOne(figures.parkedPartners) ? 'a batch of one partner is' : `batches of ${String(figures.parkedPartners)} partners are`} parked. Why: entente partner list. It goes on by itself once the cause is gone.`,
      ),
    )
  if (figures !== null && figures.oldestMessageSeconds > MESSAGE_SECONDS_MAX)
    found.push(
      look(
        `${formatCount(figures.messagesWaiting)} e-mails or SMS wait, the oldest for ${String(Math.floor(figures.oldestMessageSeconds))} s; a code is good for ten minutes. Look at the mail server and the gateway.`,
      ),
    )
  if (disk !== null && disk.freeBytes < DISK_FREE_BYTES_MIN)
    found.push(
      look(
        `the disk of the data folder has ${gigabytes(disk.freeBytes)} left. When it is full, nothing more can be recorded. Make room, or move the folder.`,
      ),
    )
  return found
}

/** Bytes for people. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

function describeHealthy({ block, entries, lag }: Status): Health {
  const waiting =
    entries.open === '0'
      ? 'nothing waits'
      : `${count(entries.open)} ${isOne(entries.open) ? 'entry is' : 'entries are'} on the way`
  const speed =
    lag === null
      ? 'no purchases in the last hour'
      : `purchases of the last hour were confirmed in ${formatSeconds(lag.medianMs)} (median)`
  return { state: 'healthy', sentence: `Healthy: at block ${count(block ?? '0')}, ${waiting}; ${speed}.` }
}
