import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { Problem } from '../api-client/problem.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Waiting } from '../ui/notices.tsx'
import { SkeletonRows } from '../ui/skeleton-rows.tsx'
import { useProblemText } from './problem-text.ts'

interface AskedProps {
  query: Pick<UseQueryResult, 'isPending' | 'isPaused' | 'error' | 'refetch'>
  /** Whose texts say what went wrong; left out: those of every page. */
  room?: string
}

/** Nothing was asked, because there is no connection. */
const NOT_ASKED = new Problem('offline', 0)

/** Whether an answer may come: what was asked of the server is under way. */
const isOnItsWay = ({ isPending, isPaused }: AskedProps['query']) => isPending && !isPaused

/** Says that something is on its way, without a word about what. */
export function OneMoment() {
  const { t } = useTranslation('app')
  return <Waiting label={t('waiting')} />
}

/** What was asked of the server and refused, or could not be asked, with a way to try again; nothing where nothing was. */
function Refused({ query, room = 'app' }: AskedProps) {
  const { t } = useTranslation('app')
  const problemText = useProblemText(room)
  const error = query.error ?? (query.isPending && query.isPaused ? NOT_ASKED : null)
  if (error === null) return null
  return <ErrorState text={problemText(error)} retry={{ label: t('retry'), run: () => void query.refetch() }} />
}

/** What was asked of the server, while it is not there: on its way, or refused or not asked, with a way to try again. */
export function Asked(asked: AskedProps) {
  return isOnItsWay(asked.query) ? <OneMoment /> : <Refused {...asked} />
}

/** The same for a list: while it is on its way, rows stand where it will be. */
export function AskedRows({ count, ...asked }: AskedProps & { count?: number }) {
  const { t } = useTranslation('app')
  if (!isOnItsWay(asked.query)) return <Refused {...asked} />
  return <SkeletonRows label={t('waiting')} {...(count === undefined ? {} : { count })} />
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
