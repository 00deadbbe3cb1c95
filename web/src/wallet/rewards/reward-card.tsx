import { Badge, Group, Text } from '@mantine/core'
import { Link } from 'wouter'

import type { Reward } from '../../api-client/rewards.ts'
import { useTexts } from '../use-texts.ts'
import classes from './rewards.module.css'

/** One reward among others. */
export function RewardCard({ reward }: { reward: Reward }) {
  const { t, translated, points } = useTexts()
  return (
    <li>
      <article className={classes.card}>
        {reward.pictureUrl !== null && (
          <img className={classes.picture} src={reward.pictureUrl} alt="" loading="lazy" referrerPolicy="no-referrer" />
        )}
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {reward.partnerName}
          </Text>
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
