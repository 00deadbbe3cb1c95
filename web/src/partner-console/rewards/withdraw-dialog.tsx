import { type OwnReward, withdrawReward } from '../../api-client/console-rewards.ts'
import { ConfirmDialog, type Plan } from '../../console/confirm-dialog.tsx'
import { useTexts } from '../use-texts.ts'

interface WithdrawDialogProps {
  /** Null: none is about to be withdrawn. */
  reward: OwnReward | null
  onClose: () => void
}

/** Takes a reward out of the catalogue, after saying what becomes of those that members have. */
export function WithdrawDialog({ reward, onClose }: WithdrawDialogProps) {
  const { t } = useTexts()
  const planOf = ({ texts, kind }: OwnReward): Plan => ({
    title: t('ownRewards.withdraw.title'),
    words: [
      t('ownRewards.withdraw.words', { title: texts['en']?.title ?? '' }),
      ...(kind === 'gift_code' ? [t('ownRewards.withdraw.codes')] : []),
      t('ownRewards.withdraw.final'),
    ],
    calls: [],
    go: t('ownRewards.withdraw.go'),
    isGrave: true,
  })
  return (
    <ConfirmDialog
      plan={reward && planOf(reward)}
      room="partner-console"
      run={async () => {
        if (reward !== null) await withdrawReward(reward.rewardId)
      }}
      onDone={onClose}
      onCancel={onClose}
    />
  )
}
