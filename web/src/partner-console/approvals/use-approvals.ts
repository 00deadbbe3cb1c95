import { useQuery } from '@tanstack/react-query'

import { readApprovals } from '../../api-client/console-approvals.ts'

/** Somebody else may decide at any time. */
const ASK_AGAIN_MS = 15_000

/** How many people of the brand confirm statements, and what waits for a second one. */
export function useApprovals() {
  return useQuery({ queryKey: ['approvals'], queryFn: readApprovals, refetchInterval: ASK_AGAIN_MS })
}
