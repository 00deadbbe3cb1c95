import { createHash } from 'node:crypto'

import { expect } from 'chai'
import { z } from 'zod'

import { GUESSABLE_FIELDS } from '../../../server/api/request-mark.ts'
import { ROUTES } from '../../../server/api/routes.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { type ApiAnswer, aSession, send } from './support/coalition.ts'
import type { RunningApi } from './support/running-api.ts'
import { openTill, PIN, type Till } from './support/till.ts'

const BY_PIN = { kind: 'pin', pin: PIN }

describe('a request with a PIN that is sent again', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let session: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    session = await aSession(api.deps, till.memberId)
  })

  afterEach(() => api.close())

  const named = (name = 'first') => ({ 'Idempotency-Key': name })
  const atTill = (path: string, body: unknown, name?: string) =>
    send(api.url, path, { key: till.partner.key, body, headers: named(name) })
  const asMember = (path: string, body: unknown, name?: string) =>
    send(api.url, path, { session, body, headers: named(name) })
  const isFirstAnswer = (again: ApiAnswer, first: ApiAnswer) =>
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).to.deep.equal([
      200,
      first.body,
      'true',
    ])
  const held = async () => (await till.hold()).body.redemptionId as string
  const keys = () => db.idempotencyKey.count()

  it('has no PIN or code in its body that is not left out where repetitions are recognised', () => {
    const found = new Set<string>()
    for (const { body, repeatable } of ROUTES) {
      if (body === undefined || repeatable !== true) continue
      const schema = JSON.stringify(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }))
      for (const [, name = ''] of schema.matchAll(/"(pin|[a-z]\w*(?:Pin|Code))":\{/g)) found.add(name)
    }
    expect([...found]).to.have.members(GUESSABLE_FIELDS)
  })

  it('sets a PIN once', async () => {
    const set = () => asMember('/v1/me/pin', { pin: '4711', currentPin: PIN }, 'own')
    const change = () => atTill(`/v1/members/${till.memberId}/pin`, { pin: '1470', currentPin: '4711' }, 'till')
    const own = await set()
    isFirstAnswer(await set(), own)
    const other = await change()
    expect([own.status, other.status]).to.deep.equal([200, 200])
    isFirstAnswer(await change(), other)
    expect((await db.memberPin.findUniqueOrThrow({ where: { memberId: till.memberId } })).failedTries).to.equal(0)
  })

  it('counts a wrong PIN once for each time it is sent, and keeps no key of it', async () => {
    const id = await held()
    const wrong = { kind: 'pin', pin: '9999' }
    const before = await keys()
    const ways = [
      () => atTill(`/v1/redemptions/${id}/consent`, wrong),
      () => asMember('/v1/me/pin', { pin: '4711', currentPin: '9999' }),
      () => asMember('/v1/me/unfreeze', { pin: '9999' }),
      () => atTill(`/v1/members/${till.memberId}/pin`, { pin: '4711', currentPin: '9999' }),
    ]
    const failedTries = async () => (await db.memberPin.findFirstOrThrow()).failedTries
    for (const way of ways) {
      await db.memberPin.updateMany({ data: { failedTries: 0 } })
      await db.pinPlace.deleteMany()
      for (const tries of [1, 2]) {
        expect((await way()).body.code).to.equal('pin_wrong')
        expect(await failedTries()).to.equal(tries)
      }
    }
    expect(await keys()).to.equal(before)
    await db.memberPin.updateMany({ data: { failedTries: 0 } })
    await db.pinPlace.deleteMany()
    expect((await atTill(`/v1/redemptions/${id}/consent`, BY_PIN)).body.state).to.equal('consented')
  })

  it('is no way to learn a PIN: under one key, no other PIN is told from the right one', async () => {
    const id = await held()
    const asked: readonly (readonly [string, object, object])[] = [
      [`/v1/redemptions/${id}/consent`, BY_PIN, { kind: 'pin', pin: '9999' }],
      [`/v1/members/${till.memberId}/pin`, { pin: '4711', currentPin: PIN }, { pin: '4711', currentPin: '9999' }],
      [`/v1/members/${till.memberId}/pin`, { pin: '1470', currentPin: '4711' }, { pin: '9998', currentPin: '4711' }],
    ]
    for (const [index, [path, right, guess]] of asked.entries()) {
      const first = await atTill(path, right, `key-${index}`)
      expect(first.status, path).to.equal(200)
      isFirstAnswer(await atTill(path, guess, `key-${index}`), first)
      isFirstAnswer(await atTill(path, right, `key-${index}`), first)
    }
    const otherwise = await atTill(
      `/v1/redemptions/${id}/consent`,
      { kind: 'wallet', signature: `0x${'11'.repeat(65)}` },
      'key-0',
    )
    expect(otherwise.body.code).to.equal('idempotency_key_reused')
    const row = await db.memberPin.findFirstOrThrow()
    const { failedTries } = await db.pinPlace.findFirstOrThrow({ where: { place: { startsWith: 'till:' } } })
    expect([failedTries, await api.deps.pinHash.matches(row.hash, '1470', 'test')]).to.deep.equal([0, true])
  })

  it('leaves nothing behind from which a PIN or a telephone number could be found', async () => {
    const id = await held()
    const path = `/v1/redemptions/${id}/consent`
    await atTill(path, BY_PIN, 'pin')
    const enrol = { kind: 'card', identifiers: [{ kind: 'phone', value: '+33612345678' }] }
    expect((await atTill('/v1/members', enrol, 'phone')).status).to.equal(201)
    const rows = await db.idempotencyKey.findMany()
    expect(JSON.stringify(rows)).to.not.include(`"${PIN}"`).and.not.include('33612345678')
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    const kept = new Set(rows.map(({ requestHash }) => requestHash))
    expect(kept.size).to.equal(2)
    for (let guess = 0; guess < 10_000; guess++) {
      const body = sha256(JSON.stringify({ kind: 'pin', pin: String(guess).padStart(4, '0') }))
      expect(kept.has(body) || kept.has(sha256(`${path}\n${body}`))).to.equal(false)
    }
    expect(kept.has(sha256(JSON.stringify(enrol)))).to.equal(false)
  })
})
