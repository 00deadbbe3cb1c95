import { connect } from 'node:net'

import { seededRandom, type SeededRandom } from '../../cli/demo/random.ts'
import { ANSWER_MS_MAX } from './send.ts'

/** Bytes for a socket. */
export interface RawRequest {
  readonly number: number
  readonly name: string
  readonly bytes: Buffer
}

/** Such requests hide another one, which anybody may send; the first is refused for want of a key. */
const SMUGGLING = 'smuggling: '
const BODY = '{"kind":"card","value":"9000000000000019"}'
const HIDDEN = 'GET /v1/ledger HTTP/1.1\r\nHost: x\r\n\r\n'

const head = (lines: readonly string[], first = 'POST /v1/members/search HTTP/1.1') =>
  `${[first, 'Host: localhost', ...lines].join('\r\n')}\r\n\r\n`

/** Requests that two servers in a row might read in two ways. */
const SMUGGLED: readonly [name: string, text: string][] = [
  ['length and chunks', `${head(['Content-Length: 4', 'Transfer-Encoding: chunked'])}0\r\n\r\n${HIDDEN}`],
  ['chunks, then length', `${head(['Transfer-Encoding: chunked', 'Content-Length: 60'])}0\r\n\r\n${HIDDEN}`],
  ['two lengths', `${head(['Content-Length: 0', `Content-Length: ${HIDDEN.length}`])}${HIDDEN}`],
  ['a list of lengths', `${head([`Content-Length: 0, ${HIDDEN.length}`])}${HIDDEN}`],
  ['a signed length', `${head(['Content-Length: +0'])}${HIDDEN}`],
  ['a negative length', `${head(['Content-Length: -1'])}${HIDDEN}`],
  ['a hexadecimal length', `${head(['Content-Length: 0x0'])}${HIDDEN}`],
  ['a huge length', `${head(['Content-Length: 99999999999999999999'])}${HIDDEN}`],
  ['a blank before the colon', `${head(['Content-Length : 0', 'Transfer-Encoding : chunked'])}0\r\n\r\n${HIDDEN}`],
  ['folded header', `${head(['Transfer-Encoding:\r\n chunked'])}0\r\n\r\n${HIDDEN}`],
  ['odd coding', `${head(['Transfer-Encoding: xchunked'])}0\r\n\r\n${HIDDEN}`],
  ['chunked twice', `${head(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'])}0\r\n\r\n${HIDDEN}`],
  ['bad chunk size', `${head(['Transfer-Encoding: chunked'])}zz\r\n${HIDDEN}`],
  ['huge chunk size', `${head(['Transfer-Encoding: chunked'])}ffffffffffffffff\r\n${HIDDEN}`],
  ['chunk without its end', `${head(['Transfer-Encoding: chunked'])}5\r\nabcdefgh\r\n0\r\n\r\n${HIDDEN}`],
  ['bare line feeds', `POST /v1/members/search HTTP/1.1\nHost: x\nContent-Length: 0\n\n${HIDDEN}`],
  ['bare carriage return in a header', `${head(['X: a\rTransfer-Encoding: chunked', 'Content-Length: 4'])}${HIDDEN}`],
]

const MALFORMED: readonly [name: string, text: string][] = [
  ['no version', 'GET /\r\n\r\n'],
  ['HTTP/0.9', 'GET / HTTP/0.9\r\n\r\n'],
  ['HTTP/9.9', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
  ['preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS hello', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
  ['unknown method', 'FROB /v1/status HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['CONNECT', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['absolute target', 'GET http://127.0.0.1:1/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ['no host', 'GET /v1/status HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two hosts', 'GET /v1/status HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n'],
  ['null in the target', 'GET /v1/\u0000status HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['null in a header', head(['X: a\u0000b'], 'GET /v1/status HTTP/1.1')],
  ['header of bytes', head(['X: \u00ff\u00fe\u0080', 'Connection: close'], 'GET /v1/status HTTP/1.1')],
  ['header without a colon', head(['X'], 'GET /v1/status HTTP/1.1')],
  ['20 kB of one header', head([`X: ${'a'.repeat(20_000)}`], 'GET /v1/status HTTP/1.1')],
  [
    '3,000 headers',
    head([...Array.from({ length: 3_000 }, (_, at) => `X${at}: 1`), 'Connection: close'], 'GET /v1/status HTTP/1.1'),
  ],
  ['20 kB of target', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  [
    'upgrade',
    head(['Connection: Upgrade, close', 'Upgrade: websocket', 'Sec-WebSocket-Key: x'], 'GET /v1/status HTTP/1.1'),
  ],
  [
    'upgrade to h2c',
    head(
      ['Connection: Upgrade, HTTP2-Settings, close', 'Upgrade: h2c', 'HTTP2-Settings: AAA'],
      'GET /v1/status HTTP/1.1',
    ),
  ],
  [
    'body that is not all there',
    `${head([`Content-Length: ${BODY.length + 100}`, 'Content-Type: application/json'])}${BODY}`,
  ],
  ['expectation that nobody meets', head(['Expect: the-unexpected', 'Content-Length: 0', 'Connection: close'])],
  ['nothing', ''],
  ['only line ends', '\r\n\r\n\r\n\r\n'],
  [
    'twenty in a row',
    `${head([], 'GET /v1/ledger HTTP/1.1').repeat(19)}${head(['Connection: close'], 'GET /v1/ledger HTTP/1.1')}`,
  ],
]

const PAGES = [
  '/',
  '/docs',
  '/docs/errors',
  '/wallet',
  '/till',
  '/operator',
  '/metrics',
  '/pictures/',
  '/assets/',
  '/.well-known/security.txt',
  '/healthz',
  '/readyz',
]
const TRAVERSALS = [
  '..',
  '%2e%2e',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2fserver%2fmain.ts',
  '..%5c..%5cwin.ini',
  '%00',
  '....//....//etc/passwd',
  '.env',
  '.git/config',
  'index.html%00.png',
  '%252e%252e%252f',
]

/** Makes the bytes with a number: malformed HTTP, two requests in one, or nothing like HTTP. */
export function makeRaw({ seed, number }: { seed: number; number: number }): RawRequest {
  const random = seededRandom((seed * 104_729 + number) | 0)
  const kind = random.below(10)
  const forwarded = `X-Forwarded-For: 10.${200 + (number % 50)}.${(number >> 8) % 256}.${number % 256}\r\n`
  const named = (name: string, text: string | Buffer): RawRequest => ({
    number,
    name,
    bytes: Buffer.isBuffer(text) ? text : Buffer.from(text.replace('Host: ', `${forwarded}Host: `), 'latin1'),
  })
  if (kind < 3) {
    const [name, text] = random.pick(SMUGGLED)
    return named(`${SMUGGLING}${name}`, text)
  }
  if (kind < 5) {
    const [name, text] = random.pick(MALFORMED)
    return named(`malformed: ${name}`, text)
  }
  if (kind < 7) {
    const target = `${random.pick(PAGES)}${random.chance(70) ? `/${random.pick(TRAVERSALS)}` : ''}`
    return named(`page ${target}`, head(['Connection: close'], `GET ${target} HTTP/1.1`))
  }
  if (kind < 9) return named('flipped bytes', flip(random))
  return named('random bytes', Buffer.from(Array.from({ length: random.below(2_000) }, () => random.below(256))))
}

/** A decent request with some bytes replaced, left out or written twice. */
function flip(random: SeededRandom): Buffer {
  const decent = `${head([`Content-Length: ${BODY.length}`, 'Content-Type: application/json', 'Authorization: Bearer x'])}${BODY}`
  const bytes = [...Buffer.from(decent, 'latin1')]
  for (let left = 1 + random.below(6); left > 0; left -= 1) {
    const at = random.below(bytes.length)
    const piece = random.pick([[random.below(256)], [], [bytes[at] ?? 0, bytes[at] ?? 0], [13, 10], [0]])
    bytes.splice(at, 1, ...piece)
  }
  return Buffer.from(bytes)
}

/** Sends bytes, says that there are no more, and reads until the server closes. */
export function sendRaw(port: number, { bytes }: RawRequest): Promise<{ text: string; ms: number; isClosed: boolean }> {
  const began = performance.now()
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: false })
    const end = (isClosed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text: Buffer.concat(chunks).toString('latin1'), ms: performance.now() - began, isClosed })
    }
    const timer = setTimeout(() => end(false), ANSWER_MS_MAX)
    socket.on('data', (chunk) => chunks.push(chunk))
    // A connection that is reset is closed as well.
    socket.on('error', () => end(true))
    socket.on('close', () => end(true))
    socket.end(bytes)
  })
}

/** What is wrong with what came back. */
export function judgeRaw({ name }: RawRequest, { text, isClosed }: { text: string; isClosed: boolean }): string[] {
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  return [
    ...statuses.filter((status) => status >= 500).map((status) => `${name}: answered with ${status}`),
    ...(name.startsWith(SMUGGLING) && statuses.includes(200) ? [`${name}: what was hidden is answered`] : []),
    ...(isClosed ? [] : [`${name}: the connection is open after ${ANSWER_MS_MAX} ms`]),
    ...(/root:x:0:0|repositoryformatversion/.test(text) ? [`${name}: shows a file of the machine`] : []),
  ]
}
