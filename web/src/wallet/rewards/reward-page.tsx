import { Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'

import { consentKindOf } from '../../api-client/account.ts'
import type { Me } from '../../api-client/me.ts'
import {
  type ClaimOrder,
  claimReward,
  consentToRedemption,
  declineRedemption,
  readReward,
  type Reward,
} from '../../api-client/rewards.ts'
import { BrandName } from '../../reward/brand-name.tsx'
import { KindBadge } from '../../reward/reward-card.tsx'
import { RewardPicture } from '../../reward/reward-picture.tsx'
import { RewardSheet } from '../../reward/reward-sheet.tsx'
import { Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ConsentForm } from '../consent/consent-form.tsx'
import { Loaded } from '../../app/loaded.tsx'
import { missingFor, progressOf } from '../home/reward-progress.ts'
import { useRefresh, useMemberIfAny } from '../member.ts'
import { SignInWays } from '../sign-in/sign-in-page.tsx'
import { useTexts } from '../use-texts.ts'
import parts from '../wallet-parts.module.css'
import classes from './rewards.module.css'

/** Holds the reward once and lets go of it, whatever the number of tries to consent; a hold that ended is made anew. */
function useHold(rewardId: string) {
  const refresh = useRefresh()
  const held = useRef<ClaimOrder>(null)
  const hold = async (): Promise<ClaimOrder> => {
    const ended = held.current !== null && Date.parse(held.current.redemption.expiresAt) <= Date.now()
    if (held.current === null || ended) {
      held.current = await claimReward(rewardId)
      await refresh()
    }
    return held.current
  }
  const letGo = async (): Promise<void> => {
    if (held.current === null) return
    await declineRedemption(held.current.redemption.redemptionId)
    held.current = null
    await refresh()
  }
  return { hold, letGo }
}

function ClaimForm({ reward, me }: { reward: Reward; me: Me }) {
  const { t, points, translated } = useTexts()
  const refresh = useRefresh()
  const { hold, letGo } = useHold(reward.rewardId)
  const [, go] = useLocation()
  const [isSure, setSure] = useState(false)
  if (isSure) {
    const title = translated(reward.texts)?.title ?? ''
    return (
      <Stack gap="sm" role="group" aria-label={t('rewards.confirmTitle')}>
        <Text fw={600}>
          {t('rewards.confirm', { points: points(reward.points), title, partner: reward.partnerName })}
        </Text>
        <ConsentForm
          kind={consentKindOf(me.kind)}
          account={me.address}
          order={hold}
          submit={async (consent) => {
            const { redemption } = await hold()
            await consentToRedemption(redemption.redemptionId, consent)
            await refresh()
            go('/claims')
          }}
          label={t('rewards.agree')}
          decline={{
            label: t('cancel'),
            run: async () => {
              await letGo()
              setSure(false)
            },
          }}
        />
      </Stack>
    )
  }
  const missing = missingFor(me.pointsAvailable, reward.points)
  if (missing > 0n) {
    return (
      <div>
        <Progress value={progressOf(me.pointsAvailable, reward.points)} radius="xl" mb={6} aria-hidden="true" />
        <Text fw={600}>{t('rewards.missing', { points: points(String(missing)) })}</Text>
      </div>
    )
  }
  if (me.isFrozen) return <Text fw={600}>{t(me.frozenBy.operator ? 'freeze.byOperator' : 'rewards.frozen')}</Text>
  return (
    <Stack gap="xs" align="start">
      <Text size="sm" className={classes.affordable}>
        {t('rewards.affordable')}
      </Text>
      <Button size="md" onClick={() => setSure(true)}>
        {t('rewards.claim', { points: points(reward.points) })}
      </Button>
    </Stack>
  )
}

/** For somebody who is not signed in: the ways in, here, so that the reward stays where it is. */
function SignInToClaim() {
  const { t } = useTexts()
  const [isAsked, setAsked] = useState(false)
  if (isAsked) return <SignInWays />
  return (
    <Button size="md" onClick={() => setAsked(true)}>
      {t('rewards.signIn')}
    </Button>
  )
}

/** The way to have a reward. One that depends on the basket is had where there is one. */
function Claiming({ reward }: { reward: Reward }) {
  const { t } = useTexts()
  const me = useMemberIfAny()
  if (reward.stockLeft === '0') return <Text fw={600}>{t('rewards.gone')}</Text>
  if (reward.basketMinMinor !== '0') return <Text fw={600}>{t('rewards.atTill', { partner: reward.partnerName })}</Text>
  return me === null ? <SignInToClaim /> : <ClaimForm reward={reward} me={me} />
}

/** One reward: what it is, what holds for it, and the way to have it. */
export function RewardPage({ rewardId }: { rewardId: string }) {
  const { t, translated } = useTexts()
  const query = useQuery({ queryKey: ['reward', rewardId], queryFn: () => readReward(rewardId) })
  return (
    <Stack gap="md">
      <Anchor component={Link} href="/rewards">
        {t('rewards.back')}
      </Anchor>
      <Loaded query={query}>
        {(reward) => (
          <Stack gap="md">
            <PageTitle>{translated(reward.texts)?.title ?? ''}</PageTitle>
            <Group gap="xs">
              <BrandName name={reward.partnerName} brand={reward.brand} />
              <KindBadge reward={reward} />
            </Group>
            <div className={parts.columns}>
              <RewardPicture reward={reward} isLarge isFirst />
              <Panel>
                <RewardSheet reward={reward}>
                  <Claiming reward={reward} />
                </RewardSheet>
              </Panel>
            </div>
          </Stack>
        )}
      </Loaded>
    </Stack>
  )
}
