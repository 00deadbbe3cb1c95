import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { Ledger } from '../api-client/me.ts'
import { LedgerUnreadable, openLedger } from '../chain-client/ledger/open-ledger.ts'
import { ENDPOINT_KEPT_AS } from '../receipt/kept-endpoint.ts'

/** Where the ledger is read. */
export interface Source {
  readonly url: string
  readonly token: string
}

/** What was named last, or what the address of the page names, or what the server claims. */
export function useSource(claimed: Ledger | null) {
  const [source, choose] = useState<Source | null>(() => {
    const asked = new URLSearchParams(location.search)
    const url = asked.get('rpc') ?? localStorage.getItem(ENDPOINT_KEPT_AS) ?? claimed?.rpcUrl ?? null
    const token = asked.get('token') ?? claimed?.token ?? null
    return url === null || token === null ? null : { url, token }
  })
  const setSource = (chosen: Source) => {
    // The receipt check below asks the same endpoint.
    if (chosen.url === claimed?.rpcUrl) localStorage.removeItem(ENDPOINT_KEPT_AS)
    else localStorage.setItem(ENDPOINT_KEPT_AS, chosen.url)
    choose(chosen)
  }
  return { source, setSource }
}

/** Opens the ledger of a source. */
export function useLedger(source: Source | null) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['open-ledger', source],
    enabled: source !== null,
    retry: false,
    staleTime: Infinity,
    queryFn: () => openLedger(source?.url ?? '', source?.token ?? ''),
  })
  const reason = error instanceof LedgerUnreadable ? error.reason : 'endpoint'
  return { ledger: data ?? null, reason: error === null ? null : reason, isReading: isFetching, refetch }
}
