import type { SeededRandom } from '../../cli/demo/random.ts'
import { HOSTILE_HEADERS, HOSTILE_KEYS, HOSTILE_PARTS, HOSTILE_TYPES, hostileValue, LONG } from './hostile-values.ts'

/** A body as parts that can be spoiled. */
export interface Mutable {
  method: string
  path: string
  query: [string, string][]
  headers: Record<string, string>
  body: unknown
  /** Set where the body is to be sent as these bytes, whatever `body` says. */
  bytes: Uint8Array | null
}

type Slot = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number }

/** Deeper places of what is nested for its own sake are left alone. */
const DEPTH_MAX = 12

/** Every place of a JSON value that holds something. */
function slotsOf(value: unknown, slots: Slot[] = [], depth = 0): Slot[] {
  if (depth > DEPTH_MAX) return slots
  if (Array.isArray(value)) value.forEach((one, key) => slotsOf(one, slots, depth + 1).push({ holder: value, key }))
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value))
      slotsOf(one, slots, depth + 1).push({ holder: value as Record<string, unknown>, key })
  return slots
}

const setAt = ({ holder, key }: Slot, value: unknown) =>
  void Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true })

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
/** Nothing, where there is no body. */
const jsonOf = (body: unknown) => (body === undefined ? '' : JSON.stringify(body))

type Mutation = (request: Mutable, random: SeededRandom) => void

/** Spoil a value of the body, and leave it JSON. */
const valueMutations: readonly Mutation[] = [
  (request, random) => {
    const slots = slotsOf(request.body)
    if (slots.length === 0) request.body = hostileValue(random)
    else setAt(random.pick(slots), hostileValue(random))
  },
  (request, random) => {
    const objects = slotsOf({ body: request.body }).map(({ holder, key }) => (holder as Record<string, unknown>)[key])
    const holder = random.pick([...objects.filter((one) => one !== null && typeof one === 'object'), {}])
    setAt({ holder: holder as Record<string, unknown>, key: random.pick(HOSTILE_KEYS) }, hostileValue(random))
  },
  (request, random) => {
    const slots = slotsOf(request.body)
    const slot = slots.length > 0 ? random.pick(slots) : null
    if (slot !== null && !Array.isArray(slot.holder)) Reflect.deleteProperty(slot.holder, slot.key)
  },
  (request, random) => {
    const slots = slotsOf(request.body).filter(
      ({ holder, key }) => typeof (holder as Record<string, unknown>)[key] === 'string',
    )
    if (slots.length === 0) return
    const slot = random.pick(slots)
    const text = String((slot.holder as Record<string, unknown>)[slot.key])
    const at = random.below(text.length + 1)
    const piece = random.pick(['\u0000', ' ', '"', '\\', '\n', '\u202E', 'é', '😀', '\uDC00', '0', '-'])
    setAt(
      slot,
      random.pick([
        text.slice(0, at) + piece + text.slice(at),
        text.repeat(3),
        text.toUpperCase(),
        ` ${text}`,
        text.slice(0, at),
      ]),
    )
  },
  (request) => void (request.body = [request.body]),
  (request, random) => void (request.body = hostileValue(random)),
]

/** Spoil the bytes of the body, or what is said of them. */
const bodyMutations: readonly Mutation[] = [
  (request, random) => {
    const text = jsonOf(request.body)
    request.bytes = bytesOf(text.slice(0, random.below(text.length + 1)))
  },
  (request, random) => {
    const bytes = bytesOf(jsonOf(request.body))
    if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256)
    request.bytes = bytes
  },
  (request) => {
    // The last of two equal keys counts.
    const text = jsonOf(request.body)
    request.bytes = bytesOf(text.replace(/^\{("[^"]*":)/, '{$1 1, $1'))
  },
  (request) => void (request.bytes = bytesOf(`\uFEFF${jsonOf(request.body)}`)),
  (request) => void (request.bytes = new Uint8Array(Buffer.from(jsonOf(request.body), 'utf16le'))),
  (request, random) => void (request.bytes = Uint8Array.from({ length: random.below(300) }, () => random.below(256))),
  (request, random) => void (request.bytes = bytesOf(`{"a":${'['.repeat(random.pick([10, 17, 7_000]))}`)),
  (request) => void (request.bytes = bytesOf(`${jsonOf(request.body)}${' '.repeat(16_400)}`)),
  (request) => void (request.bytes = bytesOf(`[${'0,'.repeat(8_000)}0]`)),
  (request, random) => void (request.headers['Content-Type'] = random.pick(HOSTILE_TYPES)),
  (request, random) =>
    void (request.headers['Content-Encoding'] = random.pick(['gzip', 'br', 'deflate', 'identity', 'x', 'gzip, gzip'])),
]

/** Spoil what names the resource. */
const pathMutations: readonly Mutation[] = [
  (request, random) => {
    const parts = request.path.split('/')
    const piece = random.pick(HOSTILE_PARTS)
    parts[2 + random.below(Math.max(1, parts.length - 2))] = piece
    request.path = parts.join('/')
  },
  (request, random) =>
    void (request.path = random.pick([
      request.path.toUpperCase(),
      `${request.path}/`,
      `/${request.path}`,
      `${request.path}/..%2f..%2fmetrics`,
      `${request.path};a=b`,
      `${request.path}%20`,
      `${request.path}#x`,
    ])),
  (request, random) =>
    void request.query.push([
      random.pick([
        'limit',
        'cursor',
        'state',
        'after',
        'days',
        'memberId',
        'partnerId',
        'createdFrom',
        'orderRef',
        'x',
        '__proto__',
        'limit[]',
        'limit[a]',
        'constructor',
      ]),
      textOf(hostileValue(random)).slice(0, 6_000),
    ]),
  (request) => {
    const [first] = request.query
    if (first !== undefined) request.query.push(first)
  },
  (request, random) =>
    void (request.method = random.pick([
      'GET',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'HEAD',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
    ])),
]

/** Spoil a header. */
const headerMutations: readonly Mutation[] = [
  (request, random) =>
    void (request.headers['Idempotency-Key'] = random.pick([
      '',
      ' ',
      'a'.repeat(256),
      'a'.repeat(255),
      'é',
      'a b',
      '0',
      '__proto__',
      '"x"',
    ])),
  (request, random) => {
    const held = request.headers['Authorization'] ?? 'Bearer ent_0000000000000000_0'
    request.headers['Authorization'] = random.pick([
      held.slice(0, -1),
      `${held}0`,
      held.toUpperCase(),
      held.replace('Bearer', 'Basic'),
      `${held}, ${held}`,
      `Bearer  ${held.slice(7)}`,
      'Bearer',
      `Bearer ${LONG.slice(0, 7_000)}`,
      held.replace(/_[0-9a-f]{64}$/, `_${'0'.repeat(64)}`),
    ])
  },
  (request, random) => {
    const held = request.headers['Cookie'] ?? `entente_session=${'0'.repeat(64)}`
    request.headers['Cookie'] = random.pick([
      `${held}; ${held}`,
      held.slice(0, -1),
      held.toUpperCase(),
      `a=${LONG.slice(0, 5_000)}; ${held}`,
      `__Host-${held}`,
      ';;;=',
      `${held};`,
    ])
  },
  (request, random) =>
    void (request.headers['Entente-Approval'] = random.pick(['', 'x', 'A'.repeat(43), 'A'.repeat(5_000), '../', 'é'])),
  (request, random) =>
    void (request.headers['Origin'] = random.pick([
      'null',
      'https://evil.example',
      'http://localhost',
      '',
      'http://localhost:1',
    ])),
  (request, random) =>
    void (request.headers[random.pick(HOSTILE_HEADERS)] = random.pick([
      'DELETE',
      'evil.example',
      '/metrics',
      '*',
      'bytes=0-',
      'a'.repeat(3_000),
      'text/html',
      'fr;q=0.9,*;q=nan',
      'h2c',
      '',
    ])),
  (request, random) =>
    void (request.headers['X-Forwarded-For'] = random.pick([
      '',
      'unknown',
      "1.2.3.4, '",
      '::ffff:1.2.3.4',
      'a'.repeat(1_000),
      '999.999.999.999',
      '10.9.9.9, 10.8.8.8',
    ])),
  (request, random) => void (request.headers['Expect'] = random.pick(['100-continue', 'x'])),
]

/** Spoils a request that would have been fine: once mostly, sometimes several times. */
export function mutate(request: Mutable, random: SeededRandom): void {
  const families =
    request.body === undefined
      ? [pathMutations, headerMutations]
      : [valueMutations, valueMutations, valueMutations, bodyMutations, pathMutations, headerMutations]
  for (let left = random.chance(70) ? 1 : 2 + random.below(2); left > 0; left -= 1)
    random.pick(random.pick(families))(request, random)
}
