import { Anchor, Group, Progress, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { Me } from '../../api-client/me.ts'
import { listRewards, type Reward } from '../../api-client/rewards.ts'
import { Panel } from '../../ui/notices.tsx'
import { BrandName } from '../brand-name.tsx'
import { RewardPicture } from '../rewards/reward-picture.tsx'
import { useTexts } from '../use-texts.ts'
import classes from './home-page.module.css'
import { nextRewardOf, progressOf } from './reward-progress.ts'

/** Pages of rewards that are looked through for the nearest one. */
const PAGES_MAX = 5

async function listAllRewards(): Promise<Reward[]> {
  const found: Reward[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX; page++) {
    const { data: rewards, nextCursor }: Awaited<ReturnType<typeof listRewards>> = await listRewards(cursor)
    found.push(...rewards)
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return found
}

/** The nearest reward that the member cannot have yet, and how far it is; nothing where there is none. */
export function NextReward({ me }: { me: Me }) {
  const { t, points, translated } = useTexts()
  const { data = [] } = useQuery({ queryKey: ['all rewards'], queryFn: listAllRewards })
  const reward = nextRewardOf(data, me.pointsAvailable)
  if (reward === null) return null
  const missing = String(BigInt(reward.points) - BigInt(me.pointsAvailable))
  const title = translated(reward.texts)?.title ?? ''
  return (
    <Panel label={t('home.nextTitle')}>
      <Title order={2} size="h4" mb="sm">
        {t('home.nextTitle')}
      </Title>
      <Group gap="md" wrap="nowrap" align="start">
        <div className={classes.nextPicture}>
          <RewardPicture reward={reward} />
        </div>
        <div className={classes.nextText}>
          <BrandName name={reward.partnerName} brand={reward.brand} />
          <Anchor component={Link} href={`/rewards/${reward.rewardId}`} fw={600}>
            {title}
          </Anchor>
        </div>
      </Group>
      <Progress
        value={progressOf(me.pointsAvailable, reward.points)}
        mt="sm"
        mb={6}
        size="lg"
        radius="xl"
        aria-label={t('home.nextBar', { title })}
      />
      <Text size="sm">{t('home.nextMissing', { missing: points(missing), price: points(reward.points) })}</Text>
    </Panel>
  )
}
