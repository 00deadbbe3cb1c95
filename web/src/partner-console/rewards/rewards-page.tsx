import { Anchor, Stack, Text } from '@mantine/core'
import { IconGift } from '@tabler/icons-react'
import { Link } from 'wouter'

import { listOwnRewards, type OwnReward } from '../../api-client/console-rewards.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { RewardPicture } from '../../reward/reward-picture.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import rows from '../../ui/rows.module.css'
import { usePerson } from '../person.ts'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { LinkButton } from './link-button.tsx'
import classes from './rewards.module.css'
import { StateBadge } from './state-badge.tsx'
import { useRewardFacts } from './use-reward-facts.ts'

/** What members can get for points at the brand: now, as planned, and as it was. */
export function RewardsPage() {
  const { t } = useTexts()
  const mayWrite = usePerson().scopes.includes('rewards:write')
  return (
    <ForScope scope="ledger:read">
      <Stack gap="lg">
        <PageHead
          title={t('ownRewards.title')}
          about={t('ownRewards.page')}
          action={mayWrite && <LinkButton href="/rewards/new">{t('ownRewards.add')}</LinkButton>}
        />
        {!mayWrite && <Text c="dimmed">{t('ownRewards.readOnly')}</Text>}
        <Rewards />
      </Stack>
    </ForScope>
  )
}

function Rewards() {
  const { t } = useTexts()
  const { query, rows: rewards } = usePages(['own rewards'], listOwnRewards)
  return (
    <>
      <AskedRows query={query} room="partner-console" />
      {query.isSuccess && rewards.length === 0 && <EmptyState icon={IconGift}>{t('ownRewards.none')}</EmptyState>}
      {rewards.length > 0 && (
        <ul className={rows.list} aria-label={t('ownRewards.title')}>
          {rewards.map((reward) => (
            <RewardRow key={reward.rewardId} reward={reward} />
          ))}
        </ul>
      )}
      <MoreButton query={query} label={t('more')} />
    </>
  )
}

function RewardRow({ reward }: { reward: OwnReward }) {
  const { t, points } = useTexts()
  const { title, left, period } = useRewardFacts(reward)
  return (
    <li className={rows.row}>
      <div className={classes.thumb}>
        <RewardPicture reward={reward} />
      </div>
      <div className={rows.name}>
        <Anchor component={Link} href={`/rewards/${reward.rewardId}`} fw={600}>
          {title}
        </Anchor>
        <Text size="sm" c="dimmed">
          {t(`rewards.kind.${reward.kind}`)} · {period}
        </Text>
        {reward.replacesId !== null && (
          <Text size="sm" c="dimmed">
            {t('ownRewards.follows')}
          </Text>
        )}
        {reward.replacedById !== null && (
          <Text size="sm" c="dimmed">
            {t('ownRewards.followed')}
          </Text>
        )}
      </div>
      <div className={rows.amount}>
        <Text fw={600}>{points(reward.points)}</Text>
        <Text size="sm" c="dimmed">
          {left}
        </Text>
      </div>
      <StateBadge reward={reward} />
    </li>
  )
}
