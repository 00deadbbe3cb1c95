import type { Schemas } from '../client/client.ts'
import { formatCount, formatSeconds } from './terminal.ts'

type Status = Schemas['Status']

/** How it stands: all is well; it works, and somebody should look; something does not work. */
export type HealthState = 'healthy' | 'look' | 'broken'

export interface Health {
  readonly state: HealthState
  /** One line for somebody who was woken up: what is wrong, what still works, what to do. */
  readonly sentence: string
}

/** Blocks that the server may be behind the chain before somebody should look: what a minute brings on most chains. */
const BEHIND_BLOCKS_MAX = 30n
/** What the slowest purchase of an hour may take until it is confirmed. */
const LAG_MS_MAX = 600_000

const count = (value: string) => formatCount(BigInt(value))
const isOne = (value: string | number) => String(value) === '1'

/** Says in one line how a server stands; what matters most comes first. */
export function describeHealth(status: Status): Health {
  return findBroken(status) ?? findWorthALook(status) ?? describeHealthy(status)
}

function findBroken({ haltedReason, block }: Status): Health | null {
  const broken = (sentence: string): Health => ({ state: 'broken', sentence: `Broken: ${sentence}` })
  if (haltedReason !== null)
    return broken(
      `the server has stopped following the chain. Sales are still recorded, and not confirmed. Why: ${haltedReason} What to do: docs/operating.md, "When something is lost".`,
    )
  if (block === null)
    return broken(
      'the chain does not answer. Sales are still recorded, and not confirmed. Check the endpoints in RPC_URL; it goes on by itself once they answer.',
    )
  return null
}

function findWorthALook(status: Status): Health | null {
  const { doubtReason, paused, quarantinedPartners, clearingDifferences, block, indexedBlock, lag } = status
  const look = (sentence: string): Health => ({ state: 'look', sentence: `Look: ${sentence}` })
  if (doubtReason !== null)
    return look(
      `what the chain's endpoints say is not believed, so nothing is confirmed for now. Why: ${doubtReason} It is asked again by itself; if this stays, replace an endpoint in RPC_URL.`,
    )
  if (paused.length > 0)
    return look(
      `${paused.join(' and ')} ${paused.length === 1 ? 'is' : 'are'} paused for everybody, on purpose. Who and why: entente powers. To go on: entente resume ${paused[0] ?? ''} --reason "...".`,
    )
  if (quarantinedPartners > 0)
    return look(
      `${isOne(quarantinedPartners) ? 'one partner is' : `${String(quarantinedPartners)} partners are`} in quarantine, and nothing of theirs is posted. Which and why: entente partner list. To let one go on: entente partner release <id> --reason "...".`,
    )
  if (clearingDifferences > 0)
    return look(
      `${isOne(clearingDifferences) ? 'one position' : `${String(clearingDifferences)} positions`} of a closed month on chain ${isOne(clearingDifferences) ? 'is' : 'are'} not what the statement says. Pay nothing for it before you know why. Which: entente clearing statement <partner>, and the server's log.`,
    )
  const behind = BigInt(block ?? 0) - BigInt(indexedBlock ?? 0)
  if (behind > BEHIND_BLOCKS_MAX)
    return look(
      `the server is ${formatCount(behind)} blocks behind the chain. It catches up by itself; if the number grows, look at its log.`,
    )
  if (lag !== null && lag.maxMs > LAG_MS_MAX)
    return look(
      `a purchase of the last hour took ${formatSeconds(lag.maxMs)} to be confirmed. Look at the server's log, and at the gas price and funds of its accounts.`,
    )
  return null
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
