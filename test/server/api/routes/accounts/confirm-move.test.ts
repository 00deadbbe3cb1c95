import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'

import { releaseMoves } from '../../../../../server/actions/accounts/release-moves.ts'
import { passkeyAddress } from '../../../../../server/chain/passkey-address.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { CONFIRMING_PASSKEYS_MAX } from '../../../../../server/domain/account-acts.ts'
import { aVirtualPasskey } from '../../../../support/virtual-passkey.ts'
import { anOperatorKey, aSession, OWN_ORIGIN, send } from '../../support/coalition.ts'
import { aWalletMember } from '../../support/members.ts'
import { MOVE_WAIT_MS, NOW, type RunningApi } from '../../support/running-api.ts'
import { openTill, PIN, type Till } from '../../support/till.ts'

type VirtualPasskey = ReturnType<typeof aVirtualPasskey>

describe('confirming a move by a passkey', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let fresh: PrivateKeyAccount
  let owner: VirtualPasskey

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    fresh = privateKeyToAccount(generatePrivateKey())
    owner = aVirtualPasskey()
  })

  afterEach(() => api.close())

  /** A session of now: one that was not used for a week is over. */
  const signedIn = () => aSession(api.deps, till.memberId)
  const post = async (path: string, body: unknown) =>
    send(api.url, `/v1/me/${path}`, { session: await signedIn(), body })
  const me = async () => (await send(api.url, '/v1/me', { session: await signedIn() })).body
  const add = async (passkey: VirtualPasskey, changes: object = {}) => {
    const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    return post('passkeys', { registration: passkey.register(challenge), pin: PIN, ...changes })
  }
  const remove = async (passkey: VirtualPasskey) =>
    send(api.url, `/v1/me/passkeys/${passkey.id}`, { session: await signedIn(), method: 'DELETE' })
  const askForMove = async () => {
    const toAccount = fresh.address.toLowerCase()
    const { digest, deadline } = (await post('move-order', { toAccount })).body
    const toSignature = await fresh.sign({ hash: digest as Hex })
    return post('move', { toKind: 'wallet', toAccount, deadline, toSignature, pin: PIN })
  }
  const toSign = async () => send(api.url, '/v1/me/move/confirmation', { session: await signedIn() })
  const base64 = (hash: string) => Buffer.from(hash.slice(2), 'hex').toString('base64url')
  /** What the passkey signs is computed by whoever confirms: the move itself, as both keys sign it. */
  const digestOfMove = async () => {
    const {
      account: from,
      toAccount: to,
      deadline,
    } = await db.moveRequest.findFirstOrThrow({
      where: { state: 'waiting' },
    })
    return api.deps.orderToSign({ kind: 'Move', from, to, deadline }).digest
  }
  const confirm = async (passkey: VirtualPasskey, digest?: string) =>
    post('move/confirm', { kind: 'passkey', assertion: passkey.assert(base64(digest ?? (await digestOfMove()))) })
  const acts = () => db.accountAct.count({ where: { kind: 'move' } })

  it('that the owner had before makes it at once', async function () {
    expect((await add(owner)).body.passkeys).to.deep.equal([
      {
        passkeyId: owner.id,
        addedAt: NOW.toISOString(),
        confirmsFrom: new Date(NOW.getTime() + MOVE_WAIT_MS).toISOString(),
      },
    ])
    api.clock.advance(MOVE_WAIT_MS)
    expect((await askForMove()).body.move.state).to.equal('waiting')
    const { body: order } = await toSign()
    expect(order).to.deep.include({
      digest: await digestOfMove(),
      passkeys: { rpId: 'localhost', credentialIds: [owner.id] },
    })
    expect(await acts()).to.equal(0)
    const confirmed = await confirm(owner)
    expect(confirmed.body.move).to.deep.include({ state: 'requested', readyAt: null })
    expect(await acts()).to.equal(1)
    expect((await confirm(owner, order.digest)).body.code).to.equal('move_unknown')
    api.clock.advance(MOVE_WAIT_MS)
    await releaseMoves(api.deps)
    expect(await acts(), 'it is made once').to.equal(1)
  })

  it('that a thief with card and PIN adds after asking is refused, however long it waits', async function () {
    const thief = aVirtualPasskey()
    await askForMove()
    const { confirmsFrom } = (await add(thief)).body.passkeys[0]
    const refused = await confirm(thief)
    expect([refused.status, refused.body.code, refused.body.details]).to.deep.equal([
      409,
      'passkey_too_young',
      { confirmsFrom },
    ])
    expect((await toSign()).body.code).to.equal('passkey_too_young')
    api.clock.advance(MOVE_WAIT_MS - 1)
    expect((await confirm(thief)).body.code).to.equal('passkey_too_young')
    expect(await acts()).to.equal(0)
  })

  it('that a thief adds before asking is refused until it has waited as long as a move, in the open', async function () {
    await db.member.update({ where: { id: till.memberId }, data: { enrolledBy: till.partner.id } })
    const thief = aVirtualPasskey()
    await add(thief)
    const readyAt = new Date(NOW.getTime() + MOVE_WAIT_MS).toISOString()
    const seen = await send(api.url, `/v1/members/${till.memberId}`, { key: till.partner.key })
    expect(seen.body.move, 'every till sees it').to.deep.equal({ readyAt })
    const events = (await send(api.url, '/v1/events', { key: till.partner.key })).body.data
    expect(events.map(({ type, data }: { type: string; data: object }) => [type, data])).to.deep.equal([
      ['member.passkey_added', { memberId: till.memberId, confirmsFrom: readyAt }],
    ])
    api.clock.advance(MOVE_WAIT_MS - 1)
    await askForMove()
    expect((await confirm(thief)).body.code).to.equal('passkey_too_young')
    api.clock.advance(1)
    expect((await confirm(thief)).body.code, 'it was too young when the move was asked for').to.equal(
      'passkey_too_young',
    )
    expect(await acts()).to.equal(0)
  })

  it('that waits is taken back by a till, by any session, and by a PIN reset, which takes those that waited too', async function () {
    const refuseAtTill = () =>
      send(api.url, `/v1/members/${till.memberId}/move/refuse`, { key: till.partner.key, method: 'POST' })
    await add(aVirtualPasskey())
    expect((await refuseAtTill()).body.move).to.equal(null)
    expect((await me()).passkeys).to.deep.equal([])
    await add(aVirtualPasskey())
    await send(api.url, '/v1/me/move/refuse', { session: await signedIn(), method: 'POST' })
    expect((await me()).passkeys).to.deep.equal([])
    await add(owner)
    api.clock.advance(MOVE_WAIT_MS)
    expect((await refuseAtTill()).body.code, 'one that has waited is left alone').to.equal('move_unknown')
    expect((await me()).passkeys).to.have.length(1)
    const key = await anOperatorKey(api.deps)
    await send(api.url, `/v1/members/${till.memberId}/pin-reset`, { key, method: 'POST' })
    expect((await me()).passkeys).to.deep.equal([])
  })

  it('that was removed, is somebody else’s, or signed something else confirms nothing', async function () {
    const removed = aVirtualPasskey()
    await add(owner)
    await add(removed)
    api.clock.advance(MOVE_WAIT_MS)
    expect((await remove(removed)).status).to.equal(200)
    expect((await remove(removed)).body.code).to.equal('passkey_unknown')
    await askForMove()
    for (const passkey of [removed, aVirtualPasskey()])
      expect((await confirm(passkey)).body.details).to.deep.equal({ reason: 'passkey_of_another' })
    const other = `0x${'ab'.repeat(32)}`
    expect((await confirm(owner, other)).body.details).to.deep.equal({ reason: 'challenge_differs' })
    expect(await acts()).to.equal(0)
    await remove(owner)
    expect((await confirm(owner)).body.code).to.equal('passkey_unknown')
  })

  it('which is the new key of a move that was refused confirms no other move', async function () {
    const thief = aVirtualPasskey()
    const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    const toAccount = passkeyAddress({ rpId: 'localhost', ...thief })
    const { digest, deadline } = (await post('move-order', { toAccount })).body
    const move = { toKind: 'passkey', toAccount, deadline, toRegistration: thief.register(challenge), pin: PIN }
    expect((await post('move', { ...move, toAssertion: thief.assert(base64(digest)) })).status).to.equal(200)
    await send(api.url, '/v1/me/move/refuse', { session: await signedIn(), method: 'POST' })
    api.clock.advance(2 * MOVE_WAIT_MS)
    await askForMove()
    expect((await confirm(thief)).body.code).to.equal('passkey_unknown')
    expect(await acts()).to.equal(0)
  })

  it('does not make one that is refused, or that something reserved or a freeze holds up', async function () {
    await add(owner)
    api.clock.advance(MOVE_WAIT_MS)
    await askForMove()
    const { body: held } = await till.hold()
    expect((await confirm(owner)).body.code).to.equal('points_reserved')
    await till.post(held.redemptionId, 'void')
    await db.member.update({ where: { id: till.memberId }, data: { frozenAt: NOW } })
    expect((await confirm(owner)).body.code).to.equal('member_frozen')
    await db.member.update({ where: { id: till.memberId }, data: { frozenAt: null } })
    const digest = await digestOfMove()
    await send(api.url, '/v1/me/move/refuse', { session: await signedIn(), method: 'POST' })
    expect((await confirm(owner, digest)).body.code).to.equal('move_unknown')
    expect(await acts()).to.equal(0)
  })

  it('is added with the PIN only, to a card account only, five at most', async function () {
    expect((await add(owner, { pin: '1379' })).body.details).to.deep.equal({ triesLeft: 4 })
    expect((await me()).passkeys).to.deep.equal([])
    for (let index = 0; index < CONFIRMING_PASSKEYS_MAX; index++)
      expect((await add(aVirtualPasskey())).status).to.equal(201)
    expect((await add(owner)).body).to.deep.include({
      code: 'passkeys_too_many',
      details: { passkeysMax: CONFIRMING_PASSKEYS_MAX },
    })
    const own = await aWalletMember(api.deps)
    const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    const body = { registration: owner.register(challenge), pin: PIN }
    const ofWallet = await send(api.url, '/v1/me/passkeys', { session: own.session, body })
    expect(ofWallet.body.details).to.deep.equal({ reason: 'account_has_its_own_key' })
  })

  it('signs nobody in', async function () {
    await add(owner)
    api.clock.advance(MOVE_WAIT_MS)
    const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    const body = { kind: 'passkey', assertion: owner.assert(challenge) }
    const answer = await send(api.url, '/v1/sessions', { body, headers: { Origin: OWN_ORIGIN } })
    expect(answer.body.code).to.equal('sign_in_failed')
  })
})
