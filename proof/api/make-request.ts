import type { SeededRandom } from '../../cli/demo/random.ts'
import { seededRandom } from '../../cli/demo/random.ts'
import type { ApiDocument, CallerKind, Operation, Schema } from './document.ts'
import { takeKnownFor } from './known-values.ts'
import { mutate, type Mutable } from './mutate.ts'
import type { WireRequest } from './send.ts'
import { makeValue } from './values.ts'
import type { Caller, World } from './world.ts'

/** How a request came about. */
export type Origin = 'valid' | 'random' | 'mutated'

export interface FuzzRequest extends WireRequest {
  readonly number: number
  readonly origin: Origin
  readonly operation: string
  readonly caller: Caller
}

/** Operations that are asked for less often: each costs a transaction, a key or a session of the world. */
const SELDOM = new Map([
  ['addPartner', 5],
  ['announceRecovery', 20],
  ['suspendPartner', 25],
  ['issueApiKey', 20],
  ['issueOperatorKey', 20],
  ['revokeOperatorKey', 20],
  ['changeAllowance', 20],
  ['signOut', 4],
  ['signOutPerson', 4],
  ['issueOwnKey', 20],
  ['revokeOwnKey', 20],
  ['changePerson', 20],
  ['removePerson', 10],
  ['removePartnerPerson', 10],
  ['setLogo', 25],
  ['setRewardPicture', 25],
])
/** Of a hundred requests, those by whom the operation is meant for. */
const RIGHT_CALLER_PERCENT = 72
/** A prime, so that requests of neighbouring seeds are not alike. */
const SEED_STEP = 7_919_017
const TEMPLATE_PERCENT = 15

/** Makes the request with a number: the same one for the same seed, in the same world. */
export function makeRequest(
  { world, document }: { world: World; document: ApiDocument },
  { seed, number }: { seed: number; number: number },
): FuzzRequest {
  const random = seededRandom((seed * SEED_STEP + number) | 0)
  const origin: Origin = random.chance(50) ? 'mutated' : random.chance(80) ? 'valid' : 'random'
  const operation = pickOperation(document, random)
  const caller = pickCaller(world, operation, random)
  const request = draft({ world, document }, { operation, caller, random, origin })
  request.headers['X-Forwarded-For'] = `10.${1 + (number % 200)}.${(number >> 8) % 256}.${number % 256}`
  if (origin === 'mutated') mutate(request, random)
  return { number, origin, operation: operation.name, caller, ...finish(request) }
}

function pickOperation({ operations }: ApiDocument, random: SeededRandom): Operation {
  for (;;) {
    const operation = random.pick(operations)
    if (random.chance(SELDOM.get(operation.name) ?? 100)) return operation
  }
}

function pickCaller({ callers }: World, { caller, scopes, name }: Operation, random: SeededRandom): Caller {
  if (!random.chance(RIGHT_CALLER_PERCENT)) return anyOf(callers, random)
  const ofKind = callers.filter(({ kind }) => isOf(kind, caller))
  const able = ofKind.filter(
    (one) =>
      one.kind === 'approval' || scopes.every((scope) => one.scopes.includes(scope) || one.scopes.includes('operator')),
  )
  // Signing in and browsing are open to all; whoever asks is somebody all the same.
  if (ofKind.length === 0 || name === 'signIn') return anyOf(callers, random)
  return random.pick(able.length > 0 && random.chance(85) ? able : ofKind)
}

const CALLER_KINDS = ['nobody', 'partner', 'person', 'operator', 'member', 'approval', 'former'] as const

function anyOf(callers: readonly Caller[], random: SeededRandom): Caller {
  const wanted = random.pick(CALLER_KINDS)
  return random.pick(callers.filter(({ kind }) => kind === wanted))
}

/** What a key of a partner may do, a person of it may do as well. */
const isOf = (kind: Caller['kind'], wanted: CallerKind) =>
  kind === wanted || (kind === 'person' && wanted === 'partner')

interface Drafting {
  readonly operation: Operation
  readonly caller: Caller
  readonly random: SeededRandom
  readonly origin: Origin
}

function draft({ world, document }: { world: World; document: ApiDocument }, drafting: Drafting): Mutable {
  const { operation, caller, random, origin } = drafting
  const taking = { world, caller, random, operation: operation.name }
  const make = (place: 'body' | 'query') => ({
    random,
    resolve: (schema: Schema) => document.resolve(schema),
    takeKnown: origin === 'random' ? () => undefined : takeKnownFor(taking, place),
  })
  const valueOf = (name: string, schema: object) => String(makeValue(make('query'), schema, name))
  const ofPlace = (place: string) => operation.parameters.filter((one) => one.in === place)
  const pathValue = (name: string, schema: object) =>
    // An approval link is for one redemption.
    caller.kind === 'approval' && name === 'redemptionId' && random.chance(70)
      ? (caller.scopes[0] ?? '')
      : valueOf(name, schema)
  const path = ofPlace('path').reduce(
    (at, { name, schema }) => at.replace(`{${name}}`, encodeURIComponent(pathValue(name, schema))),
    operation.path,
  )
  const query = ofPlace('query')
    .filter(({ required }) => required === true || random.chance(35))
    .map(({ name, schema }) => [name, valueOf(name, schema)] as [string, string])
  const headers: Record<string, string> = { ...caller.headers }
  if (ofPlace('header').some(({ name }) => name === 'Idempotency-Key') && random.chance(40))
    headers['Idempotency-Key'] = `k${random.below(random.chance(50) ? 30 : 1_000_000_000)}`
  if (caller.kind !== 'member' && operation.caller === 'anyone' && random.chance(70)) headers['Origin'] = world.origin
  const request: Mutable = { method: operation.method, path, query, headers, body: undefined, bytes: null }
  const [type] = operation.bodyTypes
  if (type === undefined) return request
  headers['Content-Type'] = operation.body === null ? random.pick(operation.bodyTypes) : 'application/json'
  if (operation.body === null) return { ...request, bytes: pictureOf(world, random) }
  const templates = world.templates.get(operation.name) ?? [operation.example]
  const body = random.chance(TEMPLATE_PERCENT)
    ? structuredClone(random.pick(templates))
    : makeValue(make('body'), operation.body)
  return { ...request, body }
}

/** Heads of pictures with rubbish behind them. */
const PICTURE_HEADS = [
  '89504e470d0a1a0a0000000d49484452',
  'ffd8ffe000104a46494600010100000100010000',
  '524946462400000057454250565038',
  '3c737667',
  '474946383961',
]

function pictureOf({ picture }: World, random: SeededRandom): Uint8Array {
  if (random.chance(50)) return picture
  const rubbish = Buffer.from(Array.from({ length: random.below(400) }, () => random.below(256)))
  return new Uint8Array(Buffer.concat([Buffer.from(random.pick(PICTURE_HEADS), 'hex'), rubbish]))
}

/** Header values as Node lets them through: a client cannot send others, and a raw socket does so elsewhere. */
const sendable = (value: string) => value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')

function finish({ method, path, query, headers, body, bytes }: Mutable): WireRequest {
  const search = query.map(([name, value]) => `${encodeText(name)}=${encodeText(value)}`).join('&')
  const target = `${path}${search === '' ? '' : `?${search}`}`.replaceAll(/[^\x21-\x7e]/g, '%20')
  const sent = bytes ?? (body === undefined ? null : new Uint8Array(Buffer.from(JSON.stringify(body))))
  const safe = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, sendable(value)]))
  return { method, target, headers: safe, body: sent }
}

/** A lone surrogate has no UTF-8. */
const encodeText = (text: string) => encodeURIComponent(text.toWellFormed())
