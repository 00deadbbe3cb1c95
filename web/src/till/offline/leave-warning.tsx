import { Button, Group, Modal, Stack, Text } from '@mantine/core'

import { useTexts } from '../use-texts.ts'
import { useStation } from './station.ts'

/** Asks before a till is disconnected on which purchases still wait. */
export function LeaveWarning({
  isOpen,
  onStay,
  onLeave,
}: {
  isOpen: boolean
  onStay: () => void
  onLeave: () => void
}) {
  const { t } = useTexts()
  const { waiting, attention } = useStation()
  return (
    <Modal
      opened={isOpen}
      onClose={onStay}
      title={t('offline.leave.title')}
      closeButtonProps={{ 'aria-label': t('offline.leave.stay') }}
    >
      <Stack>
        <Text>{t('offline.leave.about', { count: waiting + attention })}</Text>
        <Group>
          <Button onClick={onStay} data-autofocus>
            {t('offline.leave.stay')}
          </Button>
          <Button variant="default" onClick={onLeave}>
            {t('offline.leave.go')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
