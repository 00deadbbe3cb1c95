import { Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { OneMoment } from '../app/loaded.tsx'
import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import type { Chapter } from '../chain-client/ledger/read-backwards.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { useTexts } from './use-texts.ts'

interface ChaptersProps<Row> {
  ledger: OpenLedger
  name: string
  read: (ledger: OpenLedger, to: bigint) => Promise<Chapter<Row>>
  /** Where there is none. */
  none: string
  children: (rows: readonly Row[]) => ReactNode
}

/** What happened, newest first, read from the ledger backwards as far as somebody asks. */
export function Chapters<Row>({ ledger, name, read, none, children }: ChaptersProps<Row>) {
  const { t } = useTexts()
  const query = useInfiniteQuery({
    queryKey: ['chapters', name, ledger.url, ledger.contracts.token, ledger.block.hash],
    queryFn: ({ pageParam }) => read(ledger, pageParam),
    initialPageParam: ledger.block.number,
    getNextPageParam: ({ before }) => before,
    staleTime: Infinity,
    retry: 1,
  })
  if (query.isPending) return <OneMoment />
  if (query.data === undefined)
    return <ErrorState text={t('unreadable.endpoint')} retry={{ label: t('again'), run: () => void query.refetch() }} />
  const rows = query.data.pages.flatMap((chapter) => chapter.rows)
  return (
    <Stack gap="sm">
      {rows.length === 0 ? <Text c="dimmed">{none}</Text> : children(rows)}
      <MoreButton query={query} label={t('more')} />
    </Stack>
  )
}
