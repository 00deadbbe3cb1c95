import { Button, Stack } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { EmptyState } from '../ui/empty-state.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useTexts } from './use-texts.ts'

/**
 * Without a connection, where nobody is known to be signed in and no card is kept. The browser says when the connection is back, and the
 * page goes on; where it never noticed that one was missing, `retry` asks again.
 */
export function CutOffPage({ retry }: { retry: (() => void) | null }) {
  const { t } = useTexts()
  const { t: shared } = useTranslation('app')
  const button = retry && (
    <Button variant="default" onClick={retry}>
      {shared('retry')}
    </Button>
  )
  return (
    <Stack gap="md" maw={520} mx="auto" w="100%">
      <PageTitle>{t('cutOff.title')}</PageTitle>
      <div role="status">
        <EmptyState icon={IconCloudOff} action={button}>
          {t('cutOff.about')}
        </EmptyState>
      </div>
    </Stack>
  )
}
