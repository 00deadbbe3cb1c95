import { expect } from 'chai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'

import { releaseMoves } from '../../../../../server/actions/accounts/release-moves.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { CODE_MS_MAX } from '../../../../../server/domain/one-time-codes.ts'
import { anOperatorKey, aSession, send } from '../../support/coalition.ts'
import { anotherCode, receiveCode, receiveMessages } from '../../support/messages.ts'
import { MOVE_WAIT_MS, NOW, type RunningApi } from '../../support/running-api.ts'
import { openTill, PIN, type Till } from '../../support/till.ts'

const EMAIL = { kind: 'email', value: 'ada@example.com' }
const PHONE = { kind: 'phone', value: '+44 20 7946 0958' }

describe('a second channel', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let session: string
  let fresh: PrivateKeyAccount
  let toAccount: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    fresh = privateKeyToAccount(generatePrivateKey())
    toAccount = fresh.address.toLowerCase()
    session = await aSession(api.deps, till.memberId)
    for (const identifier of [EMAIL, PHONE]) await add(identifier)
    await receiveMessages(api)
  })

  afterEach(() => api.close())

  const post = async (path: string, body: unknown) => send(api.url, `/v1/me/${path}`, { session, body })
  const add = async (identifier: object) => {
    await post('identifiers', { identifier })
    const messages = await receiveMessages(api)
    const code = /\b[0-9]{8}\b/.exec(messages.at(-1)?.text ?? '')?.[0]
    expect((await post('identifiers/proof', { identifier, code, notices: true })).status).to.equal(200)
  }
  const move = async () => {
    const { digest, deadline } = (await post('move-order', { toAccount })).body
    const toSignature = await fresh.sign({ hash: digest as Hex })
    return post('move', { toKind: 'wallet', toAccount, deadline, toSignature, pin: PIN })
  }
  /** Contacts count once they are as old as a move's wait. */
  const settle = async (ms = MOVE_WAIT_MS) => {
    api.clock.advance(ms)
    session = await aSession(api.deps, till.memberId)
  }
  const startCode = async (kind = 'email') => post('move/code', { kind })
  const confirm = async (code: string, kind = 'email') => post('move/code/confirmation', { kind, code })
  const isMade = async () => {
    await releaseMoves(api.deps)
    return (await db.accountAct.count()) === 1
  }

  describe('tells the member', function () {
    const received = async () => (await receiveMessages(api)).map(({ kind, to }) => `${kind} ${to}`)
    const BOTH = ['email ada@example.com', 'phone +442079460958']

    it('that a move was asked for, everywhere, in two languages, with its time', async function () {
      await move()
      const messages = await receiveMessages(api)
      expect(messages.map(({ kind, to }) => `${kind} ${to}`)).to.deep.equal(BOTH)
      const day = (locale: string) =>
        new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(NOW.getTime() + MOVE_WAIT_MS)
      for (const { text } of messages)
        expect(text)
          .to.include(`on ${day('en-GB')}`)
          .and.to.include(`le ${day('fr')}`)
    })

    it('that the PIN was changed, or taken back by the operator', async function () {
      await post('pin', { pin: '7391', currentPin: PIN })
      expect(await received()).to.deep.equal(BOTH)
      const key = await anOperatorKey(api.deps)
      await send(api.url, `/v1/members/${till.memberId}/pin-reset`, { key, method: 'POST' })
      expect(await received()).to.deep.equal(BOTH)
    })

    it('that a recovery was announced', async function () {
      const key = await anOperatorKey(api.deps)
      const { memberId } = till
      const path = `/v1/recoveries/${memberId}/order?toAccount=${toAccount}`
      const { digest, deadline } = (await send(api.url, path, { key })).body
      const toSignature = await fresh.sign({ hash: digest as Hex })
      await send(api.url, '/v1/recoveries', { key, body: { memberId, toAccount, deadline, toSignature } })
      expect(await received()).to.deep.equal(BOTH)
    })

    it('that a contact was added, except that contact itself', async function () {
      await add({ kind: 'email', value: 'ada@work.example' })
      expect(await received()).to.deep.equal(BOTH)
    })

    it('nothing where they gave no consent', async function () {
      await post('identifiers', { identifier: PHONE })
      const code = await receiveCode(api)
      await post('identifiers/proof', { identifier: PHONE, code, notices: false })
      await move()
      expect(await received()).to.deep.equal(BOTH.slice(0, 1))
    })
  })

  describe('confirms a move at once', function () {
    it('with the code that is sent there, once, and says so', async function () {
      await settle()
      await move()
      expect(await isMade()).to.equal(false)
      await receiveMessages(api)
      expect((await startCode()).status).to.equal(202)
      const code = await receiveCode(api)
      expect((await confirm(anotherCode(code))).body.code).to.equal('code_wrong')
      expect((await confirm(code, 'phone')).body.code).to.equal('code_wrong')
      expect((await confirm(code)).status).to.equal(200)
      expect((await confirm(code)).body.code).to.equal('code_wrong')
      expect(await receiveMessages(api)).to.have.length(2)
      expect(await isMade()).to.equal(true)
    })

    it('not with a contact that was proved after card and PIN were stolen', async function () {
      await settle(MOVE_WAIT_MS - 1)
      await move()
      await receiveMessages(api)
      const usableAt = new Date(NOW.getTime() + MOVE_WAIT_MS).toISOString()
      expect((await startCode()).body).to.deep.include({
        code: 'contact_too_new',
        details: { kind: 'email', usableAt },
      })
      await settle(1)
      expect((await startCode()).status).to.equal(202)
    })

    it('not with a code for another move, an old one, or one that proves an address', async function () {
      await settle()
      await move()
      await receiveMessages(api)
      await startCode()
      const code = await receiveCode(api)
      await send(api.url, '/v1/me/move/refuse', { session, method: 'POST' })
      expect((await confirm(code)).body.code).to.equal('move_unknown')
      await move()
      await receiveMessages(api)
      expect((await confirm(code)).body.code, 'of the move before').to.equal('code_wrong')
      await post('identifiers', { identifier: EMAIL })
      expect((await confirm(await receiveCode(api))).body.code, 'of an address').to.equal('code_wrong')
      await startCode()
      const late = await receiveCode(api)
      api.clock.advance(CODE_MS_MAX)
      expect((await confirm(late)).body.code, 'too late').to.equal('code_wrong')
      expect(await isMade()).to.equal(false)
    })

    it('not without a move, or a contact of that kind', async function () {
      await settle()
      expect((await startCode()).body.code).to.equal('move_unknown')
      await db.memberIdentifier.updateMany({ where: { kind: 'phone' }, data: { contact: null } })
      await move()
      expect((await startCode('phone')).body.code).to.equal('contact_unknown')
    })
  })
})
