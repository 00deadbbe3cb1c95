import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import type { NewTerms, TermsKind, TermsVersion } from './terms.ts'
import { useTermsDesk } from './terms-desk.ts'

/** Sets the next version of a partner's terms; the tables then show it, or what else came of it. */
export function useSetTerms(kind: TermsKind) {
  const { send, queryKey } = useTermsDesk()
  const queries = useQueryClient()
  // One a review: whoever presses again because no answer came sets the same version.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: async (terms: NewTerms): Promise<TermsVersion> => {
      if (send === null) throw new Error('set by somebody who may only look')
      return send(kind, terms, idempotencyKey)
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}
