import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import type { Reward } from '../../api-client/rewards.ts'
import { listTillRewards } from '../../api-client/till-rewards.ts'
import { useTill } from '../connection/connection.ts'
import { useCustomer } from '../counter/customer-context.ts'
import { useTexts } from '../use-texts.ts'
import classes from './reward-choice.module.css'

const NONE = ''

interface ChoiceProps {
  /** Null: money off. */
  chosen: Reward | null
  onChoose: (reward: Reward | null) => void
}

/** Money off, or one of the brand's rewards. Nothing is asked where there are none. */
export function RewardChoice({ chosen, onChoose }: ChoiceProps) {
  const { t, points, titleOf } = useTexts()
  const available = useCustomer()?.pointsAvailable ?? null
  const { line, partner } = useTill()
  const { data: rewards = [] } = useQuery({
    queryKey: ['till rewards', partner.partnerId],
    queryFn: () => listTillRewards(line, partner.partnerId),
  })
  /** Why a reward cannot be had now: it can be seen, and not be chosen. */
  const whyNot = (reward: Reward): string | null => {
    if (reward.stockLeft === '0') return t('redeem.soldOut')
    const missing = available === null ? 0n : BigInt(reward.points) - BigInt(available)
    return missing > 0n ? t('redeem.missing', { points: points(String(missing)) }) : null
  }
  if (rewards.length === 0) return null
  const picture = chosen?.picture ?? null
  return (
    <>
      <NativeSelect
        size="md"
        label={t('redeem.what')}
        value={chosen?.rewardId ?? NONE}
        onChange={(event) => {
          const { value } = event.currentTarget
          onChoose(rewards.find(({ rewardId }) => rewardId === value) ?? null)
        }}
        data={[
          { value: NONE, label: t('redeem.moneyOff') },
          ...rewards.map((reward) => ({
            value: reward.rewardId,
            label: [titleOf(reward), points(reward.points), whyNot(reward)].filter(Boolean).join(' · '),
            disabled: whyNot(reward) !== null,
          })),
        ]}
      />
      {picture !== null && <img className={classes.picture} src={picture.smallUrl} alt="" width={320} height={200} />}
    </>
  )
}
