import { Resolver } from 'node:dns/promises'
import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

import {
  type PostWebhook,
  WEBHOOK_ANSWER_BYTES_MAX,
  WEBHOOK_ANSWER_MS_MAX,
  type WebhookAnswer,
  type WebhookRequest,
} from '../domain/webhooks.ts'
import { classifyAddress, createWebhookUrlCheck, hostOf, isOwnName, mayConnect } from './webhook-targets.ts'

export interface WebhookPostOptions {
  /** Also to this machine and its network: for development. */
  readonly allowsPrivate: boolean
  /** Name servers as `address:port`; those of the machine when left out. */
  readonly nameServers?: readonly string[]
  /** Certificates that are trusted besides those of the machine. */
  readonly ca?: string
  readonly answerMsMax?: number
  readonly answerBytesMax?: number
}

/** An address that was checked. */
interface Target {
  readonly address: string
  readonly family: 4 | 6
}

type Failure = Extract<WebhookAnswer, { kind: 'failed' }>['failure']

const failed = (failure: Failure): WebhookAnswer => ({ kind: 'failed', failure })

/** One try of a name server; the limit of the whole ends it in any case. */
const NAME_SERVER_MS_MAX = 3_000
const NAME_SERVER_TRIES_MAX = 2
const LOOPBACK: readonly Target[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/**
 * Makes the sender of webhooks. A name is looked up once for each request, each of its addresses is judged, and the connection goes to one of
 * those very addresses: a name server that answers otherwise a moment later changes nothing. Redirects are not followed. Of an answer the
 * status counts; the rest is read up to a limit and dropped.
 */
export function createWebhookPost(options: WebhookPostOptions): PostWebhook {
  const checkUrl = createWebhookUrlCheck(options)
  const { allowsPrivate, answerMsMax = WEBHOOK_ANSWER_MS_MAX } = options
  return async (request) => {
    if (checkUrl(request.url) !== null) return failed('target_refused')
    const url = new URL(request.url)
    const late = AbortSignal.timeout(answerMsMax)
    const ended = AbortSignal.any([late, request.signal])
    const isStopped = () => request.signal.aborted
    const targets = await findTargets(hostOf(url), options, ended)
    if (isStopped()) return { kind: 'stopped' }
    if (targets === null) return failed(late.aborted ? 'timeout' : 'name_unknown')
    const kinds = targets.map(({ address }) => classifyAddress(address))
    if (!kinds.every((kind) => mayConnect(kind, allowsPrivate))) return failed('target_refused')
    if (url.protocol === 'http:' && !kinds.every((kind) => kind === 'loopback')) return failed('target_refused')
    const answer = await send(url, targets, request, { ...options, ended })
    if (answer.kind !== 'failed') return answer
    if (isStopped()) return { kind: 'stopped' }
    return late.aborted ? failed('timeout') : answer
  }
}

/** Looks a name up; null where it has no address, or none in time. An address stands for itself. */
async function findTargets(
  host: string,
  { nameServers }: WebhookPostOptions,
  ended: AbortSignal,
): Promise<readonly Target[] | null> {
  const family = isIP(host)
  if (family === 4 || family === 6) return [{ address: host, family }]
  if (isOwnName(host)) return LOOPBACK
  // Not by the system's own look-up: that one has four threads for all, which a slow name server would keep busy.
  const resolver = new Resolver({ timeout: NAME_SERVER_MS_MAX, tries: NAME_SERVER_TRIES_MAX })
  if (nameServers !== undefined) resolver.setServers(nameServers)
  const cancel = () => {
    resolver.cancel()
  }
  ended.addEventListener('abort', cancel)
  // A name may have addresses of one family only; one that has none at all is unknown.
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  ended.removeEventListener('abort', cancel)
  const found = [
    ...addressesOf(four).map((address) => ({ address, family: 4 as const })),
    ...addressesOf(six).map((address) => ({ address, family: 6 as const })),
  ]
  return found.length === 0 || ended.aborted ? null : found
}

const addressesOf = (outcome: PromiseSettledResult<string[]>) => (outcome.status === 'fulfilled' ? outcome.value : [])

/** Answers every question for an address with those that were checked, whatever the name servers say by now. */
function pinned(targets: readonly Target[]): LookupFunction {
  return (_host, { all, family }, done) => {
    const fitting = targets.filter((target) => (family !== 4 && family !== 6 ? true : target.family === family))
    const [first] = fitting
    if (first === undefined) done(new Error('no address of this family'), '', 0)
    else if (all === true) done(null, [...fitting])
    else done(null, first.address, first.family)
  }
}

function send(
  url: URL,
  targets: readonly Target[],
  { headers, body }: WebhookRequest,
  { ca, answerBytesMax = WEBHOOK_ANSWER_BYTES_MAX, ended }: WebhookPostOptions & { ended: AbortSignal },
): Promise<WebhookAnswer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const sent = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    // A connection of its own: none is kept that was checked for another name.
    agent: false,
    lookup: pinned(targets),
    maxHeaderSize: answerBytesMax,
    ...(ca === undefined ? {} : { ca }),
  })
  const end = () => {
    sent.destroy()
  }
  ended.addEventListener('abort', end)
  const answer = readAnswer(sent, answerBytesMax).finally(() => {
    ended.removeEventListener('abort', end)
    sent.destroy()
  })
  if (ended.aborted) end()
  sent.end(body)
  return answer
}

/** Waits for the status, then for the end of the answer or the limit, whichever is first. */
function readAnswer(sent: ClientRequest, bytesMax: number): Promise<WebhookAnswer> {
  return new Promise((resolve) => {
    let answer: WebhookAnswer = failed('unreachable')
    const finish = () => {
      resolve(answer)
    }
    sent.on('error', (error) => {
      if (answer.kind === 'failed') answer = failed(failureOfError(error))
      finish()
    })
    sent.on('close', finish)
    sent.on('upgrade', (_response, socket) => {
      answer = failed('malformed_answer')
      socket.destroy()
      finish()
    })
    sent.on('response', (response) => {
      answer = { kind: 'answered', status: response.statusCode ?? 0 }
      let read = 0
      response.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read > bytesMax) finish()
      })
      response.on('error', finish)
      response.on('end', finish)
    })
  })
}

/** Codes of TLS that say that the certificate is not one of this host. */
const CERTIFICATE = /CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS/

function failureOfError(error: Error): Failure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code.startsWith('HPE_')) return 'malformed_answer'
  return CERTIFICATE.test(code) ? 'certificate' : 'unreachable'
}
