import { Anchor, Group, Progress, Skeleton, Text, Title } from '@mantine/core'
import { Link } from 'wouter'

import type { Me } from '../../api-client/me.ts'
import { BrandName } from '../../reward/brand-name.tsx'
import { RewardPicture } from '../../reward/reward-picture.tsx'
import { Panel } from '../../ui/notices.tsx'
import { useAllRewards } from '../rewards/all-rewards.ts'
import { useTexts } from '../use-texts.ts'
import classes from './home-page.module.css'
import { missingFor, nextRewardOf, progressOf } from './reward-progress.ts'

const HEIGHT = 122

/** The nearest reward that the member cannot have yet, and how far it is. */
export function NextReward({ me }: { me: Me }) {
  const { t, points, translated } = useTexts()
  const { data: rewards } = useAllRewards()
  const next = nextRewardOf(rewards ?? [], me.pointsAvailable)
  if (rewards !== undefined && next === null) return null
  const title = next === null ? '' : (translated(next.texts)?.title ?? '')
  return (
    <Panel label={t('home.nextTitle')}>
      <Title order={2} size="h4" mb="sm">
        {t('home.nextTitle')}
      </Title>
      {next === null ? (
        <Skeleton height={HEIGHT} radius="md" />
      ) : (
        <div style={{ minHeight: HEIGHT }}>
          <Group gap="md" wrap="nowrap" align="start">
            <div className={classes.nextPicture}>
              <RewardPicture reward={next} isFirst />
            </div>
            <div className={classes.nextText}>
              <BrandName name={next.partnerName} brand={next.brand} />
              <Anchor component={Link} href={`/rewards/${next.rewardId}`} fw={600}>
                {title}
              </Anchor>
            </div>
          </Group>
          <Progress
            value={progressOf(me.pointsAvailable, next.points)}
            mt="sm"
            mb={6}
            size="lg"
            radius="xl"
            aria-label={t('home.nextBar', { title })}
          />
          <Text size="sm">
            {t('home.nextMissing', {
              missing: points(String(missingFor(me.pointsAvailable, next.points))),
              price: points(next.points),
            })}
          </Text>
        </div>
      )}
    </Panel>
  )
}
