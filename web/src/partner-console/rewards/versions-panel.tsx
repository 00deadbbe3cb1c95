import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from 'wouter'

import type { OwnReward } from '../../api-client/console-rewards.ts'
import { TitledPanel } from '../../ui/notices.tsx'
import rows from '../../ui/rows.module.css'
import { useTexts } from '../use-texts.ts'
import { changedTerms } from './changed-terms.ts'
import { StateBadge } from './state-badge.tsx'
import { useRewardFacts } from './use-reward-facts.ts'

interface VersionsProps {
  reward: OwnReward
  /** The newest first. */
  versions: readonly OwnReward[]
}

/** The reward as it was offered before and after: what its terms were, when, and what changed. */
export function VersionsPanel({ reward, versions }: VersionsProps) {
  const { t } = useTexts()
  return (
    <TitledPanel label={t('ownRewards.versions.title')}>
      {versions.length === 1 ? (
        <Text c="dimmed">{t('ownRewards.versions.only')}</Text>
      ) : (
        <ol className={rows.list} reversed aria-label={t('ownRewards.versions.title')}>
          {versions.map((version, at) => (
            <Version
              key={version.rewardId}
              version={version}
              before={versions[at + 1] ?? null}
              number={versions.length - at}
              isShown={version.rewardId === reward.rewardId}
            />
          ))}
        </ol>
      )}
    </TitledPanel>
  )
}

interface VersionProps {
  version: OwnReward
  before: OwnReward | null
  number: number
  /** Whether it is the one of this page. */
  isShown: boolean
}

function Version({ version, before, number, isShown }: VersionProps) {
  const { t, points, day, whole } = useTexts()
  const { period, claimed } = useRewardFacts(version)
  const name = t('ownRewards.versions.number', { number: whole(String(number)) })
  const changed = before === null ? [] : changedTerms(before, version)
  return (
    <li className={rows.row} aria-current={isShown ? 'true' : undefined}>
      <div className={rows.name}>
        <Stack gap={2}>
          {isShown ? (
            <Text fw={650}>{t('ownRewards.versions.this', { name })}</Text>
          ) : (
            <Anchor component={Link} href={`/rewards/${version.rewardId}`} w="fit-content">
              {name}
            </Anchor>
          )}
          <Text size="sm">{points(version.points)}</Text>
          <Text size="sm" c="dimmed">
            {period}
          </Text>
          <Text size="sm" c="dimmed">
            {t('ownRewards.versions.added', { day: day(version.createdAt) })} {claimed}
          </Text>
          {changed.length > 0 && (
            <Text size="sm">
              {t('ownRewards.versions.changed', {
                terms: changed.map((term) => t(`ownRewards.versions.term.${term}`)).join(', '),
              })}
            </Text>
          )}
        </Stack>
      </div>
      <StateBadge reward={version} />
    </li>
  )
}
