import { useEffect, useRef, useState } from 'react'

import { channelOf, type DisplayBrand, type DisplayView, type ToDisplay, type ToTill } from './messages.ts'

/** What the till wants shown. */
interface Shown {
  readonly view: DisplayView
  readonly brand: DisplayBrand
}

/** Without a ping for so long, the till is gone: it may have crashed without a word. */
const SILENT_MS_MAX = 5_000

/** Follows a till, from whatever it shows when this window is opened. */
export function useTillMessages(tillId: string): { shown: Shown | null; tell: (message: ToTill) => void } {
  const [shown, setShown] = useState<Shown | null>(null)
  const line = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    const channel = new BroadcastChannel(channelOf(tillId))
    line.current = channel
    const post = (message: ToTill) => {
      channel.postMessage(message)
    }
    let isKnown = false
    let silence: ReturnType<typeof setTimeout> | undefined
    const lose = () => {
      isKnown = false
      setShown(null)
    }
    const hear = ({ data }: MessageEvent<ToDisplay>) => {
      clearTimeout(silence)
      silence = setTimeout(lose, SILENT_MS_MAX)
      if (data.type === 'end') lose()
      if (data.type === 'ping') post(isKnown ? { type: 'pong' } : { type: 'hello' })
      if (data.type === 'show') {
        isKnown = true
        setShown({ view: data.view, brand: data.brand })
      }
    }
    const leave = () => {
      post({ type: 'bye' })
    }
    channel.addEventListener('message', hear)
    window.addEventListener('pagehide', leave)
    post({ type: 'hello' })
    return () => {
      clearTimeout(silence)
      window.removeEventListener('pagehide', leave)
      leave()
      channel.close()
    }
  }, [tillId])
  return { shown, tell: (message) => line.current?.postMessage(message) }
}
