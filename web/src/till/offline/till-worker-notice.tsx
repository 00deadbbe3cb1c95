import { Button, Group, Text } from '@mantine/core'
import { useEffect, useState } from 'react'

import { Notice } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

const WORKER = '/till-worker.js'
/** A till is open for weeks: it looks for a new version by itself. */
const LOOK_EVERY_MS = 3_600_000

/** Keeps the page for work without network, and tells when another version of it is ready. */
function useTillWorker(): ServiceWorker | null {
  const [ready, setReady] = useState<ServiceWorker | null>(null)
  useEffect(() => {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
    const stopping = new AbortController()
    const { signal } = stopping
    const start = async () => {
      const registration = await navigator.serviceWorker.register(WORKER, { scope: '/till' })
      const tell = () => {
        // The first one of a browser replaces nothing.
        if (!signal.aborted && navigator.serviceWorker.controller !== null) setReady(registration.waiting)
      }
      tell()
      registration.addEventListener(
        'updatefound',
        () => registration.installing?.addEventListener('statechange', tell, { signal }),
        { signal },
      )
      const timer = setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS)
      signal.addEventListener('abort', () => {
        clearInterval(timer)
      })
    }
    // Without a worker the till works while there is network.
    void start().catch(() => undefined)
    return () => {
      stopping.abort()
    }
  }, [])
  return ready
}

/** Offers the new version of the page; what waits to be sent is on the disk and stays. */
export function TillWorkerNotice() {
  const { t } = useTexts()
  const ready = useTillWorker()
  if (ready === null) return null
  const update = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      location.reload()
    })
    ready.postMessage('take over')
  }
  return (
    <Notice tone="calm">
      <Group justify="space-between">
        <Text>{t('offline.update')}</Text>
        <Button variant="default" onClick={update}>
          {t('offline.updateGo')}
        </Button>
      </Group>
    </Notice>
  )
}
