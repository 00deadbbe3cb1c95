import type { Partner } from '../../api-client/operator.ts'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'

/** The mark of a partner, large. */
export function PartnerMark({ partner: { name, brand } }: { partner: Partner }) {
  return <BrandMark name={name} brand={brand} size="large" />
}

const TONES = { active: 'ok', suspended: 'waiting', left: 'quiet' } as const

/** Whether a partner takes part. */
export function PartnerStatus({ partner: { status } }: { partner: Partner }) {
  const { t } = useTexts()
  return <StatusBadge tone={TONES[status]}>{t(`partners.status.${status}`)}</StatusBadge>
}
