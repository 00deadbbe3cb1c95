import type { Settlement } from '../../api-client/statement.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'

const TONES = {
  not_on_chain: 'quiet',
  open: 'waiting',
  marked: 'waiting',
  disputed: 'wrong',
  settled: 'ok',
  nothing: 'quiet',
} as const

/** How far a position is on the ledger. */
export function SettlementBadge({ settlement: { state } }: { settlement: Settlement }) {
  const { t } = useTexts()
  return <StatusBadge tone={TONES[state]}>{t(`settlement.state.${state}`)}</StatusBadge>
}
