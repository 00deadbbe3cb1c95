import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { type Ledger, readLedger } from '../../api-client/me.ts'
import { Loaded } from '../../app/loaded.tsx'

/** What can be shown once it is known which ledger this server writes to. */
export function WithLedger({ children }: { children: (ledger: Ledger) => ReactNode }) {
  const query = useQuery({ queryKey: ['ledger'], queryFn: readLedger })
  return <Loaded query={query}>{children}</Loaded>
}
