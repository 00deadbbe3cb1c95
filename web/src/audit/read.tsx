import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { OneMoment } from '../app/loaded.tsx'
import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { useTexts } from './use-texts.ts'

interface ReadProps<Data> {
  ledger: OpenLedger
  /** Names what is read, among all that is read of a ledger. */
  name: string
  read: (ledger: OpenLedger) => Promise<Data>
  children: (data: Data) => ReactNode
}

/** Something of the ledger: on its way, there, or what the endpoint said instead. */
export function Read<Data>({ ledger, name, read, children }: ReadProps<Data>) {
  const { t } = useTexts()
  const query = useQuery({
    queryKey: ['of-ledger', name, ledger.url, ledger.contracts.token, ledger.block.hash],
    queryFn: () => read(ledger),
    staleTime: Infinity,
    retry: 1,
  })
  if (query.isPending) return <OneMoment />
  if (query.isError)
    return <ErrorState text={t('unreadable.endpoint')} retry={{ label: t('again'), run: () => void query.refetch() }} />
  return children(query.data)
}
