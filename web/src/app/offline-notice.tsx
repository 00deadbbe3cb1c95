import { useNetwork } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

import { Notice } from '../ui/notices.tsx'

/** Says that what is shown may be old: the device is offline, or nothing answered the last time. */
export function OfflineNotice({ isOffline }: { isOffline: boolean }) {
  const { t } = useTranslation('app')
  const { online } = useNetwork()
  return <div role="status">{(isOffline || !online) && <Notice tone="careful">{t('offline')}</Notice>}</div>
}
