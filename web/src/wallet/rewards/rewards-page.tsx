import { Anchor, Group, NativeSelect, SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'

import { listRewards, type Reward } from '../../api-client/rewards.ts'
import { Asked } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { Nothing } from '../../ui/notices.tsx'
import { RewardCard } from '../../reward/reward-card.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { affordable } from '../home/reward-progress.ts'
import { useMemberIfAny } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { Reach } from './reach.tsx'
import classes from './rewards.module.css'

const ALL = ''
/** Pictures that are seen without scrolling. */
const FIRST_SEEN = 3
/** Stand where rewards will be. */
const PLACES = [0, 1, 2, 3, 4, 5]

/** Choices there are among these rewards, in the order of the alphabet. */
function choicesOf(values: readonly string[], label: (value: string) => string) {
  const choices = [...new Set(values)].map((value) => ({ value, label: label(value) }))
  return choices.toSorted((a, b) => a.label.localeCompare(b.label))
}

function Filters({ rewards, partner, kind, onPartner, onKind }: FiltersProps) {
  const { t } = useTexts()
  const partners = choicesOf(
    rewards.map(({ partnerName }) => partnerName),
    String,
  )
  const kinds = choicesOf(
    rewards.map((reward) => reward.kind),
    (value) => t(`rewards.kind.${value as Reward['kind']}`),
  )
  return (
    <Group gap="sm" grow maw={560}>
      <NativeSelect
        label={t('rewards.partner')}
        value={partner}
        onChange={({ currentTarget }) => onPartner(currentTarget.value)}
        data={[{ value: ALL, label: t('rewards.allPartners') }, ...partners]}
      />
      <NativeSelect
        label={t('rewards.kindLabel')}
        value={kind}
        onChange={({ currentTarget }) => onKind(currentTarget.value)}
        data={[{ value: ALL, label: t('rewards.allKinds') }, ...kinds]}
      />
    </Group>
  )
}

interface FiltersProps {
  rewards: readonly Reward[]
  partner: string
  kind: string
  onPartner: (partner: string) => void
  onKind: (kind: string) => void
}

/** What can be had for points. */
export function RewardsPage() {
  const { t } = useTexts()
  const me = useMemberIfAny()
  const [partner, setPartner] = useState(ALL)
  const [kind, setKind] = useState(ALL)
  const { query, rows: rewards } = usePages(['rewards'], listRewards)
  const [search, setSearch] = useSearchParams()
  const isForMe = me !== null && search.get('for') === 'me'
  const within = isForMe ? affordable(rewards, me.pointsAvailable) : rewards
  const shown = within.filter(
    (reward) => (partner === ALL || reward.partnerName === partner) && (kind === ALL || reward.kind === kind),
  )
  return (
    <Stack gap="md">
      <Group justify="space-between" align="baseline">
        <PageTitle>{t('rewards.title')}</PageTitle>
        <Anchor component={Link} href={me === null ? '/' : '/claims'}>
          {t(me === null ? 'signIn.submit' : 'claims.title')}
        </Anchor>
      </Group>
      {(query.isError || query.isPaused) && <Asked query={query} />}
      {me !== null && (
        <SegmentedControl
          aria-label={t('rewards.sort')}
          value={isForMe ? 'me' : 'all'}
          onChange={(value) => setSearch(value === 'me' ? { for: 'me' } : {}, { replace: true })}
          data={[
            { value: 'all', label: t('rewards.all') },
            { value: 'me', label: t('rewards.onlyAffordable') },
          ]}
          style={{ alignSelf: 'start' }}
        />
      )}
      <Filters rewards={rewards} partner={partner} kind={kind} onPartner={setPartner} onKind={setKind} />
      {query.isSuccess && shown.length === 0 && <Nothing>{t('rewards.none')}</Nothing>}
      <ul className={classes.grid}>
        {query.isPending &&
          !query.isPaused &&
          PLACES.map((place) => <Skeleton component="li" key={place} height={330} radius="lg" />)}
        {shown.map((reward, at) => (
          <li key={reward.rewardId}>
            <RewardCard reward={reward} href={`/rewards/${reward.rewardId}`} isFirst={at < FIRST_SEEN}>
              <Reach reward={reward} />
            </RewardCard>
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t('rewards.more')} />
    </Stack>
  )
}
