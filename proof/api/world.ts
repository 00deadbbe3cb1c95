import { readFileSync } from 'node:fs'

import sharp from 'sharp'

import { keyFiles } from '../../server/config/key-files.ts'
import { PARTNER_SCOPES, OPERATOR_SCOPES } from '../../server/domain/scopes.ts'
import { readPartnerKeys } from '../../cli/replay/partner-keys.ts'
import type { Ask } from './ask.ts'
import { canaryOf, type Owner, type Watch, watchSecrets } from './canaries.ts'
import type { FuzzedServer } from './server-process.ts'

/** Somebody who sends requests: what they send with each, and whose data they may see. */
export interface Caller {
  readonly kind: 'nobody' | 'partner' | 'person' | 'operator' | 'member' | 'approval' | 'former'
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly owner: Owner
  readonly scopes: readonly string[]
  /** Of a person of a partner. */
  readonly personId?: string
}

/** A card member of the fuzz, with a PIN. */
export interface CardMember {
  readonly no: number
  readonly memberId: string
  readonly cardNumber: string
  readonly email: string
  readonly pin: string
}

export interface Partner {
  readonly id: number
  readonly key: string
}

/** Names and numbers of things that exist, by what they are and whose they are. */
export interface Known {
  readonly what: string
  readonly owner: Owner
  readonly value: string
}

export interface World {
  readonly server: FuzzedServer
  readonly origin: string
  readonly ask: Ask
  readonly watch: Watch
  readonly operatorKey: string
  /** Whose keys call, and whose data must stay theirs. */
  readonly partners: readonly Partner[]
  /** Partners that a request of the operator may suspend. */
  readonly victims: readonly number[]
  callers: Caller[]
  members: CardMember[]
  /** A PNG that can be uploaded. */
  readonly picture: Uint8Array
  readonly known: Map<string, Known[]>
  /** Bodies that were accepted, by operation. */
  readonly templates: Map<string, unknown[]>
}

/** Partners whose keys call. */
const PARTNERS = 3

export const NOBODY: Owner = { partner: 0, member: 0 }

/** Of a kind and a partner, the newest so many are kept. */
const KNOWN_MAX = 60

/** Notes things that exist, for requests to name. */
export function learn({ known }: World, found: readonly Known[]): void {
  for (const [what, fresh] of Map.groupBy(found, (one) => one.what)) {
    const all = Map.groupBy([...(known.get(what) ?? []), ...fresh], ({ owner }) => owner.partner)
    known.set(
      what,
      [...all.values()].flatMap((some) => some.slice(-KNOWN_MAX)),
    )
  }
}

/** The header that sends an API key. */
export const bearer = (key: string) => ({ Authorization: `Bearer ${key}` })

/** Opens the coalition of a server that was just started, with keys of every scope. */
export async function openWorld(server: FuzzedServer, ask: Ask): Promise<World> {
  const files = keyFiles(server.dataFolder)
  const all = readPartnerKeys(files.demoKeys).map(({ partnerId, key }) => ({ id: partnerId, key }))
  const operatorKey = readFileSync(files.operatorApiKey, 'utf8').trim()
  const world: World = {
    server,
    origin: new URL(server.url).origin,
    ask,
    watch: watchSecrets(),
    operatorKey,
    partners: all.slice(0, PARTNERS),
    victims: all.slice(PARTNERS).map(({ id }) => id),
    callers: [],
    members: [],
    picture: await sharp({ create: { width: 32, height: 32, channels: 3, background: '#336699' } })
      .png()
      .toBuffer(),
    known: new Map(),
    templates: new Map(),
  }
  learn(
    world,
    all.map(({ id }) => ({ what: 'partnerId', owner: { partner: id, member: 0 }, value: String(id) })),
  )
  world.callers.push({ kind: 'nobody', name: 'nobody', headers: {}, owner: NOBODY, scopes: [] })
  for (const partner of all) world.watch.add(partner.key, { partner: partner.id, member: 0 })
  for (const partner of world.partners) await addPartnerCallers(world, partner)
  await addOperatorCallers(world)
  return world
}

async function issueKey(world: World, partnerId: number, label: string, more: object = {}) {
  const path = `/v1/partners/${partnerId}/keys`
  const issued = await world.ask({ method: 'POST', path, key: world.operatorKey, body: { label, ...more } })
  world.watch.add(issued.apiKey, { partner: partnerId, member: 0 })
  return { apiKey: issued.apiKey, keyId: issued.keyId }
}

async function addPartnerCallers(world: World, { id, key }: Partner): Promise<void> {
  const owner = { partner: id, member: 0 }
  const named = (name: string, apiKey: string, scopes: readonly string[]): Caller => ({
    kind: 'partner',
    name,
    headers: bearer(apiKey),
    owner,
    scopes,
  })
  world.callers.push(named(`partner ${id}`, key, PARTNER_SCOPES))
  for (const scope of PARTNER_SCOPES) {
    const { apiKey } = await issueKey(world, id, scope, { scopes: [scope] })
    world.callers.push(named(`partner ${id}, ${scope}`, apiKey, [scope]))
  }
  const revoked = await issueKey(world, id, 'revoked')
  await world.ask({ method: 'DELETE', path: `/v1/partners/${id}/keys/${revoked.keyId}`, key: world.operatorKey })
  const expired = await issueKey(world, id, 'expired', { expiresAt: new Date(Date.now() + 2_000).toISOString() })
  for (const { apiKey } of [revoked, expired])
    world.callers.push({
      kind: 'former',
      name: `former key of partner ${id}`,
      headers: bearer(apiKey),
      owner: NOBODY,
      scopes: [],
    })
  // Keys that a request may revoke or replace.
  for (let at = 0; at < 4; at += 1) {
    const { keyId } = await issueKey(world, id, canaryOf(owner, id * 100 + at))
    learn(world, [{ what: 'keyId', owner, value: keyId }])
  }
}

async function addOperatorCallers(world: World): Promise<void> {
  const add = async (scope: string) => {
    const body = { label: scope, scopes: [scope] }
    const { apiKey } = await world.ask({ method: 'POST', path: '/v1/operator-keys', key: world.operatorKey, body })
    world.callers.push({
      kind: 'operator',
      name: scope,
      headers: bearer(apiKey),
      owner: NOBODY,
      scopes: [scope],
    })
  }
  for (const scope of [...OPERATOR_SCOPES, 'operator']) await add(scope)
  const body = { label: 'to be revoked', scopes: ['operator:read'] }
  const { keyId } = await world.ask({ method: 'POST', path: '/v1/operator-keys', key: world.operatorKey, body })
  learn(world, [{ what: 'operatorKeyId', owner: NOBODY, value: keyId }])
}
