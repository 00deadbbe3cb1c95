import type { OwnReward } from '../../api-client/console-rewards.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'

const TONES = { planned: 'waiting', offered: 'ok', over: 'quiet', withdrawn: 'quiet' } as const

/** Whether members can find it; one that is offered and of which nothing is left says so. */
export function StateBadge({ reward: { state, stockLeft } }: { reward: OwnReward }) {
  const { t } = useTexts()
  if (state === 'offered' && stockLeft === '0')
    return <StatusBadge tone="wrong">{t('ownRewards.state.gone')}</StatusBadge>
  return <StatusBadge tone={TONES[state]}>{t(`ownRewards.state.${state}`)}</StatusBadge>
}
