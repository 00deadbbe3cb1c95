import { useInterval } from '@mantine/hooks'
import { useEffect, useRef } from 'react'

import type { TillMember } from '../../api-client/till.ts'

/** What is recorded comes onto the ledger within seconds. */
const LOOK_EVERY_MS = 2_000
/** Then it takes longer than anybody waits at a counter; the next sale looks again. */
const LOOKS_MAX = 30

interface Settling {
  look: () => Promise<TillMember>
  onMember: (member: TillMember) => void
}

/** Whether points of the customer are on their way, or held, so that what they have is about to change by itself. */
function isUnsettled({ pointsAvailable, pointsConfirmed, pointsPending }: TillMember): boolean {
  return pointsAvailable !== null && (pointsPending !== '0' || pointsAvailable !== pointsConfirmed)
}

/** Looks again while points are on their way, so that the header says what the customer can spend now. */
export function useSettling(member: TillMember, { look, onMember }: Settling): void {
  const looks = useRef(0)
  const unsettled = isUnsettled(member)
  const interval = useInterval(() => {
    looks.current += 1
    if (looks.current > LOOKS_MAX) interval.stop()
    else look().then(onMember, () => undefined)
  }, LOOK_EVERY_MS)
  const { start, stop } = interval
  useEffect(() => {
    looks.current = 0
    if (unsettled) start()
    return stop
    // Not when the interval is another object: it keeps its own newest function.
  }, [unsettled])
}
