import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'

import { type Me, readMe } from '../api-client/me.ts'
import { noteMove } from './account/kept-move.ts'
import { takeFirstAnswer, takeKnownVisitor } from './early/first-answer.ts'

/** While something is on its way to the ledger, its state changes within seconds. */
const REFRESH_MS = 5_000

/** The member who is signed in here; null when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: async (): Promise<Me | null> => {
      const first = await takeFirstAnswer()
      const me = first === null ? await readMe() : first.me
      if (me !== null) noteMove(me)
      return me
    },
    initialData: () => {
      const me = takeKnownVisitor()?.me
      if (me) noteMove(me)
      return me
    },
    refetchInterval: ({ state }) => (state.data ? REFRESH_MS : false),
  })
}

/** For pages that are drawn only once somebody is signed in. */
export const MemberContext = createContext<Me | null>(null)

/** The member on whose page this is drawn; null where nobody needs to be signed in, and nobody is. */
export function useMemberIfAny(): Me | null {
  return useContext(MemberContext)
}

/** The member on whose page this is drawn. */
export function useMember(): Me {
  const me = useMemberIfAny()
  if (me === null) throw new Error('drawn without a member')
  return me
}

/** After something changed: everything of the member is asked for anew. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}
