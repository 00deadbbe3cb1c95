import { Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'

import { useTexts } from '../use-texts.ts'
import { openDetector } from './detector.ts'

const LOOK_EVERY_MS = 250
/** A card that stays in the picture is told once; taken away for so long, it may be shown again. */
const FORGET_AFTER_MS = 3_000

/** Whether a page may open a camera here. What reads the codes is loaded where the browser has nothing of its own. */
export function hasCamera(): boolean {
  return window.isSecureContext && 'mediaDevices' in navigator
}

/** Shows the camera's picture until a code is in it. */
export function CameraScan({ onText }: { onText: (text: string) => void }) {
  const { t } = useTexts()
  const video = useRef<HTMLVideoElement>(null)
  const [isRefused, setRefused] = useState(false)
  const tell = useRef(onText)
  useEffect(() => {
    tell.current = onText
  }, [onText])
  useEffect(() => {
    const stopping = new AbortController()
    const element = video.current
    if (element !== null) {
      watchCamera(element, stopping.signal, (text) => {
        tell.current(text)
      }).catch(() => {
        stopping.abort()
        setRefused(true)
      })
    }
    return () => {
      stopping.abort()
    }
  }, [])
  if (isRefused) return <Text role="alert">{t('scan.cameraRefused')}</Text>
  return (
    <>
      <Text role="status">{t('scan.cameraOn')}</Text>
      <video ref={video} muted playsInline aria-label={t('scan.camera')} style={{ width: '100%', borderRadius: 12 }} />
    </>
  )
}

/** Reads codes until it is stopped. */
async function watchCamera(element: HTMLVideoElement, stopping: AbortSignal, onText: (text: string) => void) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  const stop = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  if (stopping.aborted) {
    stop()
    return
  }
  stopping.addEventListener('abort', stop)
  element.srcObject = stream
  await element.play()
  const detector = await openDetector()
  let last = { text: '', at: 0 }
  while (!stopping.aborted) {
    const [found] = await detector.detect(element)
    const now = performance.now()
    const isAgain = found?.rawValue === last.text && now - last.at < FORGET_AFTER_MS
    if (found !== undefined) last = { text: found.rawValue, at: now }
    if (found !== undefined && !isAgain) onText(found.rawValue)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
