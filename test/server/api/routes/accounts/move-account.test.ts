import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'

import { releaseMoves } from '../../../../../server/actions/accounts/release-moves.ts'
import { ACCOUNT_ORDER_MS, MOVE_RESERVE_MS } from '../../../../../server/domain/account-acts.ts'
import { PIN_POINTS_PER_DAY_DEFAULT } from '../../../../../server/domain/redemption-order.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { aVirtualPasskey } from '../../../../support/virtual-passkey.ts'
import { passkeyAddress } from '../../../../../server/chain/passkey-address.ts'
import { aMember, anOperatorKey, aSession, OWN_ORIGIN, send } from '../../support/coalition.ts'
import { aWalletMember } from '../../support/members.ts'
import { MOVE_WAIT_MS, NOW, type RunningApi } from '../../support/running-api.ts'
import { givePoints, openTill, PIN, type Till } from '../../support/till.ts'

describe('moving an account', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let session: string
  let fresh: PrivateKeyAccount
  let toAccount: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    session = await aSession(api.deps, till.memberId)
    fresh = privateKeyToAccount(generatePrivateKey())
    toAccount = fresh.address.toLowerCase()
  })

  afterEach(() => api.close())

  const post = (path: string, body: unknown) => send(api.url, `/v1/me/${path}`, { session, body })
  const ask = (to = toAccount) => post('move-order', { toAccount: to })
  const signed = async (changes: object = {}) => {
    const { digest, deadline } = (await ask()).body
    const toSignature = await fresh.sign({ hash: digest as Hex })
    return { toKind: 'wallet', toAccount, deadline, toSignature, pin: PIN, ...changes }
  }

  const readyAt = new Date(NOW.getTime() + MOVE_WAIT_MS)
  const waiting = () => ({ toAccount, state: 'waiting', readyAt: readyAt.toISOString() })
  const seenByTill = async () =>
    (await send(api.url, `/v1/members/${till.memberId}`, { key: till.partner.key })).body.move
  const refuseAtTill = (memberId = till.memberId) =>
    send(api.url, `/v1/members/${memberId}/move/refuse`, { key: till.partner.key, method: 'POST' })
  const refuse = () => send(api.url, '/v1/me/move/refuse', { session, method: 'POST' })
  const events = async () =>
    (await send(api.url, '/v1/events', { key: till.partner.key })).body.data.map(
      ({ type, data }: { type: string; data: object }) => [type, data],
    )
  const release = async (ms = MOVE_WAIT_MS) => {
    api.clock.advance(ms)
    await releaseMoves(api.deps)
  }
  const acts = () => db.accountAct.count()

  it('by a clerk who knows card number and PIN takes nothing: the owner sees it and refuses', async function () {
    const stolen = { kind: 'card', cardNumber: till.card, pin: PIN }
    const signedIn = await send(api.url, '/v1/sessions', { body: stolen, headers: { Origin: OWN_ORIGIN } })
    const clerk = signedIn.headers.getSetCookie()[0]!.match(/entente_session=([0-9a-f]+)/)![1]!
    const asClerk = (path: string, body: unknown) => send(api.url, `/v1/me/${path}`, { session: clerk, body })
    const { digest, deadline } = (await asClerk('move-order', { toAccount })).body
    const toSignature = await fresh.sign({ hash: digest as Hex })
    const move = { toKind: 'wallet', toAccount, deadline, toSignature, pin: PIN }
    expect((await asClerk('move', move)).status).to.equal(200)
    expect(await acts(), 'nothing is sent').to.equal(0)
    expect((await send(api.url, '/v1/me', { session })).body.move).to.deep.equal(waiting())
    expect((await refuse()).body.move).to.deep.equal({ toAccount, state: 'refused', readyAt: null })
    await release(2 * MOVE_WAIT_MS)
    expect(await acts(), 'nothing is ever sent').to.equal(0)
    const { address } = await db.member.findUniqueOrThrow({ where: { id: till.memberId } })
    expect(address).to.equal(till.account)
  })

  it('waits while the owner goes on spending, is asked for once, and is made when its wait is over', async function () {
    const body = await signed()
    expect((await ask()).body.readyAt).to.equal(readyAt.toISOString())
    expect((await post('move', body)).body.move).to.deep.equal(waiting())
    expect((await post('move', body)).body.code).to.equal('account_moving')
    expect((await ask()).body.code).to.equal('account_moving')
    const { body: held } = await till.hold()
    await till.post(held.redemptionId, 'void')
    await release(MOVE_WAIT_MS - 1)
    expect(await acts()).to.equal(0)
    await release(1)
    await releaseMoves(api.deps)
    expect(await acts()).to.equal(1)
    session = await aSession(api.deps, till.memberId)
    expect((await send(api.url, '/v1/me', { session })).body.move).to.deep.equal({
      toAccount,
      state: 'requested',
      readyAt: null,
    })
    expect((await till.hold()).body.code).to.equal('account_moving')
    expect((await refuse()).body.code).to.equal('move_unknown')
    expect((await ask()).body.code).to.equal('account_moving')
    expect((await post('unfreeze', { pin: PIN })).body.code).to.equal('account_moving')
    expect((await post('freeze', {})).body.isFrozen).to.equal(true)
    expect(await acts()).to.equal(1)
  })

  it('is seen at every till and refused there, and the partner that enrolled the member is told', async function () {
    await db.member.update({ where: { id: till.memberId }, data: { enrolledBy: till.partner.id } })
    expect(await seenByTill()).to.equal(null)
    expect((await refuseAtTill()).body.code).to.equal('move_unknown')
    expect((await refuseAtTill('01900000-0000-7000-8000-000000000001')).body.code).to.equal('member_unknown')
    await post('move', await signed())
    expect(await seenByTill()).to.deep.equal({ readyAt: readyAt.toISOString() })
    expect((await refuseAtTill()).body.move).to.equal(null)
    expect((await refuse()).body.code).to.equal('move_unknown')
    const { id: moveId } = await db.moveRequest.findFirstOrThrow()
    const named = { moveId, memberId: till.memberId }
    expect(await events()).to.deep.equal([
      ['member.move_requested', { ...named, readyAt: readyAt.toISOString() }],
      ['member.move_refused', { ...named, refusedBy: 'partner' }],
    ])
    expect((await post('move', await signed())).status, 'and can be asked for again').to.equal(200)
  })

  it('is refused when the PIN is reset', async function () {
    await post('move', await signed())
    const key = await anOperatorKey(api.deps)
    await send(api.url, `/v1/members/${till.memberId}/pin-reset`, { key, method: 'POST' })
    await release()
    expect(await acts()).to.equal(0)
    expect(await db.moveRequest.findFirstOrThrow()).to.include({ state: 'refused', endedReason: 'pin_reset' })
  })

  it('is not made while the account is frozen or has something reserved', async function () {
    await post('move', await signed())
    api.clock.advance(MOVE_WAIT_MS - 1)
    const { body: held } = await till.hold()
    await release(1)
    expect(await acts()).to.equal(0)
    await till.post(held.redemptionId, 'void')
    await db.member.update({ where: { id: till.memberId }, data: { frozenAt: NOW } })
    await release(MOVE_RESERVE_MS)
    expect(await acts()).to.equal(0)
    await db.member.update({ where: { id: till.memberId }, data: { frozenAt: null } })
    await releaseMoves(api.deps)
    expect(await acts()).to.equal(1)
  })

  it('fails when its signature or its address is no longer good', async function () {
    const ended = async () => (await db.moveRequest.findFirstOrThrow({ orderBy: { seq: 'desc' } })).endedReason
    await post('move', await signed())
    await givePoints(db, toAccount, 1n)
    await release()
    expect(await ended()).to.equal('account_used')
    fresh = privateKeyToAccount(generatePrivateKey())
    toAccount = fresh.address.toLowerCase()
    await post('move', await signed())
    await release(MOVE_WAIT_MS + ACCOUNT_ORDER_MS)
    expect(await ended()).to.equal('deadline_passed')
    session = await aSession(api.deps, till.memberId)
    fresh = privateKeyToAccount(generatePrivateKey())
    toAccount = fresh.address.toLowerCase()
    await post('move', await signed())
    const recovered = privateKeyToAccount(generatePrivateKey()).address.toLowerCase()
    await db.member.update({
      where: { id: till.memberId },
      data: { address: recovered, kind: 'wallet', derivationIndex: null },
    })
    expect((await send(api.url, '/v1/me', { session })).body.move, 'nothing waits there').to.equal(null)
    await release()
    expect(await ended()).to.equal('account_closed')
    expect(await acts()).to.equal(0)
  })

  it('counts as points that the PIN took that day, until it is refused', async function () {
    const max = PIN_POINTS_PER_DAY_DEFAULT
    await givePoints(db, till.account, max - 1_000n)
    const consent = async (points: string) => {
      const { body } = await till.hold({ points })
      return (await till.post(body.redemptionId, 'consent', { kind: 'pin', pin: PIN })).body
    }
    await post('move', await signed())
    expect((await consent('1')).details).to.deep.equal({ pointsPerDayMax: String(max), pointsLeft: '0' })
    await refuse()
    expect((await consent('1')).state).to.equal('consented')
  })

  it('keeps its new address from everybody else', async function () {
    await post('move', await signed())
    const { memberId } = await aMember(api.deps).then(({ member }) => ({ memberId: member.id }))
    const other = await aSession(api.deps, memberId)
    const asked = await send(api.url, '/v1/me/move-order', { session: other, body: { toAccount } })
    expect(asked.body.code).to.equal('account_used')
  })

  it('needs a signature that outlives its wait', async function () {
    const { deadline } = (await ask()).body
    expect(BigInt(deadline) * 1_000n).to.equal(BigInt(readyAt.getTime() + ACCOUNT_ORDER_MS))
    const least = BigInt((readyAt.getTime() + MOVE_RESERVE_MS) / 1_000)
    const order = (until: bigint) =>
      api.deps.orderToSign({ kind: 'Move', from: till.account, to: toAccount, deadline: until }).digest
    const until = async (seconds: bigint) =>
      post('move', await signed({ deadline: String(seconds), toSignature: await fresh.sign({ hash: order(seconds) }) }))
    expect((await until(least - 1n)).body.details).to.deep.equal({ reason: 'deadline_too_soon' })
    expect((await until(least)).status).to.equal(200)
  })

  it('of a wallet is made at once: its own key agreed', async function () {
    const own = await aWalletMember(api.deps)
    const asOwner = (path: string, body: unknown) => send(api.url, `/v1/me/${path}`, { session: own.session, body })
    const { digest, deadline, readyAt: at } = (await asOwner('move-order', { toAccount })).body
    expect(at).to.equal(null)
    const hash = digest as Hex
    const signatures = { fromSignature: await own.wallet.sign({ hash }), toSignature: await fresh.sign({ hash }) }
    const moved = await asOwner('move', { toKind: 'wallet', toAccount, deadline, ...signatures })
    expect(moved.body.move).to.deep.equal({ toAccount, state: 'requested', readyAt: null })
    expect(await acts()).to.equal(1)
  })

  it('waits until nothing is reserved', async function () {
    const body = await signed()
    const { body: held } = await till.hold({ points: '40' })
    expect((await post('move', body)).body).to.deep.include({
      code: 'points_reserved',
      details: { pointsReserved: '40' },
    })
    expect((await ask()).body.code).to.equal('points_reserved')
    await till.post(held.redemptionId, 'void')
    expect((await post('move', body)).status).to.equal(200)
  })

  it('takes a fresh address only', async function () {
    const { address } = await aWalletMember(api.deps)
    expect((await ask(address)).body.code).to.equal('account_used')
    expect((await ask(till.account)).body.code).to.equal('account_used')
    const body = await signed()
    await givePoints(db, toAccount, 1n)
    expect((await post('move', body)).body.code).to.equal('account_used')
  })

  it('is refused with a wrong PIN, which counts, without a proof, too late, and without the new key', async function () {
    const body = await signed()
    expect((await post('move', { ...body, pin: '1379' })).body.details).to.deep.equal({ triesLeft: 4 })
    const { pin: _, ...withoutPin } = body
    expect((await post('move', withoutPin)).body.details).to.deep.equal({ proof: 'pin' })
    const late = { ...body, deadline: String(NOW.getTime() / 1_000) }
    expect((await post('move', late)).body.details).to.deep.equal({ reason: 'deadline_passed' })
    // Another deadline than the one that was signed: not this key's signature, and no chain says that it is a contract's.
    const other = { ...body, deadline: String(BigInt(body.deadline) + 1n) }
    expect((await post('move', other)).body.code).to.equal('service_unavailable')
    expect(await db.accountAct.count()).to.equal(0)
  })

  it('to a passkey has it sign too, and leaves signing in to the old key until it is done', async function () {
    const passkey = aVirtualPasskey()
    const to = passkeyAddress({ rpId: 'localhost', ...passkey })
    const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    const { digest, deadline } = (await ask(to)).body
    const base64 = (hash: string) => Buffer.from(hash.slice(2), 'hex').toString('base64url')
    const move = {
      toKind: 'passkey',
      toAccount: to,
      deadline,
      toRegistration: passkey.register(challenge),
      toAssertion: passkey.assert(base64(digest)),
      pin: PIN,
    }
    const wrong = { ...move, toAccount }
    expect((await post('move', wrong)).body.details).to.deep.equal({ key: 'new', reason: 'account_of_another' })
    const stale = { ...move, toAssertion: passkey.assert(challenge) }
    expect((await post('move', stale)).body.details).to.deep.equal({ key: 'new', reason: 'challenge_differs' })
    expect((await post('move', move)).status).to.equal(200)
    const again = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body.challenge
    const headers = { Origin: 'http://localhost:8080' }
    const signIn = { kind: 'passkey', assertion: passkey.assert(again) }
    expect((await send(api.url, '/v1/sessions', { body: signIn, headers })).body.code).to.equal('sign_in_failed')
    const enrol = { registration: passkey.register(again) }
    expect((await send(api.url, '/v1/passkeys', { body: enrol, headers })).body.code).to.equal('passkey_taken')
  })
})
