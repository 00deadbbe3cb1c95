import { Button, Drawer, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCloudOff, IconCloudUpload } from '@tabler/icons-react'
import { useEffect } from 'react'

import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { SetUpPanel } from './set-up-panel.tsx'
import { SlipDesk } from './slip-desk.tsx'
import { useStation } from './station.ts'
import { WaitingList } from './waiting-list.tsx'

/** The browser asks before it closes a till on which something waits. */
function useCloseWarning(waiting: number): void {
  useEffect(() => {
    if (waiting === 0) return
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault()
    }
    globalThis.addEventListener('beforeunload', warn)
    return () => {
      globalThis.removeEventListener('beforeunload', warn)
    }
  }, [waiting])
}

/** How the till stands with the server, in the bar: whether it is there, what waits, and what needs a person. */
export function OfflineStatus() {
  const { t } = useTexts()
  const { isOnline, waiting, attention, stopped } = useStation()
  const [isOpen, drawer] = useDisclosure(false)
  useCloseWarning(waiting)
  const needsPerson = attention > 0 || stopped !== null
  return (
    <>
      <Button
        variant={needsPerson || !isOnline ? 'light' : 'default'}
        {...(needsPerson && { color: 'red' })}
        leftSection={<Icon of={isOnline ? IconCloudUpload : IconCloudOff} />}
        onClick={drawer.open}
      >
        {needsPerson
          ? t('offline.bar.attention', { count: Math.max(attention, 1) })
          : t(isOnline ? 'offline.bar.waiting' : 'offline.bar.offline', { count: waiting })}
      </Button>
      <Drawer
        opened={isOpen}
        onClose={drawer.close}
        position="right"
        size="lg"
        title={t('offline.list.title')}
        closeButtonProps={{ 'aria-label': t('requests.close') }}
      >
        <Stack>
          <Notice tone={isOnline ? 'calm' : 'careful'}>
            {t(isOnline ? 'offline.list.online' : 'offline.list.offline')}
          </Notice>
          <WaitingList />
          <SetUpPanel />
          {isOnline && <SlipDesk />}
        </Stack>
      </Drawer>
    </>
  )
}
