import { randomUUID } from 'node:crypto'

import { expect } from 'chai'

import { carryOutErasures, destroyErasedKeys } from '../../../../../server/actions/accounts/carry-out-erasures.ts'
import { openSession } from '../../../../../server/actions/sign-in/open-session.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { eraseRows, saveErasure } from '../../../../../server/database/erasures.ts'
import { insertProjections } from '../../../../../server/database/projections.ts'
import { saveIdentifiers } from '../../../../../server/database/members.ts'
import { TABLE_NAMES } from '../../../../../server/database/engine/tables.ts'
import { FRESH_SESSION_MS } from '../../../../../server/domain/erasure.ts'
import { aMember, anOperatorKey, aSession, OWN_ORIGIN, send } from '../../support/coalition.ts'
import { aWalletMember } from '../../support/members.ts'
import { receiveMessages } from '../../support/messages.ts'
import { MOVE_WAIT_MS, NOW, type RunningApi } from '../../support/running-api.ts'
import { givePoints, openTill, PIN, type Till } from '../../support/till.ts'

const HERS = { order: 'ORDER-of-ottilie-7', returned: 'RETURN-of-ottilie-8', note: 'a gift for Ottilie' }

/** Every row of every table, as it is stored: a row as one text is not opened. */
async function storedText(db: Database): Promise<string> {
  const tables = await Promise.all(
    TABLE_NAMES.map((table) => db.$queryRawUnsafe<{ row: string }[]>(`select t::text as row from "${table}" t`)),
  )
  return tables.flatMap((rows) => rows.map(({ row }) => row)).join('\n')
}

describe('erasing a member', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let session: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    session = await aSession(api.deps, till.memberId)
  })

  afterEach(() => api.close())

  const outlook = () => send(api.url, '/v1/me/erasure', { session })
  const ask = (body: object, as = session) => send(api.url, '/v1/me/erasure', { session: as, body })
  const asTill = (path: string, body?: unknown) =>
    send(api.url, path, { key: till.partner.key, ...(body === undefined ? {} : { body }) })
  const sale = (orderRef: string) => ({
    orderRef,
    member: { kind: 'card', value: till.card },
    currency: 'GBP',
    amountMinor: '1200',
    occurredAt: NOW.toISOString(),
    metadata: { note: HERS.note },
  })
  const isErased = async (memberId = till.memberId) =>
    (await db.member.findUniqueOrThrow({ where: { id: memberId } })).erasedAt !== null

  /** Puts all entries on the ledger, in a final block. */
  async function settle(): Promise<void> {
    const word = () => `0x${randomUUID().replaceAll('-', '').repeat(2)}`
    for (const entry of await db.outboxEntry.findMany()) {
      const [batchHash, batchId] = [word(), randomUUID()]
      const empty = { receiptsRoot: word(), credits: '0x', debits: '0x', credited: 0n, debited: 0n, deadline: NOW }
      const states = { state: 'posted', signature: '0x', leafVersion: 1, createdAt: NOW, entryCount: 1 }
      const named = { partnerId: entry.partnerId, firstEntry: entry.seq, batchHash }
      await db.batch.create({ data: { id: batchId, ...named, ...empty, ...states } })
      await db.outboxEntry.update({ where: { id: entry.id }, data: { batchId, entryNumber: entry.seq } })
      const posted = { receiptsRoot: word(), credited: 0n, debited: 0n, entryCount: 1, sender: null, gasUsed: 0n }
      const block = { blockNumber: 30n, blockHash: word(), logIndex: Number(entry.seq), transactionHash: word() }
      const posting = { ...named, ...posted, ...block, includedAt: NOW, seenAt: NOW }
      await db.transaction((tx) => insertProjections(tx, { posted_batch: [posting] }))
    }
  }

  async function buy(): Promise<void> {
    expect((await asTill('/v1/purchases', sale(HERS.order))).status).to.equal(201)
    const { member: _member, orderRef, ...back } = sale(HERS.order)
    const answer = await asTill('/v1/returns', { ...back, returnRef: HERS.returned, orderRef, amountMinor: '500' })
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
    await settle()
  }

  it('with card and PIN waits, tells every contact, and is refused by whoever is signed in', async function () {
    const email = {
      kind: 'email' as const,
      valueHash: 'f'.repeat(64),
      partnerId: 0,
      memberId: till.memberId,
      hint: 'o…@e',
    }
    const contact = api.deps.contactSeal.seal(till.memberId, 'ottilie@example.net')
    const proven = { createdAt: NOW, provenAt: NOW, endedAt: null, contact }
    await db.transaction((tx) => saveIdentifiers(tx, [{ ...email, ...proven }]))
    expect((await ask({ points: '1000' })).body.code).to.equal('stronger_proof_needed')
    expect((await ask({ points: '1000', pin: '9999' })).body.code).to.equal('pin_wrong')
    expect((await ask({ points: '999', pin: PIN })).body).to.deep.include({ code: 'erasure_points_differ' })
    const readyAt = new Date(NOW.getTime() + MOVE_WAIT_MS).toISOString()
    expect((await ask({ points: '1000', pin: PIN })).body).to.deep.equal({ state: 'waiting', readyAt })
    expect((await ask({ points: '1000', pin: PIN })).body.code).to.equal('erasure_pending')
    const messages = await receiveMessages(api)
    expect(messages.map(({ to, subject }) => [to, subject.split(' / ')[0]])).to.deep.equal([
      ['ottilie@example.net', 'Your account is about to be deleted'],
    ])
    await carryOutErasures(api.deps)
    expect(await isErased()).to.equal(false)
    const kept = await send(api.url, '/v1/me/erasure/refuse', { session, method: 'POST' })
    expect(kept.body).to.deep.include({ readyAt: null, points: '1000' })
    const again = await send(api.url, '/v1/me/erasure/refuse', { session, method: 'POST' })
    expect(again.body.code).to.equal('erasure_unknown')
    api.clock.advance(2 * MOVE_WAIT_MS)
    await carryOutErasures(api.deps)
    expect(await isErased()).to.equal(false)
  })

  it('with card and PIN is refused at a till, and otherwise carried out when the wait is over', async function () {
    await ask({ points: '1000', pin: PIN })
    const path = `/v1/members/${till.memberId}/move/refuse`
    expect((await send(api.url, path, { key: till.partner.key, method: 'POST' })).status).to.equal(200)
    await ask({ points: '1000', pin: PIN })
    api.clock.advance(MOVE_WAIT_MS)
    await carryOutErasures(api.deps)
    expect(await isErased()).to.equal(true)
    expect((await db.erasure.findMany()).map(({ state }) => state)).to.deep.equal(['done'])
    expect((await outlook()).status).to.equal(401)
  })

  it('with a key of the member takes a fresh session of that key, and is done at once', async function () {
    const { memberId, address } = await aWalletMember(api.deps)
    const open = (kind: 'wallet' | 'card') => db.transaction((tx) => openSession(tx, api.deps, { memberId, kind }))
    const [own, card] = [await open('wallet'), await open('card')]
    expect((await ask({ points: '0' }, card.token)).body.code).to.equal('session_not_fresh')
    api.clock.advance(FRESH_SESSION_MS + 1)
    expect((await ask({ points: '0' }, own.token)).body.code).to.equal('session_not_fresh')
    const fresh = await open('wallet')
    const nobody = { kind: 'member', value: memberId }
    expect((await ask({ points: '0' }, fresh.token)).body).to.deep.equal({ state: 'erased', readyAt: null })
    expect((await send(api.url, '/v1/me', { session: fresh.token })).status).to.equal(401)
    expect((await asTill('/v1/members/search', nobody)).body.code).to.equal('member_unknown')
    expect((await asTill('/v1/members/search', { kind: 'wallet', value: address })).body.code).to.equal(
      'member_unknown',
    )
  })

  it('waits for what is open, and says for what', async function () {
    const { body: held } = await till.hold()
    const blocked = await ask({ points: '1000', pin: PIN })
    expect(blocked.body).to.deep.include({ code: 'erasure_blocked' })
    expect(blocked.body.details.open).to.deep.equal(['hold'])
    expect(blocked.body.details.tryAgainAt).to.equal(held.expiresAt)
    expect((await outlook()).body.open).to.deep.equal([{ matter: 'hold', until: held.expiresAt }])
    await till.post(held.redemptionId, 'void')
    await asTill('/v1/purchases', sale(HERS.order))
    expect((await outlook()).body.open).to.deep.equal([{ matter: 'entry', until: null }])
    await settle()
    expect((await outlook()).body.open).to.deep.equal([])
    await send(api.url, '/v1/me/freeze', { session, body: {} })
    expect((await outlook()).body.open.map(({ matter }: { matter: string }) => matter)).to.include('freeze')
  })

  it('leaves nothing in the tables but what the books need, and refuses the old order as ever', async function () {
    await buy()
    const salts = (await db.outboxEntry.findMany()).map(({ salt }) => salt)
    expect(salts).to.have.length(2)
    const values = [...Object.values(HERS), ...salts, till.card]
    // Sealed from the first moment on, and readable for whoever may read it.
    const stored = await storedText(db)
    for (const value of values) expect(stored).to.not.include(value)
    expect((await asTill(`/v1/purchases?orderRef=${HERS.order}`)).body.data[0]).to.deep.include({
      orderRef: HERS.order,
      metadata: { note: HERS.note },
    })
    const events = JSON.stringify((await asTill('/v1/events')).body.data)
    for (const reference of [HERS.order, HERS.returned]) expect(events).to.include(reference)
    const operator = await anOperatorKey(api.deps)
    const path = `/v1/members/${till.memberId}/erasure`
    expect((await send(api.url, path, { key: operator, body: { points: '7' } })).body.code).to.equal(
      'erasure_points_differ',
    )
    const erased = await send(api.url, path, { key: operator, body: { points: '1000' } })
    expect(erased.body, JSON.stringify(erased.body)).to.deep.include({ state: 'erased' })
    for (const table of ['memberIdentifier', 'memberPin', 'memberSession', 'pinPlace', 'message'] as const)
      expect(await (db[table] as typeof db.message).count({ where: { memberId: till.memberId } }), table).to.equal(0)
    const again = await asTill('/v1/purchases', sale(HERS.order))
    expect(again.body).to.deep.include({ code: 'purchase_conflict', status: 409 })
    const sold = (await asTill('/v1/purchases')).body.data[0]
    expect(sold).to.deep.include({ orderRef: null, metadata: {}, amountMinor: '1200', points: '12' })
    expect((await asTill('/v1/returns')).body.data[0]).to.deep.include({
      returnRef: null,
      orderRef: null,
      metadata: {},
    })
    const told = (await asTill('/v1/events')).body.data
    expect(JSON.stringify(told)).to.not.include(HERS.order).and.not.include(HERS.returned)
    expect(told.at(-1)).to.deep.include({ type: 'member.erased', data: { memberId: till.memberId } })
    const { body: entries } = await asTill(`/v1/members/${till.memberId}/entries`)
    expect(entries.code ?? entries.data[0].reference).to.be.oneOf(['member_unknown', null])
    const signedIn = { kind: 'card', cardNumber: till.card, pin: PIN }
    expect((await send(api.url, '/v1/sessions', { body: signedIn, headers: { Origin: OWN_ORIGIN } })).status).to.equal(
      401,
    )
    expect((await send(api.url, path, { key: operator, body: { points: '1000' } })).body.code).to.equal(
      'member_unknown',
    )
  })

  it('takes goods back of somebody who was erased, so that the books stay right', async function () {
    await buy()
    await till.post(randomUUID(), 'void')
    const operator = await anOperatorKey(api.deps)
    await send(api.url, `/v1/members/${till.memberId}/erasure`, { key: operator, body: { points: '1000' } })
    const { member: _member, ...back } = sale(HERS.order)
    const answer = await asTill('/v1/returns', { ...back, returnRef: 'return-2-of-hers', amountMinor: '700' })
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
    expect(answer.body).to.deep.include({ points: '7' })
    expect(await storedText(db)).to.not.include('return-2-of-hers')
    expect((await asTill('/v1/returns?returnRef=return-2-of-hers')).body.data[0]).to.deep.include({
      returnRef: null,
      points: '7',
    })
  })

  it('keeps others as they are', async function () {
    await buy()
    const other = await aMember(api.deps)
    await givePoints(db, other.member.address, 5n)
    const his = { ...sale('HIS'), member: { kind: 'card', value: other.card } }
    expect((await asTill('/v1/purchases', his)).status).to.equal(201)
    const operator = await anOperatorKey(api.deps)
    await send(api.url, `/v1/members/${till.memberId}/erasure`, { key: operator, body: { points: '1000' } })
    expect((await asTill('/v1/purchases?orderRef=HIS')).body.data[0]).to.deep.include({ orderRef: 'HIS' })
    expect((await asTill('/v1/members/search', { kind: 'card', value: other.card })).body.memberId).to.equal(
      other.member.id,
    )
  })

  it('goes on where it was cut off: after the rows, and where the keys come back from a copy', async function () {
    await buy()
    const common = { memberId: till.memberId, askedBy: 'member', points: 0n, askedAt: NOW, readyAt: NOW } as const
    const open = { endedAt: null, endedReason: null }
    // What is left by a server that dies before the key is destroyed.
    await db.transaction(async (tx) => {
      await saveErasure(tx, { ...common, ...open, state: 'erasing' })
      await eraseRows(tx, till.memberId, NOW)
    })
    const orderRef = async () => (await db.purchase.findFirstOrThrow({ where: { memberId: till.memberId } })).orderRef
    expect(await orderRef()).to.equal(HERS.order)
    await destroyErasedKeys(api.deps)
    expect(await orderRef()).to.equal(null)
    await carryOutErasures(api.deps)
    expect((await db.erasure.findMany()).map(({ state }) => state)).to.deep.equal(['done'])
  })
})
