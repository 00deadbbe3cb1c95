import { setTimeout as sleep } from 'node:timers/promises'

import { openAuthenticator } from '../../cli/demo/software-authenticator.ts'
import { readDemoMembers } from '../../cli/demo/demo-members.ts'
import { openWallet, type SignInTerms } from '../../cli/demo/throw-away-wallet.ts'
import { seededRandom, type SeededRandom } from '../../cli/demo/random.ts'
import { keyFiles } from '../../server/config/key-files.ts'
import type { Said } from './ask.ts'
import { canaryOf, type Owner } from './canaries.ts'
import { collectKnown } from './collect-known.ts'
import { openPeople } from './people.ts'
import { type CardMember, learn, type Partner, type World } from './world.ts'

/** Of all card members of the fuzz. */
export const PIN = '7305'
/** Card members that each round enrols: fresh ones, because earlier ones may be locked, frozen or moved. */
const CARDS_EACH_ROUND = 4
const POINTS_EACH = 1_000
const POINTS_WAIT_MS_MAX = 180_000
const LOOK_EVERY_MS = 500
/** What a round of 10,000 requests may issue, many times over: purchases behind an empty allowance would wait in vain. */
const ALLOWANCE_MORE = '100000000'
/** What a million requests may issue on the one day in which they are sent. */
const DAILY_LIMIT = '60000000000'
/** In which the partners of the fuzz trade. */
const TERMS_CURRENCY = { currency: 'GBP' }
/** Long enough to be asked for, short enough to be over when the run ends: later orders of the member wait for it. */
const HOLD_SECONDS = 180

const sign = (random: SeededRandom, owner: Owner) => canaryOf(owner, random.below(36 ** 6))

/** Prepares a round: partners that may issue, new members with dealings at every partner, sessions, and rows with canaries. */
export async function plantRound(world: World, round: number): Promise<void> {
  const random = seededRandom(1_000_003 * (round + 1))
  await setUpAgain(world)
  world.members = await Promise.all(
    Array.from({ length: CARDS_EACH_ROUND }, (_, at) => enrolCard(world, random, round * CARDS_EACH_ROUND + at + 1)),
  )
  for (const partner of world.partners) {
    for (const member of world.members) await sellTo(world, partner, member, random)
    await offerRewards(world, partner, random)
  }
  for (const member of world.members) await waitForPoints(world, member)
  await openSessions(world)
  await openPeople(world, round)
  world.callers = world.callers.filter(({ kind }) => kind !== 'approval')
  for (const partner of world.partners) {
    await redeemAt(world, partner, random)
    await restoreOne(world, partner, random)
  }
  await collectKnown(world)
}

/** Whom a request of the operator has suspended or sent away goes on. */
export async function resumePartners({ ask, operatorKey, partners }: World): Promise<void> {
  for (const { id } of partners) {
    for (const change of ['keep', 'resume'])
      await ask.unless('partner_left', { method: 'POST', path: `/v1/partners/${id}/${change}`, key: operatorKey })
  }
}

/** What a request of the operator has paused for everybody goes on, once the ledger says so. */
async function resumePowers({ ask, operatorKey: key }: World): Promise<void> {
  const readPaused = async () => {
    const said: unknown = await ask({ method: 'GET', path: '/v1/powers', key })
    const { powers } = said as { powers: readonly { power: string; paused: boolean }[] }
    return powers.filter(({ paused }) => paused)
  }
  const body = { reason: 'the fuzz goes on' }
  for (const { power } of await readPaused())
    await ask({ method: 'POST', path: `/v1/powers/${power}/resume`, key, body })
  const began = performance.now()
  while ((await readPaused()).length > 0) {
    if (performance.now() - began > POINTS_WAIT_MS_MAX) throw new Error('a power stays paused')
    await sleep(LOOK_EVERY_MS)
  }
}

/** What a request of the operator took from partners is given again: they go on, may issue, and have the terms that they had. */
export async function setUpAgain(world: World): Promise<void> {
  const { ask, operatorKey, partners } = world
  await resumePowers(world)
  await resumePartners(world)
  for (const { id } of partners) {
    const terms = { ...TERMS_CURRENCY, points: '1' }
    const rule = { ...terms, perMinor: '100', pointsMax: '1000000' }
    await ask({ method: 'POST', path: `/v1/partners/${id}/earning-rules`, key: operatorKey, body: rule })
    await ask({
      method: 'POST',
      path: `/v1/partners/${id}/redeem-rates`,
      key: operatorKey,
      body: { ...terms, minor: '1' },
    })
    for (const body of [
      { change: 'raise', points: ALLOWANCE_MORE },
      { change: 'set_daily_limit', points: DAILY_LIMIT },
    ]) {
      const path = `/v1/partners/${id}/allowance`
      await ask.unless('allowance_out_of_range', { method: 'POST', path, key: operatorKey, body })
    }
  }
}

/** Waits until a member can spend what was bought, whatever else is under way. */
async function waitForPoints({ ask, partners }: World, { memberId, cardNumber }: CardMember): Promise<void> {
  const [{ key } = { key: '' }] = partners
  const began = performance.now()
  while (performance.now() - began < POINTS_WAIT_MS_MAX) {
    // What a member has is told only while the card is shown.
    const body = { kind: 'card', value: cardNumber }
    const { pointsConfirmed } = await ask({ method: 'POST', path: '/v1/members/search', key, body })
    if (Number(pointsConfirmed) > (partners.length - 1) * POINTS_EACH) return
    await sleep(LOOK_EVERY_MS)
  }
  const status = await ask({ method: 'GET', path: '/v1/status' })
  const sold = await Promise.all(partners.map(({ key: own }) => ask.list(own, `/v1/purchases?limit=3`)))
  throw new Error(
    `what member ${memberId} bought is not on the chain after ${POINTS_WAIT_MS_MAX / 1_000} s: ` +
      JSON.stringify({ status, newest: sold }),
  )
}

async function enrolCard(world: World, random: SeededRandom, no: number): Promise<CardMember> {
  const { ask, partners } = world
  const partner = partners[no % partners.length] ?? { id: 0, key: '' }
  const email = `${sign(random, { partner: 0, member: no })}@example.com`
  const body = { kind: 'card', identifiers: [{ kind: 'email', value: email }] }
  const enrolled = await ask({ method: 'POST', path: '/v1/members', key: partner.key, body })
  const { memberId, cardNumber } = enrolled
  await ask({ method: 'POST', path: `/v1/members/${memberId}/pin`, key: partner.key, body: { pin: PIN } })
  return { no, memberId, cardNumber, email, pin: PIN }
}

async function sellTo({ ask }: World, { id, key }: Partner, { no, memberId }: CardMember, random: SeededRandom) {
  const owner = { partner: id, member: no }
  const sold = {
    orderRef: sign(random, owner),
    locationId: sign(random, owner),
    member: { kind: 'member', value: memberId },
    ...TERMS_CURRENCY,
    amountMinor: String(POINTS_EACH * 100),
    // By the rule that was just set again.
    occurredAt: new Date().toISOString(),
    metadata: { note: sign(random, owner) },
  }
  await ask({ method: 'POST', path: '/v1/purchases', key, body: sold })
  const { orderRef, currency, occurredAt, metadata } = sold
  const taken = { returnRef: sign(random, owner), orderRef, currency, amountMinor: '1000', occurredAt, metadata }
  await ask({ method: 'POST', path: '/v1/returns', key, body: taken })
}

/** One with secret codes, one for which there is a voucher, and one whose time has not come. */
async function offerRewards(world: World, { id, key }: Partner, random: SeededRandom): Promise<void> {
  const { ask } = world
  const owner = { partner: id, member: 0 }
  const add = async (what: string, more: object) => {
    const texts = { en: { title: 'A reward', description: 'For those who look for faults' } }
    const body = { texts, points: '5', ...more }
    const { rewardId } = await ask({ method: 'POST', path: '/v1/rewards', key, body })
    learn(world, [{ what, owner, value: rewardId }])
    return rewardId
  }
  const withCodes = await add('rewardId', { kind: 'gift_code' })
  const codes = Array.from({ length: 20 }, () => sign(random, owner))
  await ask({ method: 'POST', path: `/v1/rewards/${withCodes}/codes`, key, body: { codes } })
  await add('rewardId', { kind: 'product', stock: '1000' })
  const later = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const secret = { en: { title: sign(random, owner), description: sign(random, owner) } }
  await add('rewardId', { kind: 'product', validFrom: later, texts: secret, metadata: { note: sign(random, owner) } })
}

/** Holds in every state, with their approval links, and claims. */
async function redeemAt(world: World, { id, key }: Partner, random: SeededRandom): Promise<void> {
  const { ask, watch } = world
  for (const [at, { no, memberId, pin }] of world.members.entries()) {
    const owner = { partner: id, member: no }
    const member = { kind: 'member', value: memberId }
    const hold = async (): Promise<Said> => {
      const metadata = { note: sign(random, owner) }
      const body = { reference: sign(random, owner), member, points: '7', expiresInSeconds: HOLD_SECONDS, metadata }
      const held = await ask({ method: 'POST', path: '/v1/redemptions', key, body })
      const secret = new URL(held.approvalUrl).hash.slice(1)
      watch.add(secret, owner)
      const headers = { 'Entente-Approval': secret }
      world.callers.push({
        kind: 'approval',
        name: `approval of member ${no}`,
        headers,
        owner,
        scopes: [held.redemptionId],
      })
      return held
    }
    await hold()
    const captured = await hold()
    const path = `/v1/redemptions/${captured.redemptionId}`
    await ask({ method: 'POST', path: `${path}/consent`, key, body: { kind: 'pin', pin } })
    if (at % 2 === 0) await ask({ method: 'POST', path: `${path}/capture`, key })
  }
}

/** Gives a point of an earlier redemption back, where there is one that still can be. */
async function restoreOne(world: World, { id, key }: Partner, random: SeededRandom): Promise<void> {
  const owner = { partner: id, member: 0 }
  const [redeemed] = await world.ask.list(key, '/v1/redemptions?state=final&limit=1')
  if (redeemed === undefined) return
  const path = `/v1/redemptions/${redeemed.redemptionId}/restorations`
  const body = { reference: sign(random, owner), points: '1' }
  const restored = await world.ask.unless('restoration_exceeds_redemption', { method: 'POST', path, key, body })
  if (restored !== null) learn(world, [{ what: 'restorationId', owner, value: restored.restorationId }])
}

/** Signs everybody in who can sign in: this round's card members, and the demo's members with keys of their own. */
async function openSessions(world: World): Promise<void> {
  const { ask, origin, templates } = world
  const { wallets, passkeys } = readDemoMembers(keyFiles(world.server.dataFolder).demoMembers)
  world.callers = world.callers.filter(({ kind }) => kind !== 'member')
  const signIn = async (no: number, body: unknown) => {
    const asked = { method: 'POST', path: '/v1/sessions', headers: { Origin: origin }, body }
    const { said, cookie } = await ask.withCookie(asked)
    world.watch.add(cookie.split('=')[1] ?? '', { partner: 0, member: no })
    templates.set('signIn', [...(templates.get('signIn') ?? []), body].slice(-20))
    const headers = { Cookie: cookie, Origin: origin }
    const scopes = [said.memberId]
    world.callers.push({ kind: 'member', name: `member ${no}`, headers, owner: { partner: 0, member: no }, scopes })
  }
  for (const { no, cardNumber, pin } of world.members) await signIn(no, { kind: 'card', cardNumber, pin })
  for (const [at, { privateKey }] of wallets.entries()) {
    const terms = (await ask({ method: 'POST', path: '/v1/wallet-challenges' })) as unknown as SignInTerms
    const proof = await openWallet(privateKey).signIn(terms, new Date())
    await signIn(OWN_KEYS_FROM + at, { kind: 'wallet', ...proof })
  }
  for (const [at, stored] of passkeys.entries()) {
    const asked = await ask({ method: 'POST', path: '/v1/passkey-challenges' })
    const { challenge, rpId } = asked as unknown as { challenge: string; rpId: string }
    const assertion = openAuthenticator(stored).assert(challenge, { rpId, origin })
    await signIn(OWN_KEYS_FROM + 50 + at, { kind: 'passkey', assertion })
  }
}

/** Numbers of the demo's members, which no card member of a round reaches. */
const OWN_KEYS_FROM = 1_000_000
