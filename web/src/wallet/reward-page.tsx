import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'

import { consentKindOf } from '../api-client/account.ts'
import { type ClaimOrder, claimReward, consentToRedemption, readReward, type Reward } from '../api-client/rewards.ts'
import { Panel } from '../ui/notices.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Asked } from './asked.tsx'
import { ConsentForm } from './consent-form.tsx'
import { useLookAgain, useMember } from './member.ts'
import classes from './rewards.module.css'
import { useWords } from './words.ts'

/** What holds for a reward, a fact a line. */
function Terms({ reward }: { reward: Reward }) {
  const { t, money, day, whole } = useWords()
  const facts = [
    reward.discountMinor === null
      ? null
      : t('rewards.discount', { amount: money(reward.discountMinor, reward.currency) }),
    reward.basketMinMinor === '0'
      ? null
      : t('rewards.basketMin', { amount: money(reward.basketMinMinor, reward.currency) }),
    reward.charityName === null ? null : t('rewards.charity', { name: reward.charityName }),
    reward.stockLeft === null ? null : t('rewards.stock', { left: whole(reward.stockLeft) }),
    reward.perMemberMax === null ? null : t('rewards.perMember', { times: whole(String(reward.perMemberMax)) }),
    reward.validUntil === null ? null : t('rewards.validUntil', { day: day(reward.validUntil) }),
    reward.claimDays === null ? null : t('rewards.claimDays', { days: whole(String(reward.claimDays)) }),
    reward.tier === null ? null : t('rewards.tier', { tier: reward.tier }),
  ].filter((fact) => fact !== null)
  return (
    <ul className={classes.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}

/** Holds the reward once, whatever the number of tries to consent; a hold that ended is made anew. */
function useHold(rewardId: string) {
  const lookAgain = useLookAgain()
  const held = useRef<ClaimOrder>(null)
  return async (): Promise<ClaimOrder> => {
    const ended = held.current !== null && Date.parse(held.current.redemption.expiresAt) <= Date.now()
    if (held.current === null || ended) {
      held.current = await claimReward(rewardId)
      await lookAgain()
    }
    return held.current
  }
}

function ClaimForm({ reward }: { reward: Reward }) {
  const { t, points, said } = useWords()
  const me = useMember()
  const lookAgain = useLookAgain()
  const hold = useHold(reward.rewardId)
  const [, go] = useLocation()
  const [isSure, setSure] = useState(false)
  if (isSure) {
    const title = said(reward.texts)?.title ?? ''
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
            await lookAgain()
            go('/claims')
          }}
          label={t('rewards.agree')}
          decline={{ label: t('cancel'), run: () => setSure(false) }}
        />
      </Stack>
    )
  }
  const missing = BigInt(reward.points) - BigInt(me.pointsAvailable)
  if (missing > 0n) return <Text fw={600}>{t('rewards.missing', { points: points(String(missing)) })}</Text>
  return (
    <Button size="md" onClick={() => setSure(true)} disabled={me.isFrozen || reward.stockLeft === '0'}>
      {t('rewards.claim', { points: points(reward.points) })}
    </Button>
  )
}

/** One reward: what it is, what holds for it, and the way to have it. */
export function RewardPage({ rewardId }: { rewardId: string }) {
  const { t, said, points } = useWords()
  const query = useQuery({ queryKey: ['reward', rewardId], queryFn: () => readReward(rewardId) })
  return (
    <Stack gap="md" maw={640}>
      <Anchor component={Link} href="/rewards">
        {t('rewards.back')}
      </Anchor>
      <Asked query={query}>
        {(reward) => (
          <Stack gap="md">
            <PageTitle>{said(reward.texts)?.title ?? ''}</PageTitle>
            <Group gap="xs">
              <Text c="dimmed">{reward.partnerName}</Text>
              <Badge variant="default" tt="none">
                {t(`rewards.kind.${reward.kind}`)}
              </Badge>
            </Group>
            <Panel>
              <Stack gap="md">
                <Text size="xl" fw={700}>
                  {points(reward.points)}
                </Text>
                <Text>{said(reward.texts)?.description}</Text>
                <Terms reward={reward} />
                <ClaimForm reward={reward} />
              </Stack>
            </Panel>
          </Stack>
        )}
      </Asked>
    </Stack>
  )
}
