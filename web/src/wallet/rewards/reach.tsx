import { Progress, Text } from '@mantine/core'

import type { Reward } from '../../api-client/rewards.ts'
import { missingFor, progressOf } from '../home/reward-progress.ts'
import { useMemberIfAny } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import classes from './rewards.module.css'

/** How far the member is from a reward. */
export function Reach({ reward }: { reward: Reward }) {
  const { t, points } = useTexts()
  const me = useMemberIfAny()
  if (reward.stockLeft === '0') {
    return (
      <Text size="sm" c="dimmed">
        {t('rewards.gone')}
      </Text>
    )
  }
  if (me === null) return null
  const missing = missingFor(me.pointsAvailable, reward.points)
  if (missing === 0n) {
    return (
      <Text size="sm" className={classes.affordable}>
        {t('rewards.affordable')}
      </Text>
    )
  }
  return (
    <div>
      <Progress value={progressOf(me.pointsAvailable, reward.points)} size="sm" radius="xl" aria-hidden="true" />
      <Text size="sm" c="dimmed" mt={4}>
        {t('rewards.missingShort', { points: points(String(missing)) })}
      </Text>
    </div>
  )
}
