import { useQuery } from '@tanstack/react-query'

import { listRewards, type Reward } from '../../api-client/rewards.ts'

/** Pages of rewards that are looked through; a coalition has a few hundred. */
const PAGES_MAX = 5
/** Rewards change with the hour, not with the second. */
const FRESH_MS = 60_000

async function listAllRewards(): Promise<Reward[]> {
  const found: Reward[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX; page++) {
    const { data: rewards, nextCursor }: Awaited<ReturnType<typeof listRewards>> = await listRewards(cursor)
    found.push(...rewards)
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return found
}

/** All that can be had for points, for pages that choose from it. */
export function useAllRewards() {
  return useQuery({ queryKey: ['all rewards'], queryFn: listAllRewards, staleTime: FRESH_MS })
}
