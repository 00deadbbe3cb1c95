import type { QueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'

import type { OwnPerson } from '../api-client/console.ts'

/** Under which name the answer about who is signed in is kept. */
export const PERSON = ['person'] as const

/** Forgets what somebody saw at this browser, so that it is not shown to the next. Who is signed in stays a question that is watched. */
export function forgetAnswers(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== PERSON[0] })
}

export const PersonContext = createContext<OwnPerson | null>(null)

/** Who is signed in. */
export function usePerson(): OwnPerson {
  const person = useContext(PersonContext)
  if (person === null) throw new Error('drawn without anybody signed in')
  return person
}

/** Today as the partner counts days, as 2026-11-28. */
export function todayAt(timeZone: string | null, now: Date): string {
  // Swedish writes days as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: timeZone ?? 'UTC' }).format(now)
}
