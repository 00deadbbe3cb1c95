import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Reward } from '../api-client/rewards.ts'
import { Terms, WhereAndHow } from './reward-terms.tsx'
import { useRewardTexts } from './use-reward-texts.ts'

/** What a reward costs, what it is and what holds for it; between them the way to have it. */
export function RewardSheet({ reward, children }: { reward: Reward; children?: ReactNode }) {
  const { translated, points } = useRewardTexts()
  return (
    <Stack gap="md">
      <Text size="xl" fw={700}>
        {points(reward.points)}
      </Text>
      <Text>{translated(reward.texts)?.description}</Text>
      {children}
      <WhereAndHow reward={reward} />
      <Terms reward={reward} />
    </Stack>
  )
}
