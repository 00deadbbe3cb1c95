import { setTimeout as sleep } from 'node:timers/promises'

import type { EntenteClient } from '../client/client.ts'
import { STATUS_AGE_MS } from '../server/api/schemas/status/status.ts'
import { StartRefused } from '../server/domain/start-refused.ts'

const LOOK_EVERY_MS = 500
/** What was accepted is confirmed within seconds; where none was for so long, somebody has to look. */
const STANDSTILL_MS_MAX = 120_000

/**
 * Waits until every entry, captured redemption and restoration that was accepted before is on the chain. An answer that is
 * as old as one may be says nothing of them yet.
 */
export async function waitForConfirmation(api: EntenteClient, onOpen: (open: number) => void): Promise<void> {
  const began = performance.now()
  let last = Infinity
  let changedAt = began
  for (;;) {
    const askedAt = performance.now()
    const { data: status } = await api.GET('/v1/status')
    const { waiting, restoring } = status.redemptions
    const open = Number(status.entries.open) + Number(waiting) + Number(restoring)
    if (open === 0 && askedAt - began >= STATUS_AGE_MS) return
    if (open > 0) onOpen(open)
    if (open !== last) changedAt = performance.now()
    last = open
    if (performance.now() - changedAt > STANDSTILL_MS_MAX) throw standstill(open, status.haltedReason)
    await sleep(LOOK_EVERY_MS)
  }
}

function standstill(open: number, haltedReason: string | null): StartRefused {
  const why = haltedReason ?? 'see entente partner list for suspended partners and used up allowances, and server.log.'
  return new StartRefused(
    'server_unreachable',
    `${String(open)} entries or redemptions are accepted and wait to be confirmed: ${why}`,
  )
}
