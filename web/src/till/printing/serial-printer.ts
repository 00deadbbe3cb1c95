import { useSyncExternalStore } from 'react'

/** The part of the Web Serial API that is used; not in TypeScript's library, and not in every browser. */
export interface SerialPortLike {
  readonly writable: WritableStream<Uint8Array> | null
  open: (options: { baudRate: number }) => Promise<void>
  close: () => Promise<void>
  forget?: () => Promise<void>
}
interface Serial {
  getPorts: () => Promise<readonly SerialPortLike[]>
  requestPort: () => Promise<SerialPortLike>
}

/** A printer that holds its line back (no paper, cover open) must not hold the till. */
const WRITE_MS_MAX = 10_000

let port: SerialPortLike | null = null
let isAsked = false
const watchers = new Set<() => void>()

function serialOf(): Serial | null {
  return (navigator as { serial?: Serial }).serial ?? null
}

function setPort(next: SerialPortLike | null): void {
  port = next
  for (const tell of watchers) tell()
}

/** Finds the printer that was chosen on another day: the browser remembers it. */
function findChosen(): void {
  if (isAsked) return
  isAsked = true
  serialOf()
    ?.getPorts()
    .then(([first]) => first !== undefined && setPort(first))
    .catch(() => undefined)
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  findChosen()
  return () => watchers.delete(tell)
}

/** Whether this browser can talk to a receipt printer, and whether one is chosen. */
export function usePrinter(): 'unavailable' | 'none' | 'chosen' {
  return useSyncExternalStore(watch, () => (serialOf() === null ? 'unavailable' : port === null ? 'none' : 'chosen'))
}

/** Lets the cashier choose the port of the printer; nothing changes when they choose none. */
export async function choosePrinter(): Promise<void> {
  try {
    setPort((await serialOf()?.requestPort()) ?? null)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error
  }
}

/** Forgets the printer: receipts are printed by the browser again. */
export async function forgetPrinter(): Promise<void> {
  const forgotten = port
  setPort(null)
  await forgotten?.forget?.()
}

/** Sends bytes to the printer. The line is closed after each receipt, so that another program may print too. */
export async function sendToPrinter(bytes: Uint8Array, baudRate: number): Promise<void> {
  if (port === null) throw new Error('no printer is chosen')
  const used = port
  await used.open({ baudRate })
  try {
    const writer = used.writable?.getWriter()
    if (writer === undefined) throw new Error('the port of the printer cannot be written to')
    try {
      await within(WRITE_MS_MAX, writer.write(bytes), () => writer.abort('the printer does not take the receipt'))
    } finally {
      writer.releaseLock()
    }
  } finally {
    await used.close()
  }
}

async function within(msMax: number, work: Promise<void>, giveUp: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      giveUp().catch(() => undefined)
      reject(new Error('the printer does not take the receipt'))
    }, msMax)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
