import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import { listRewardVersions, type OwnReward } from '../../api-client/console-rewards.ts'
import { Loaded } from '../../app/loaded.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { usePerson } from '../person.ts'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { CodesPanel } from './codes-panel.tsx'
import { PicturePanel } from './picture-panel.tsx'
import { RewardActs } from './reward-acts.tsx'
import { RewardEditor } from './reward-editor.tsx'
import { RewardPreview } from './reward-preview.tsx'
import classes from './rewards.module.css'
import { StateBadge } from './state-badge.tsx'
import { StillOfferedNotice } from './still-offered-notice.tsx'
import { useRewardFacts } from './use-reward-facts.ts'
import { VersionsPanel } from './versions-panel.tsx'

/** Reads a reward with its versions, and draws a page of it. */
function OfReward({
  rewardId,
  scope,
  children,
}: {
  rewardId: string
  scope: string
  children: (reward: OwnReward, versions: readonly OwnReward[]) => ReactNode
}) {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ['own reward', rewardId], queryFn: () => listRewardVersions(rewardId) })
  return (
    <ForScope scope={scope}>
      <Stack gap="lg">
        <Anchor component={Link} href="/rewards" w="fit-content">
          {t('ownRewards.back')}
        </Anchor>
        <Loaded query={query} room="partner-console">
          {(versions) => {
            const reward = versions.find((version) => version.rewardId === rewardId)
            return reward && children(reward, versions)
          }}
        </Loaded>
      </Stack>
    </ForScope>
  )
}

/** One reward of the brand: how it stands, what members see, and what can be done with it. */
export function OwnRewardPage({ rewardId }: { rewardId: string }) {
  return (
    <OfReward rewardId={rewardId} scope="ledger:read">
      {(reward, versions) => <RewardBody reward={reward} versions={versions} />}
    </OfReward>
  )
}

function RewardBody({ reward, versions }: { reward: OwnReward; versions: readonly OwnReward[] }) {
  const { t } = useTexts()
  const mayWrite = usePerson().scopes.includes('rewards:write')
  const { title, left, claimed, period } = useRewardFacts(reward)
  const isOpen = mayWrite && reward.withdrawnAt === null
  return (
    <>
      <PageHead title={title} action={<StateBadge reward={reward} />} />
      <StillOfferedNotice reward={reward} versions={versions} />
      <div className={classes.columns}>
        <Stack gap="lg">
          <TitledPanel label={t('ownRewards.standing')}>
            <Stack gap={4}>
              {[period, left, claimed].map((fact) => (
                <Text key={fact}>{fact}</Text>
              ))}
            </Stack>
            {mayWrite && (
              <Group gap="sm" mt="md">
                <RewardActs reward={reward} />
              </Group>
            )}
          </TitledPanel>
          {isOpen && reward.kind === 'gift_code' && <CodesPanel reward={reward} />}
          {isOpen && <PicturePanel reward={reward} />}
          <VersionsPanel reward={reward} versions={versions} />
        </Stack>
        <div className={classes.preview}>
          <RewardPreview reward={reward} />
        </div>
      </div>
    </>
  )
}

/** Offers a reward that members have not seen before. */
export function NewRewardPage() {
  const { t } = useTexts()
  return (
    <ForScope scope="rewards:write">
      <Stack gap="lg">
        <PageHead title={t('ownRewards.new')} about={t('ownRewards.newAbout')} />
        <RewardEditor before={null} />
      </Stack>
    </ForScope>
  )
}

/** Offers a reward anew with other terms. */
export function ReplaceRewardPage({ rewardId }: { rewardId: string }) {
  const { t } = useTexts()
  return (
    <OfReward rewardId={rewardId} scope="rewards:write">
      {(reward) => (
        <>
          <PageHead title={t('ownRewards.replace.page')} about={t('ownRewards.replace.about')} />
          <RewardEditor before={reward} />
        </>
      )}
    </OfReward>
  )
}
