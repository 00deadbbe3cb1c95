import { useQuery } from '@tanstack/react-query'

import { listStatements, readStatement } from '../../api-client/operator-clearing.ts'
import type { StatementSummary } from '../../api-client/statement.ts'
import { listAllPartners, type Partner } from '../../api-client/operator.ts'
import { useOperatorKey } from '../operator-key.ts'

/** Each partner is asked for: the log of the server keeps every call. */
const FRESH_MS = 60_000
const ASKED_AT_ONCE_MAX = 6

/** All partners, and their statements of the last two years. */
export interface Clearing {
  readonly partners: readonly Partner[]
  readonly statements: readonly StatementSummary[]
}

async function readClearing(key: string): Promise<Clearing> {
  const partners = await listAllPartners(key)
  const statements: StatementSummary[] = []
  for (let at = 0; at < partners.length; at += ASKED_AT_ONCE_MAX) {
    const some = partners.slice(at, at + ASKED_AT_ONCE_MAX)
    statements.push(...(await Promise.all(some.map(({ partnerId }) => listStatements(key, partnerId)))).flat())
  }
  return { partners, statements }
}

/** All partners, and their statements of the last two years. */
export function useClearing() {
  const key = useOperatorKey()
  return useQuery({ queryKey: ['clearing'], queryFn: () => readClearing(key), staleTime: FRESH_MS })
}

/** A statement with all that it says. */
export function useStatement(partnerId: number, month: string, askAgainMs: number | false = false) {
  const key = useOperatorKey()
  return useQuery({
    queryKey: ['statement', partnerId, month],
    queryFn: () => readStatement(key, partnerId, month),
    refetchInterval: askAgainMs,
  })
}
