import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import { setOwnPin } from '../../../../../server/actions/sign-in/set-own-pin.ts'
import { readFreezeSequence } from '../../../../../server/chain/account-orders.ts'
import type { AccountEvent } from '../../../../../server/database/account-events.ts'
import { insertProjections } from '../../../../../server/database/projections.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { hashSessionToken } from '../../../../../server/database/member-sessions.ts'
import { ACCOUNT_ORDER_MS, DEADLINE_MS_MAX } from '../../../../../server/domain/account-acts.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aVirtualPasskey } from '../../../../support/virtual-passkey.ts'
import { aMember, aSession, OWN_ORIGIN, send } from '../../support/coalition.ts'
import { bindOpenCalls } from '../../support/ledger.ts'
import { aWalletMember } from '../../support/members.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'
import { aTill, givePoints, PIN, type Till } from '../../support/till.ts'

const WORD = `0x${'0'.repeat(63)}1`

describe('freezing an account', function () {
  let db: Database
  let api: RunningApi

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
  })

  afterEach(() => api.close())

  const me = (session: string) => send(api.url, '/v1/me', { session })
  const freeze = (session: string, body: unknown = {}) => send(api.url, '/v1/me/freeze', { session, body })
  const unfreeze = (session: string, body: unknown = {}) => send(api.url, '/v1/me/unfreeze', { session, body })
  const order = async (session: string, frozen: boolean) =>
    (await send(api.url, `/v1/me/freeze-order?frozen=${frozen}`, { session })).body
  const acts = async () => {
    const rows = await db.accountAct.findMany({ where: { state: { not: 'folded' } }, orderBy: { seq: 'asc' } })
    const calls = await db.call.findMany({ where: { kind: 'account' } })
    return rows.map(({ kind, callId }) => [kind, readFreezeSequence(calls.find(({ id }) => id === callId)!.data)])
  }
  const event = (account: string, kind: AccountEvent['kind'], logIndex: number, toAccount: string | null = null) =>
    db.transaction((tx) =>
      insertProjections(tx, {
        account_event: [
          { blockNumber: 3n, logIndex, kind, account, toAccount, readyAt: null, by: null, transactionHash: WORD },
        ],
      }),
    )

  describe('of a card', function () {
    let till: Till
    let session: string
    beforeEach(async () => {
      till = await aTill(api, db)
      session = await aSession(api.deps, till.memberId)
    })

    it('stops holds, consent and capture at once, by the session alone, while no endpoint answers', async function () {
      const { body: held } = await till.hold()
      const consented = await till.consented()
      const frozen = await freeze(session)
      expect(frozen.status).to.equal(200)
      expect(frozen.body).to.deep.include({ isFrozen: true, frozenBy: { member: true, operator: false } })
      expect((await till.hold()).body.code).to.equal('member_frozen')
      const consent = await till.post(held.redemptionId, 'consent', { kind: 'pin', pin: PIN })
      expect(consent.body.code).to.equal('member_frozen')
      expect((await till.post(consented, 'capture')).body.code).to.equal('member_frozen')
    })

    it('goes onto the ledger once, and freeing it with the PIN after it', async function () {
      await freeze(session)
      await freeze(session)
      expect(await acts()).to.deep.equal([['freeze', 0n]])
      await bindOpenCalls(db)
      expect((await unfreeze(session, { pin: PIN })).body).to.deep.include({ isFrozen: false })
      await unfreeze(session, { pin: PIN })
      await bindOpenCalls(db)
      await freeze(session)
      expect(await acts()).to.deep.equal([
        ['freeze', 0n],
        ['unfreeze', 1n],
        ['freeze', 2n],
      ])
      await db.accountAct.updateMany({ where: { kind: 'freeze' }, data: { state: 'failed', failedReason: 'x' } })
      await freeze(session)
      expect((await acts()).at(-1)).to.deep.equal(['freeze', 2n])
    })

    it('is not lifted by the session alone, nor by a wrong PIN, which counts', async function () {
      await freeze(session)
      const alone = await unfreeze(session)
      expect([alone.status, alone.body.code, alone.body.details]).to.deep.equal([
        403,
        'stronger_proof_needed',
        { proof: 'pin' },
      ])
      const wrong = await unfreeze(session, { pin: '1379' })
      expect(wrong.body).to.deep.include({ code: 'pin_wrong', details: { triesLeft: 4 } })
      expect((await unfreeze(session, { pin: '1379' })).body.details).to.deep.equal({ triesLeft: 3 })
      expect((await me(session)).body.isFrozen).to.equal(true)
      expect(await acts()).to.deep.equal([['freeze', 0n]])
    })

    it("follows the account to a new address, and is told from the operator's", async function () {
      const before = `0x${'ab'.repeat(20)}`
      await event(before, 'frozen', 1)
      expect((await till.hold()).status).to.equal(201)
      await event(before, 'moved', 2, till.account)
      expect((await till.hold()).body.code).to.equal('member_frozen')
      expect((await me(session)).body.frozenBy).to.deep.equal({ member: false, operator: true })
      await event(till.account, 'unfrozen', 3)
      expect((await till.hold()).status).to.equal(201)
    })
  })

  describe('of a wallet', function () {
    it('is lifted by the signed order only: not by another key, contract, chain, sequence or time', async function () {
      const { session, wallet, address } = await aWalletMember(api.deps)
      await freeze(session)
      expect(await acts()).to.deep.equal([])
      expect((await unfreeze(session)).body.details).to.deep.equal({ proof: 'signature' })
      const { digest, sequence, deadline, typedData } = await order(session, false)
      expect(Number(deadline)).to.equal((NOW.getTime() + ACCOUNT_ORDER_MS) / 1_000)
      expect(typedData.message).to.deep.include({ account: address, frozen: false, sequence: '0' })
      const sign = (hash: string) => wallet.sign({ hash: hash as Hex })
      const other = privateKeyToAccount(generatePrivateKey())
      const foreign = async (changes: object) => {
        const { EIP712Domain: _, ...types } = typedData.types
        const domain = { ...typedData.domain, ...changes }
        return wallet.signTypedData({ ...typedData, types, domain })
      }
      const later = (BigInt(NOW.getTime() + DEADLINE_MS_MAX) / 1_000n + 1n).toString()
      const wrong: [object, string][] = [
        [{ signature: await foreign({ verifyingContract: `0x${'a7'.repeat(20)}` }) }, 'signature_of_another'],
        [{ signature: await foreign({ chainId: 1 }) }, 'signature_of_another'],
        [{ signature: await other.sign({ hash: digest }) }, 'signature_of_another'],
        [{ signature: await sign(digest), deadline: String(NOW.getTime() / 1_000) }, 'deadline_passed'],
        [{ signature: await sign(digest), deadline: later }, 'deadline_too_far'],
      ]
      for (const [changes, reason] of wrong) {
        const { body, status } = await unfreeze(session, { sequence, deadline, ...changes })
        // A key that is not the account's own may be a contract's: then the chain must be asked, and none answers here.
        if (reason === 'signature_of_another') expect([status, body.code]).to.deep.equal([503, 'service_unavailable'])
        else expect(body).to.deep.include({ code: 'account_signature_invalid', details: { reason } })
      }
      const right = { signature: await sign(digest), sequence, deadline }
      expect((await unfreeze(session, right)).body.isFrozen).to.equal(false)
      expect(await acts(), 'the ledger has nothing to lift').to.deep.equal([])
      await freeze(session)
      const again = await unfreeze(session, right)
      expect(again.body.details).to.deep.equal({ reason: 'sequence_unexpected' })
      expect((await me(session)).body.isFrozen).to.equal(true)
      const fresh = await order(session, false)
      expect([fresh.sequence, BigInt(fresh.deadline)]).to.deep.equal(['0', BigInt(deadline) + 1n])
      const anew = {
        signature: await sign(fresh.digest),
        sequence: fresh.sequence,
        deadline: fresh.deadline,
      }
      expect((await unfreeze(session, anew)).body.isFrozen, 'an order that is new is taken').to.equal(false)
    })

    it('goes onto the ledger too when a signature comes along', async function () {
      const { session, wallet, address } = await aWalletMember(api.deps)
      await givePoints(db, address, 1n)
      const { digest, sequence, deadline } = await order(session, true)
      const signature = await wallet.sign({ hash: digest })
      expect((await freeze(session, { signature, sequence, deadline })).body.isFrozen).to.equal(true)
      expect((await order(session, false)).sequence).to.equal('1')
      expect(await acts()).to.deep.equal([['freeze', 0n]])
    })
  })

  it('of a passkey member is lifted by its assertion over the order', async function () {
    const passkey = aVirtualPasskey()
    const { body: challenge } = await send(api.url, '/v1/passkey-challenges', { method: 'POST' })
    const registration = passkey.register(challenge.challenge)
    const enrolled = await send(api.url, '/v1/passkeys', { body: { registration }, headers: { Origin: OWN_ORIGIN } })
    const session = await aSession(api.deps, enrolled.body.memberId)
    await freeze(session)
    const { digest, sequence, deadline, passkeys } = await order(session, false)
    expect(passkeys).to.deep.equal({ rpId: 'localhost', credentialIds: [passkey.id] })
    const challengeOf = (hash: string) => Buffer.from(hash.slice(2), 'hex').toString('base64url')
    const stale = passkey.assert(challengeOf(WORD))
    expect((await unfreeze(session, { assertion: stale, sequence, deadline })).body.details).to.deep.equal({
      reason: 'challenge_differs',
    })
    const assertion = passkey.assert(challengeOf(digest))
    expect((await unfreeze(session, { assertion, sequence, deadline })).body.isFrozen).to.equal(false)
  })

  it('needs a session, and a PIN that is set, to be lifted', async function () {
    expect((await send(api.url, '/v1/me/freeze', { body: {} })).body.code).to.equal('signed_out')
    const { member } = await aMember(api.deps)
    const session = await aSession(api.deps, member.id)
    await freeze(session)
    expect((await unfreeze(session, { pin: PIN })).body.code).to.equal('pin_unset')
    const sessionTokenHash = hashSessionToken(session)
    await setOwnPin(api.deps, { memberId: member.id, pin: PIN, currentPin: null, device: null, sessionTokenHash })
    expect((await unfreeze(session, { pin: PIN })).status).to.equal(200)
  })
})
