import { Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import parts from './wallet-parts.module.css'

const TITLE_HEIGHT = 36
const PANEL_HEIGHTS = [150, 260, 210, 340]

/** Stands where a page will be, in its places, while it is not known whose. */
export function PageSkeleton() {
  const { t } = useTranslation('app')
  return (
    <Stack gap="md" role="status" aria-label={t('waiting')}>
      <Skeleton height={TITLE_HEIGHT} width="40%" />
      <div className={parts.columns}>
        {PANEL_HEIGHTS.map((height) => (
          <Skeleton key={height} height={height} radius="lg" />
        ))}
      </div>
    </Stack>
  )
}
