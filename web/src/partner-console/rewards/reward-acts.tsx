import { Button } from '@mantine/core'
import { useState } from 'react'

import type { OwnReward } from '../../api-client/console-rewards.ts'
import { useTexts } from '../use-texts.ts'
import { LinkButton } from './link-button.tsx'
import { WithdrawDialog } from './withdraw-dialog.tsx'

/** What can be done with a reward: it is offered anew with other terms, once, and withdrawn. */
export function RewardActs({ reward }: { reward: OwnReward }) {
  const { t } = useTexts()
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      {reward.replacedById === null && (
        <LinkButton href={`/rewards/${reward.rewardId}/replace`} variant="default">
          {t(reward.withdrawnAt === null ? 'ownRewards.replace.start' : 'ownRewards.replace.again')}
        </LinkButton>
      )}
      {reward.withdrawnAt === null && (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('ownRewards.withdraw.start')}
        </Button>
      )}
      <WithdrawDialog reward={isAsked ? reward : null} onClose={() => setAsked(false)} />
    </>
  )
}
