import { Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'

import { useTexts } from '../use-texts.ts'

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<readonly { rawValue: string }[]>
}
type DetectorClass = new (options: { formats: string[] }) => Detector

/** Not in TypeScript's library yet, and not in every browser. */
const detectorClass = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector

const LOOK_EVERY_MS = 250
/** What member cards carry: the rotating QR code, and the static bar code. */
const FORMATS = ['qr_code', 'code_128', 'ean_13']

/** Whether this browser can read codes from a camera. */
export function hasCameraScan(): boolean {
  return detectorClass !== undefined && window.isSecureContext
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
        setRefused(true)
      })
    }
    return () => {
      stopping.abort()
    }
  }, [])
  if (isRefused) return <Text role="alert">{t('scan.cameraRefused')}</Text>
  return (
    <video ref={video} muted playsInline aria-label={t('scan.camera')} style={{ width: '100%', borderRadius: 12 }} />
  )
}

/** Reads codes until it is stopped; the same code again is told once. */
async function watchCamera(element: HTMLVideoElement, stopping: AbortSignal, onText: (text: string) => void) {
  if (detectorClass === undefined) throw new Error('this browser reads no codes')
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
  const detector = new detectorClass({ formats: FORMATS })
  let last = ''
  while (!stopping.aborted) {
    const [found] = await detector.detect(element)
    if (found !== undefined && found.rawValue !== last) {
      last = found.rawValue
      onText(last)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
