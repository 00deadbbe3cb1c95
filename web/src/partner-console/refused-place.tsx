import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import { EmptyState } from '../ui/empty-state.tsx'
import { usePerson } from './person.ts'
import { useTexts } from './use-texts.ts'

/** A place for those whose role may see it; whoever comes by its address is told whom to ask. The API refuses by itself. */
export function ForScope({ scope, children }: { scope: string; children: ReactNode }) {
  const { t } = useTexts()
  const { scopes } = usePerson()
  return scopes.includes(scope) ? children : <EmptyState icon={IconLock}>{t('notYours')}</EmptyState>
}
