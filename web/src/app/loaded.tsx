import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { Failure, Waiting } from '../ui/notices.tsx'
import { useProblemText } from './problem-text.ts'

interface AskedProps {
  query: Pick<UseQueryResult, 'isPending' | 'error' | 'refetch'>
  /** Whose texts say what went wrong; left out: those of every page. */
  room?: string
}

/** Says that something is on its way, without a word about what. */
export function OneMoment() {
  const { t } = useTranslation('app')
  return <Waiting label={t('waiting')} />
}

/** What was asked of the server, while it is not there: on its way, or refused with a way to try again. */
export function Asked({ query, room = 'app' }: AskedProps) {
  const { t } = useTranslation('app')
  const problemText = useProblemText(room)
  if (query.isPending) return <OneMoment />
  if (query.error === null) return null
  return <Failure text={problemText(query.error)} retry={{ label: t('retry'), run: () => void query.refetch() }} />
}

/** What was asked of the server: drawn once it is there. */
export function Loaded<Data>({
  query,
  room = 'app',
  children,
}: {
  query: UseQueryResult<Data>
  room?: string
  children: (data: Data) => ReactNode
}) {
  return query.data === undefined ? <Asked query={query} room={room} /> : children(query.data)
}
