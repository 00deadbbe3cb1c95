import { Badge, Group, Text } from '@mantine/core'
import { Link } from 'wouter'

import type { Reward } from '../../api-client/rewards.ts'
import { BrandName } from '../brand-name.tsx'
import { useTexts } from '../use-texts.ts'
import { RewardPicture } from './reward-picture.tsx'
import classes from './rewards.module.css'

/** One reward among others. */
export function RewardCard({ reward }: { reward: Reward }) {
  const { t, translated, points } = useTexts()
  return (
    <li>
      <article className={classes.card}>
        <RewardPicture reward={reward} />
        <Group justify="space-between" gap="xs">
          <BrandName name={reward.partnerName} brand={reward.brand} />
          <Badge variant="default" tt="none">
            {t(`rewards.kind.${reward.kind}`)}
          </Badge>
        </Group>
        <Link href={`/rewards/${reward.rewardId}`} className={classes.link}>
          {translated(reward.texts)?.title}
        </Link>
        <Text className={classes.price}>{points(reward.points)}</Text>
        {reward.stockLeft === '0' && (
          <Text size="sm" c="dimmed">
            {t('rewards.gone')}
          </Text>
        )}
      </article>
    </li>
  )
}
