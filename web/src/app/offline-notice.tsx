import { Alert } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

/** Says that what is shown may be old: the device is offline, or nothing answered the last time. */
export function OfflineNotice({ isOffline }: { isOffline: boolean }) {
  const { t } = useTranslation('app')
  const { online } = useNetwork()
  return (
    <div role="status">
      {(isOffline || !online) && (
        <Alert color="yellow" variant="outline" mb="md">
          {t('offline')}
        </Alert>
      )}
    </div>
  )
}
