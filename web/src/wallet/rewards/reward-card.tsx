import { Badge, Group, Progress, Text } from '@mantine/core'
import { Link } from 'wouter'

import type { Reward } from '../../api-client/rewards.ts'
import { BrandName } from '../brand-name.tsx'
import { missingFor, progressOf } from '../home/reward-progress.ts'
import { useMemberIfAny } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { RewardPicture } from './reward-picture.tsx'
import classes from './rewards.module.css'

/** How far the member is from a reward. */
function Reach({ reward }: { reward: Reward }) {
  const { t, points } = useTexts()
  const me = useMemberIfAny()
  if (reward.stockLeft === '0') {
    return (
      <Text size="sm" c="dimmed">
        {t('rewards.gone')}
      </Text>
    )
  }
  if (me === null) return null
  const missing = missingFor(me.pointsAvailable, reward.points)
  if (missing === 0n) {
    return (
      <Text size="sm" className={classes.affordable}>
        {t('rewards.affordable')}
      </Text>
    )
  }
  return (
    <div>
      <Progress value={progressOf(me.pointsAvailable, reward.points)} size="sm" radius="xl" aria-hidden="true" />
      <Text size="sm" c="dimmed" mt={4}>
        {t('rewards.missingShort', { points: points(String(missing)) })}
      </Text>
    </div>
  )
}

/** One reward among others. */
export function RewardCard({ reward, isFirst }: { reward: Reward; isFirst: boolean }) {
  const { t, translated, points } = useTexts()
  return (
    <li>
      <article className={classes.card}>
        <RewardPicture reward={reward} isFirst={isFirst} />
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
        <Reach reward={reward} />
      </article>
    </li>
  )
}
