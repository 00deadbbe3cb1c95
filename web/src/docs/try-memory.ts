import type { TryCall } from './try-call.ts'

/** What is kept in the tab until it is closed: keys by kind, and what earlier answers said. */
const STORED = 'entente.docs.try'

interface Memory {
  keys: Partial<Record<'partner' | 'operator', string>>
  /** Values by the name of the parameter or field that wants them. */
  facts: Record<string, string>
}

/** Of an answer, what other requests ask for by the same name. */
const KEPT = /^(?:\w+Id|cardNumber|orderRef)$/
const FRESH_REFERENCES = ['orderRef', 'returnRef', 'reference']

function read(): Memory {
  try {
    return { keys: {}, facts: {}, ...(JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Partial<Memory>) }
  } catch {
    return { keys: {}, facts: {} }
  }
}

function write(memory: Memory): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(memory))
  } catch {
    return // a browser that keeps nothing asks again on the next page
  }
}

/** The key that was typed for requests of this kind. */
export function keyFor({ caller }: TryCall): string {
  return caller === 'anyone' ? '' : (read().keys[caller] ?? '')
}

/** Keeps a key for the next request of its kind. */
export function keepKey({ caller }: TryCall, key: string): void {
  if (caller === 'anyone') return
  const memory = read()
  write({ ...memory, keys: { ...memory.keys, [caller]: key } })
}

/** Forgets the keys, and all that answers said. */
export function forgetAll(): void {
  write({ keys: {}, facts: {} })
}

/** Keeps what later requests may ask for. */
export function keepFacts(facts: Readonly<Record<string, unknown>>): void {
  const memory = read()
  const kept = Object.entries(facts).filter(
    (one): one is [string, string] => KEPT.test(one[0]) && typeof one[1] === 'string',
  )
  write({ ...memory, facts: { ...memory.facts, ...Object.fromEntries(kept) } })
}

/** What an earlier answer, or the demo, said for a name. */
export function factFor(name: string): string | null {
  return read().facts[name] ?? null
}

const freshReference = () => `TRY-${crypto.randomUUID().slice(0, 8)}`

/** The example as it would be sent now: new references, this minute, and members and orders that are there. */
export function freshBody(example: unknown, path: string): unknown {
  if (Array.isArray(example)) return example.map((one: unknown) => freshBody(one, path))
  if (typeof example !== 'object' || example === null) return example
  const { facts } = read()
  const isReturn = path.endsWith('/returns')
  const entries = Object.entries(example).map(([name, value]: [string, unknown]): [string, unknown] => {
    if (name === 'orderRef' && isReturn) return [name, facts['orderRef'] ?? value]
    if (FRESH_REFERENCES.includes(name)) return [name, freshReference()]
    if (name === 'occurredAt') return [name, new Date().toISOString()]
    if (name === 'pin' && path.endsWith('/consent')) return [name, facts['pin'] ?? value]
    if (name === 'value' && 'kind' in example && example.kind === 'card') return [name, facts['cardNumber'] ?? value]
    return [name, freshBody(value, path)]
  })
  return Object.fromEntries(entries)
}

/** What the demo of this server lets a reader on this machine try with. */
export interface DemoTill {
  readonly partnerName: string
  readonly key: string
  readonly cardNumber: string
  readonly pin: string
}

let asked: Promise<DemoTill | null> | undefined

/** Asks the server once; null where it shows none, as every server but a demo on the reader's own machine. */
export function findDemoTill(): Promise<DemoTill | null> {
  asked ??= fetch('/docs/demo-till', { credentials: 'omit' }).then(
    async (response) => (response.ok ? ((await response.json()) as DemoTill) : null),
    () => null,
  )
  return asked
}

/** Takes the card of the demo and its PIN for the next requests. */
export function keepDemo({ cardNumber, pin }: DemoTill): void {
  const memory = read()
  write({ ...memory, facts: { ...memory.facts, cardNumber, pin } })
}
