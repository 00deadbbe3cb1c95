import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import type { OwnReward } from '../../api-client/console-rewards.ts'
import { Notice } from '../../ui/notices.tsx'
import { usePerson } from '../person.ts'
import { useTexts } from '../use-texts.ts'
import { WithdrawDialog } from './withdraw-dialog.tsx'

interface NoticeProps {
  reward: OwnReward
  versions: readonly OwnReward[]
}

/** Where a reward was replaced, and members find the one before as well: what was left undone can be done here. */
export function StillOfferedNotice({ reward, versions }: NoticeProps) {
  const { t } = useTexts()
  const mayWrite = usePerson().scopes.includes('rewards:write')
  const [isAsked, setAsked] = useState(false)
  const before = versions.find(({ rewardId }) => rewardId === reward.replacesId)
  const old = reward.replacedById === null ? before : reward
  if (old === undefined || old.state === 'withdrawn' || old.state === 'over') return null
  return (
    <Notice tone="careful" title={t('ownRewards.both.title')}>
      <Stack gap="sm" align="start">
        <Text>{t(old === reward ? 'ownRewards.both.isOld' : 'ownRewards.both.isNew')}</Text>
        {mayWrite && (
          <Button variant="default" onClick={() => setAsked(true)}>
            {t('ownRewards.both.go')}
          </Button>
        )}
      </Stack>
      <WithdrawDialog reward={isAsked ? old : null} onClose={() => setAsked(false)} />
    </Notice>
  )
}
