import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import type { Reward } from '../../api-client/rewards.ts'
import { RewardCard } from '../../reward/reward-card.tsx'
import { RewardSheet } from '../../reward/reward-sheet.tsx'
import { RewardPlaceContext } from '../../reward/use-reward-texts.ts'
import { Panel, TitledPanel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

const LANGUAGES = ['en', 'fr'] as const

/** A reward as members see it: among others, and on its own page. */
export function RewardPreview({ reward }: { reward: Reward }) {
  const { t, language: own } = useTexts()
  const [language, setLanguage] = useState<string>(own)
  return (
    <TitledPanel label={t('ownRewards.preview.title')}>
      <RewardPlaceContext value={{ room: 'partner-console', language }}>
        <Stack gap="md">
          <SegmentedControl
            aria-label={t('ownRewards.preview.language')}
            value={language}
            onChange={setLanguage}
            data={LANGUAGES.map((value) => ({ value, label: t(`ownRewards.preview.languages.${value}`) }))}
            style={{ alignSelf: 'start' }}
          />
          {language === 'fr' && reward.texts['fr'] === undefined && (
            <Text size="sm" c="dimmed">
              {t('ownRewards.preview.noFrench')}
            </Text>
          )}
          <RewardCard reward={reward} href={null} isFirst />
          <Text size="sm" c="dimmed">
            {t('ownRewards.preview.page')}
          </Text>
          <Panel label={t('ownRewards.preview.pageLabel')}>
            <RewardSheet reward={reward} />
          </Panel>
        </Stack>
      </RewardPlaceContext>
    </TitledPanel>
  )
}
