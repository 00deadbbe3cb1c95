import { Stack, Text } from '@mantine/core'

import { TitledPanel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { useTexts } from '../use-texts.ts'
import { FixedCard } from './fixed-card.tsx'

/** What can be shown without a connection: the card that this device keeps. It earns points at any till. */
export function OfflineCard({ cardNumber }: { cardNumber: string }) {
  const { t } = useTexts()
  return (
    <Stack gap="md" maw={520} mx="auto">
      <PageTitle>{t('card.offlineTitle')}</PageTitle>
      <Text c="dimmed">{t('card.offlineAbout')}</Text>
      <TitledPanel label={t('card.fixed')}>
        <FixedCard cardNumber={cardNumber} />
      </TitledPanel>
    </Stack>
  )
}
