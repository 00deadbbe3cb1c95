import { setTimeout as sleep } from 'node:timers/promises'

import type { Said } from './ask.ts'
import { setUpAgain } from './plant.ts'
import { openSender } from './send.ts'
import type { World } from './world.ts'

/** The server may take this much memory in the course of a run, whatever it is sent. */
const MEMORY_BYTES_MAX = 2 * 2 ** 30
/** Everything that was accepted is on the chain after this long. */
const SETTLE_MS_MAX = 600_000
const LOOK_EVERY_MS = 1_000
const SUPPLY_TRIES_MAX = 6
/** `totalSupply()` */
const TOTAL_SUPPLY = '0x18160ddd'

interface Status {
  readonly entries: { readonly open: string }
  readonly redemptions: { readonly restoring: string }
  readonly haltedReason: string | null
  readonly doubtReason: string | null
  readonly quarantinedPartners: number
}

/** Bytes of memory that the server's process has, by its own metrics. */
export async function readMemory({ server }: World): Promise<number> {
  const text = await server.readMetrics()
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? Number.NaN)
}

/** What is wrong once all requests are answered: the ledger, the log, the memory. Waits until nothing is under way. */
export async function checkServer(world: World): Promise<string[]> {
  if (!world.server.isRunning()) return [`the server has ended: ${world.server.lastWords()}`]
  const memory = await readMemory(world)
  const wrong = await settle(world)
  return [
    ...wrong,
    ...(await checkSupply(world)),
    ...(await checkPurchases(world)),
    ...(memory < MEMORY_BYTES_MAX ? [] : [`the server takes ${Math.round(memory / 2 ** 20)} MiB of memory`]),
    ...world.server.failures().map((line) => `the server logged a failure: ${line.slice(0, 1_500)}`),
  ]
}

/** Takes back what requests of the operator did to partners, ends open holds, and waits until everything that was accepted is on the chain. */
async function settle(world: World): Promise<string[]> {
  const { ask } = world
  await setUpAgain(world)
  await voidHolds(world)
  const began = performance.now()
  let last: Status | null = null
  while (performance.now() - began < SETTLE_MS_MAX) {
    last = (await ask({ method: 'GET', path: '/v1/status' })) as unknown as Status
    const { entries, redemptions, haltedReason, doubtReason } = last
    const reason = haltedReason ?? doubtReason
    if (reason !== null) return [`the ledger stands: ${reason}`]
    // Captured orders of members who froze their accounts wait, and they may.
    const open = Number(entries.open) + Number(redemptions.restoring)
    if (open === 0 && performance.now() - began > 3_000)
      return last.quarantinedPartners === 0 ? [] : ['a partner is in quarantine']
    await sleep(LOOK_EVERY_MS)
  }
  return [`entries are still under way after ${SETTLE_MS_MAX / 1_000} s: ${JSON.stringify(last)}`]
}

/** Later orders of a member wait for those that are still open, and nobody will come for these. */
async function voidHolds({ ask, partners }: World): Promise<void> {
  for (const { key } of partners) {
    for (const state of ['held', 'consented']) {
      for (const { redemptionId } of await ask.list(key, `/v1/redemptions?state=${state}&limit=50`))
        await ask.unless('hold_expired', { method: 'POST', path: `/v1/redemptions/${redemptionId}/void`, key })
    }
  }
}

/** What the partners' totals add up to is what the token says. */
async function checkSupply(world: World): Promise<string[]> {
  // A burn may be on the chain and not in the totals yet.
  for (let triesLeft = SUPPLY_TRIES_MAX; ; triesLeft -= 1) {
    const wrong = await compareSupply(world)
    if (wrong.length === 0 || triesLeft === 1) return wrong
    await sleep(5 * LOOK_EVERY_MS)
  }
}

async function compareSupply(world: World): Promise<string[]> {
  const { ask, operatorKey, server } = world
  const { token } = await ask({ method: 'GET', path: '/v1/ledger' })
  const partners = await listPartners(world)
  let expected = 0n
  for (const { partnerId } of partners) {
    const body = { label: 'totals', scopes: ['ledger:read'] }
    const { apiKey } = await ask({ method: 'POST', path: `/v1/partners/${partnerId}/keys`, key: operatorKey, body })
    const totals = (await ask({ method: 'GET', path: '/v1/totals', key: apiKey })) as unknown as Record<string, string>
    const of = (name: string) => BigInt(totals[name] ?? '')
    expected += of('pointsMinted') - of('pointsReversed') - of('pointsRedeemed') + of('pointsRestored')
  }
  const supply = await readSupply(server.rpcUrl, token)
  return supply === expected ? [] : [`the token's supply is ${supply}, the partners' totals add up to ${expected}`]
}

async function readSupply(rpcUrl: string, token: string): Promise<bigint> {
  const params = [{ to: token, data: TOTAL_SUPPLY }, 'latest']
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_call', params })
  const answer = await fetch(rpcUrl, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  return BigInt(((await answer.json()) as { result: string }).result)
}

async function listPartners({ ask, operatorKey }: World): Promise<Said[]> {
  const found: Said[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/v1/partners?limit=50${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page: Said = await ask({ method: 'GET', path, key: operatorKey })
    found.push(...page.data)
    cursor = page.nextCursor
  }
  return found
}

/** Purchases in no other state than on the chain. */
async function checkPurchases({ ask, partners }: World): Promise<string[]> {
  const wrong: string[] = []
  for (const { id, key } of partners) {
    for (const state of ['accepted', 'batched', 'submitted', 'parked']) {
      const found = await ask.list(key, `/v1/purchases?state=${state}&limit=1`)
      if (found.length > 0) wrong.push(`partner ${id} has a purchase that is ${state}: ${JSON.stringify(found[0])}`)
    }
  }
  return wrong
}

/** Requests of one stranger within a minute: the limit for an address, with the one for signing in. */
const STRANGER_REQUESTS = 1_260
const STRANGER_MAX = 1_200
const SIGN_INS = 40
const SIGN_INS_MAX = 30

/** What the limits for strangers do not stop: the run's own requests have an address each, these have one. */
export async function checkLimits({ server, origin }: World): Promise<string[]> {
  const sender = openSender(server.port, 16)
  const from = { 'X-Forwarded-For': '192.0.2.1' }
  const ask = (path: string) => sender.send({ method: 'GET', target: path, headers: from, body: null })
  const headers = { ...from, Origin: origin, 'Content-Type': 'application/json' }
  const body = Buffer.from(JSON.stringify({ kind: 'card', cardNumber: '9000000000000019', pin: '1234' }))
  const signIn = () => sender.send({ method: 'POST', target: '/v1/sessions', headers, body })
  const signIns = await Promise.all(Array.from({ length: SIGN_INS }, signIn))
  const answers = await Promise.all(Array.from({ length: STRANGER_REQUESTS }, () => ask('/v1/ledger')))
  sender.close()
  const refused = (all: typeof answers) => all.filter(({ status }) => status === 429).length
  const patient = answers.filter(({ status, headers: said }) => status === 429 && said['retry-after'] === undefined)
  return [
    ...(refused(answers) >= STRANGER_REQUESTS - STRANGER_MAX
      ? []
      : [`an address was answered ${STRANGER_REQUESTS - refused(answers)} times in a minute`]),
    ...(refused(signIns) >= SIGN_INS - SIGN_INS_MAX
      ? []
      : [`an address could try to sign in ${SIGN_INS - refused(signIns)} times in a minute`]),
    ...(patient.length === 0 ? [] : ['an answer with 429 does not say when to come again']),
  ]
}
