import { useEffect, useSyncExternalStore } from 'react'

import { channelOf, type DisplayBrand, type DisplayView, type ToDisplay, type ToTill } from './messages.ts'

const ID_KEPT_AS = 'entente.till.display'
const PING_EVERY_MS = 1_000
/** A display that was silent for so long is closed, however it ended. */
const SILENT_MS_MAX = 3_500

/** Which view is shown where several want to be: what the customer has to do comes before what they may read. */
const RANKS: Readonly<Record<DisplayView['kind'], number>> = {
  welcome: 0,
  customer: 1,
  ended: 2,
  recorded: 2,
  sale: 3,
  consent: 4,
}

let channel: BroadcastChannel | null = null
let brand: DisplayBrand | null = null
let heardAt = Number.NEGATIVE_INFINITY
let isOpen = false
const wanted = new Map<string, DisplayView>()
const watchers = new Set<() => void>()
const agreedWatchers = new Set<(redemptionId: string) => void>()

/** The name under which this tab and its display meet; it outlives a reload, and so does the display. */
function tillId(): string {
  const kept = sessionStorage.getItem(ID_KEPT_AS)
  if (kept !== null) return kept
  const id = crypto.randomUUID()
  sessionStorage.setItem(ID_KEPT_AS, id)
  return id
}

function post(message: ToDisplay): void {
  channel?.postMessage(message)
}

function currentView(): DisplayView {
  const views = [...wanted.values()].toSorted((a, b) => RANKS[b.kind] - RANKS[a.kind])
  return views[0] ?? { kind: 'welcome' }
}

function showCurrent(): void {
  if (brand !== null) post({ type: 'show', view: currentView(), brand })
}

function setOpen(next: boolean): void {
  if (isOpen === next) return
  isOpen = next
  for (const tell of watchers) tell()
}

function hear({ data }: MessageEvent<ToTill>): void {
  if (data.type === 'bye') {
    heardAt = Number.NEGATIVE_INFINITY
    setOpen(false)
    return
  }
  heardAt = performance.now()
  setOpen(true)
  if (data.type === 'hello') showCurrent()
  if (data.type === 'agreed') for (const tell of agreedWatchers) tell(data.redemptionId)
}

/** Lets a customer display join this till, now or later, until the till ends. */
export function openDisplayLink(of: DisplayBrand): () => void {
  brand = { name: of.name, brand: of.brand }
  channel = new BroadcastChannel(channelOf(tillId()))
  channel.addEventListener('message', hear)
  showCurrent()
  const timer = setInterval(() => {
    post({ type: 'ping' })
    if (performance.now() - heardAt > SILENT_MS_MAX) setOpen(false)
  }, PING_EVERY_MS)
  const end = () => post({ type: 'end' })
  window.addEventListener('pagehide', end)
  return () => {
    clearInterval(timer)
    window.removeEventListener('pagehide', end)
    end()
    channel?.close()
    channel = null
    setOpen(false)
  }
}

/**
 * Opens the display in a window of its own. Without an opener it gets no copy of what this tab keeps, and so not the key; the
 * name to meet under is in the part of the address that no server sees.
 */
export function openDisplayWindow(): void {
  window.open(`/till/customer#${tillId()}`, '_blank', 'popup,noopener,width=900,height=700')
}

/** Shows something to the customer while the caller is shown to the cashier; null: nothing of its own. */
export function useOnDisplay(name: string, view: DisplayView | null): void {
  const written = view === null ? null : JSON.stringify(view)
  useEffect(() => {
    if (written === null) wanted.delete(name)
    else wanted.set(name, JSON.parse(written) as DisplayView)
    showCurrent()
    return () => {
      wanted.delete(name)
      showCurrent()
    }
  }, [name, written])
}

/** Told when the customer has agreed on the display. */
export function onAgreed(tell: (redemptionId: string) => void): () => void {
  agreedWatchers.add(tell)
  return () => {
    agreedWatchers.delete(tell)
  }
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** Whether a customer display is there now. */
export function useDisplayIsOpen(): boolean {
  return useSyncExternalStore(watch, () => isOpen)
}
