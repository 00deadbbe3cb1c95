import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { useProblemText } from '../app/problem-text.ts'
import { Failure, Waiting } from '../ui/notices.tsx'
import { useTexts } from './use-texts.ts'

/** What was asked of the server: on its way, refused with a way to try again, or there. */
export function Loaded<Data>({
  query,
  children,
}: {
  query: UseQueryResult<Data>
  children: (data: Data) => ReactNode
}) {
  const { t } = useTexts()
  const problemText = useProblemText()
  if (query.data !== undefined) return children(query.data)
  if (query.isPending) return <Waiting label={t('waiting')} />
  return <Failure text={problemText(query.error)} retry={{ label: t('retry'), run: () => void query.refetch() }} />
}
