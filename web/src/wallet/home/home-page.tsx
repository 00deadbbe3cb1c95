import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { lazy, Suspense } from 'react'

import type { Me } from '../../api-client/me.ts'
import { OneMoment } from '../../app/loaded.tsx'
import { Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { MoveNotice } from '../account/move-notice.tsx'
import { NewPasskeyNotice } from '../account/passkeys-panel.tsx'
import { RecoveryNotice } from '../account/recovery-notice.tsx'
import { LatestHistory } from '../history/history-list.tsx'
import { useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { FrozenNotice } from './frozen-notice.tsx'
import classes from './home-page.module.css'
import { NextReward } from './next-reward.tsx'

const PointsChart = lazy(async () => ({ default: (await import('./points-chart.tsx')).PointsChart }))

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
      <Stack gap={6} mt="xs">
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
  return (
    <Stack gap="md">
      <PageTitle>{t('home.title')}</PageTitle>
      <RecoveryNotice />
      <MoveNotice />
      <NewPasskeyNotice />
      <FrozenNotice me={me} />
      <div className={classes.columns}>
        <Stack gap="md">
          <Balance me={me} />
          <NextReward me={me} />
          <Expiry me={me} />
        </Stack>
        <Stack gap="md">
          <Panel label={t('chart.title')}>
            <Suspense fallback={<OneMoment />}>
              <PointsChart />
            </Suspense>
          </Panel>
          <LatestHistory />
        </Stack>
      </div>
    </Stack>
  )
}
