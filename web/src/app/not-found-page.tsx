import { Anchor, Stack } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { EmptyState } from '../ui/empty-state.tsx'
import { PageTitle } from '../ui/page-title.tsx'

/** Below an audience's own path, an address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation('app')
  return (
    <Stack gap="md">
      <PageTitle>{t('notFound.title')}</PageTitle>
      <EmptyState
        icon={IconMapOff}
        action={
          <Anchor component={Link} href="/">
            {t('notFound.home')}
          </Anchor>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </Stack>
  )
}
