import { Badge } from '@mantine/core'

import type { Partner } from '../../api-client/operator.ts'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { useTexts } from '../use-texts.ts'

/** The mark of a partner, large. */
export function PartnerMark({ partner: { name, brand } }: { partner: Partner }) {
  return <BrandMark name={name} brand={brand} size="large" />
}

/** Whether a partner takes part. */
export function PartnerStatus({ partner: { status } }: { partner: Partner }) {
  const { t } = useTexts()
  return (
    <Badge component="span" variant={status === 'active' ? 'light' : 'default'} tt="none">
      {t(`partners.status.${status}`)}
    </Badge>
  )
}
