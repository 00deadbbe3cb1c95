import { Badge, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import type { Reward } from '../api-client/rewards.ts'
import { BrandName } from './brand-name.tsx'
import { RewardPicture } from './reward-picture.tsx'
import classes from './reward.module.css'
import { useRewardTexts } from './use-reward-texts.ts'

interface RewardCardProps {
  reward: Reward
  /** Where it is shown on a page of its own; null where there is none. */
  href: string | null
  /** Among what is seen first. */
  isFirst: boolean
  /** How far the member is from it. */
  children?: ReactNode
}

/** One reward among others. */
export function RewardCard({ reward, href, isFirst, children }: RewardCardProps) {
  const { translated, points } = useRewardTexts()
  const title = translated(reward.texts)?.title
  return (
    <article className={classes.card}>
      <RewardPicture reward={reward} isFirst={isFirst} />
      <Group justify="space-between" gap="xs">
        <BrandName name={reward.partnerName} brand={reward.brand} />
        <KindBadge reward={reward} />
      </Group>
      {href === null ? (
        <span className={classes.link}>{title}</span>
      ) : (
        <Link href={href} className={`${classes.link ?? ''} ${classes.whole ?? ''}`}>
          {title}
        </Link>
      )}
      <Text className={classes.price}>{points(reward.points)}</Text>
      {children}
    </article>
  )
}

/** What kind of reward it is. */
export function KindBadge({ reward }: { reward: Reward }) {
  const { t } = useRewardTexts()
  return (
    <Badge variant="default" tt="none">
      {t(`kind.${reward.kind}`)}
    </Badge>
  )
}
