import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { endOtherSessions, endSession, type OwnSession } from '../../api-client/sessions.ts'

export const SESSIONS = ['sessions']
const ENDING = ['end sessions']

/** Every session but that of this browser. */
const OTHERS = 'others'

type Ended = string

const isEnded = (session: OwnSession, ended: Ended): boolean =>
  ended === OTHERS ? !session.isCurrent : session.sessionId === ended

/** What is left of the sessions once these have ended. */
export function withoutEnded(sessions: readonly OwnSession[], ended: readonly Ended[]): OwnSession[] {
  return sessions.filter((session) => !ended.some((each) => isEnded(session, each)))
}

/**
 * Ends sessions, and takes each for ended from the moment it is asked for: it is back as soon as the server refuses, and whatever else
 * is being ended meanwhile stays gone.
 */
export function useEndSessions() {
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<Error | null>(null)
  const ended = useMutationState({
    filters: { mutationKey: ENDING, predicate: ({ state }) => state.status === 'pending' },
    select: ({ state }) => state.variables as Ended,
  })
  const ending = useMutation({
    mutationKey: ENDING,
    // Without a connection it is refused at once: what waits for one would look ended, and is not.
    networkMode: 'always',
    mutationFn: (what: Ended) => (what === OTHERS ? endOtherSessions() : endSession(what)),
    onMutate: () => setRefusal(null),
    onSuccess: async (_, what) => {
      // An answer that was under way still has it.
      await queries.cancelQueries({ queryKey: SESSIONS })
      queries.setQueryData<OwnSession[]>(SESSIONS, (known) => known && withoutEnded(known, [what]))
    },
    onError: (error) => {
      setRefusal(error)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: SESSIONS }),
  })
  return {
    refusal,
    left: (sessions: readonly OwnSession[]) => withoutEnded(sessions, ended),
    end: (sessionId: string) => ending.mutate(sessionId),
    endOthers: () => ending.mutate(OTHERS),
  }
}
