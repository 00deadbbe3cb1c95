import { Anchor, Badge, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { lazy } from 'react'
import { Link } from 'wouter'

import type { Me } from '../../api-client/me.ts'
import { Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { MoveNotice } from '../account/move-notice.tsx'
import { NewPasskeyNotice } from '../account/passkeys-panel.tsx'
import { RecoveryNotice } from '../account/recovery-notice.tsx'
import { LatestHistory } from '../history/history-list.tsx'
import { useMember } from '../member.ts'
import { OffersPanel } from '../offers/offers-panel.tsx'
import { keptOf } from '../on-device/kept-member.ts'
import { useAllRewards } from '../rewards/all-rewards.ts'
import { useTexts } from '../use-texts.ts'
import { FrozenNotice } from './frozen-notice.tsx'
import classes from './home-page.module.css'
import { NextReward } from './next-reward.tsx'
import { WhenNear } from './when-near.tsx'
import { affordable } from './reward-progress.ts'

const PointsChart = lazy(async () => ({ default: (await import('./points-chart.tsx')).PointsChart }))

/** As high as the chart with its heading and buttons, so that nothing moves when it is drawn. */
const CHART_HEIGHT = 310

/** How many rewards can be had for what is there. */
function Affordable({ me }: { me: Me }) {
  const { t, whole } = useTexts()
  const { data: rewards = [] } = useAllRewards()
  const count = affordable(rewards, me.pointsAvailable).length
  if (count === 0 || me.isFrozen) return null
  return (
    <Anchor component={Link} href="/rewards?for=me" fw={600} className={classes.afford}>
      {t(count === 1 ? 'home.affordOne' : 'home.afford', { count: whole(String(count)) })}
    </Anchor>
  )
}

/** What can be spent now, large; what cannot yet, apart and explained: the two are never added. */
function Balance({ me }: { me: Me }) {
  const { t, whole, points, unit, change } = useTexts()
  return (
    <Panel>
      <Text c="dimmed">{t(me.isFrozen ? 'home.frozen' : 'home.available')}</Text>
      <Text className={classes.balance} data-testid="balance">
        {whole(me.pointsAvailable)}
        <span className={classes.unit}> {unit(me.pointsAvailable)}</span>
      </Text>
      <div className={classes.affordRow}>
        <Affordable me={me} />
      </div>
      <Stack gap={6}>
        {me.pointsPending !== '0' && (
          <Text size="sm">
            <Badge variant="default" tt="none" me={8}>
              {change(me.pointsPending)}
            </Badge>
            {t(me.pointsPending.startsWith('-') ? 'home.pendingBack' : 'home.pending')}
          </Text>
        )}
        {me.pointsHeld !== '0' && (
          <Text size="sm">
            <Badge variant="default" tt="none" me={8}>
              {points(me.pointsHeld)}
            </Badge>
            {t('home.held')}
          </Text>
        )}
      </Stack>
    </Panel>
  )
}

function Expiry({ me }: { me: Me }) {
  const { t, points, day } = useTexts()
  const lots = me.lots.filter((lot) => lot.points !== '0')
  const [next] = lots
  return (
    <Panel label={t('home.expiryTitle')}>
      <Title order={2} size="h4">
        {t('home.expiryTitle')}
      </Title>
      {next === undefined ? (
        <Text c="dimmed">{t('home.expiryNone')}</Text>
      ) : (
        <>
          <Text>{t('home.expiryNext', { points: points(next.points), day: day(next.expiresAt) })}</Text>
          {lots.length > 1 && (
            <ul className={classes.lots}>
              {lots.slice(1).map((lot) => (
                <li key={lot.expiresAt}>
                  <Group justify="space-between" gap="xs">
                    <span>{day(lot.expiresAt)}</span>
                    <span>{points(lot.points)}</span>
                  </Group>
                </li>
              ))}
            </ul>
          )}
          <Text size="sm" c="dimmed" mt="xs">
            {t('home.expiryAbout')}
          </Text>
        </>
      )}
    </Panel>
  )
}

/** The member's points at a glance. */
export function HomePage() {
  const { t } = useTexts()
  const me = useMember()
  const { name } = keptOf(me.memberId)
  return (
    <Stack gap="md">
      <PageTitle>{name === null ? t('home.title') : t('home.hello', { name })}</PageTitle>
      <RecoveryNotice />
      <MoveNotice />
      <NewPasskeyNotice />
      <FrozenNotice me={me} />
      <div className={classes.columns}>
        <Stack gap="md">
          <Balance me={me} />
          <NextReward me={me} />
          <OffersPanel />
          <Expiry me={me} />
        </Stack>
        <Stack gap="md">
          <Panel label={t('chart.title')}>
            <WhenNear fallback={<Skeleton height={CHART_HEIGHT} radius="md" />}>
              <PointsChart />
            </WhenNear>
          </Panel>
          <LatestHistory />
        </Stack>
      </div>
    </Stack>
  )
}
