import { readFileSync } from 'node:fs'

import { expect } from 'chai'

import { MEMBER_SECTIONS } from '../../../../../server/database/member-data.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { TABLES } from '../../../../../server/database/engine/tables.ts'
import { aMember, aSession, send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { burn, openTill, PIN, type Till } from '../../support/till.ts'

interface Held {
  readonly section: string
  readonly values: Record<string, unknown>
}

describe('GET /v1/me/data', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  /** All pages of so many rows. */
  async function readAll(session: string, limit = 100): Promise<Held[]> {
    const held: Held[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`
      const { status, body } = await send(api.url, `/v1/me/data?limit=${String(limit)}${query}`, { session })
      expect(status, JSON.stringify(body)).to.equal(200)
      expect(body.data.length).to.be.at.most(limit)
      held.push(...body.data)
      cursor = body.nextCursor
    } while (cursor !== null)
    return held
  }

  async function live(): Promise<void> {
    for (let sale = 0; sale < 7; sale += 1) {
      const body = {
        orderRef: `S${String(sale)}`,
        member: { kind: 'card', value: till.card },
        currency: 'GBP',
        amountMinor: '1200',
        occurredAt: NOW.toISOString(),
      }
      expect((await send(api.url, '/v1/purchases', { key: till.partner.key, body })).status).to.equal(201)
    }
    const id = await till.consented()
    await till.post(id, 'capture')
    await burn(db, id)
    await till.hold()
  }

  it('tells everything once, in pages of any size, and nothing of others', async () => {
    await live()
    const session = await aSession(api.deps, till.memberId)
    const all = await readAll(session)
    const count = (section: string) => all.filter((one) => one.section === section).length
    expect([count('account'), count('purchases'), count('entries'), count('redemptions')]).to.deep.equal([1, 7, 7, 2])
    expect([count('pin'), count('sessions'), count('ledgerRedemptions')]).to.deep.equal([1, 1, 1])
    for (const limit of [1, 2, 3, 5]) expect(await readAll(session, limit)).to.deep.equal(all)
    const { member } = await aMember(api.deps)
    const other = await readAll(await aSession(api.deps, member.id))
    expect(other.map(({ section }) => section))
      .to.include('account')
      .and.not.include('purchases')
    expect(JSON.stringify(other)).to.not.include(till.memberId).and.not.include(till.account)
  })

  it('shows no secret: no hash of PIN, token or code, no ciphertext', async () => {
    await live()
    const text = JSON.stringify(await readAll(await aSession(api.deps, till.memberId)))
    const { hash } = await db.memberPin.findUniqueOrThrow({ where: { memberId: till.memberId } })
    const sessions = await db.memberSession.findMany()
    const holds = await db.redemption.findMany()
    for (const secret of [hash, ...sessions.map((one) => one.tokenHash), ...holds.map((one) => one.approvalHash)])
      expect(text).to.not.include(secret)
    const signatures = holds.flatMap(({ memberSignature }) => memberSignature ?? [])
    expect(signatures).to.have.length(1)
    for (const signature of signatures) expect(text).to.not.include(signature)
    expect(text).to.not.match(/argon2|codeHash|tokenHash|sealed|valueHash|Signature/)
  })

  it('opens contacts to passkey and wallet, and not to card and PIN', async () => {
    const { id: memberId } = await db.member.findUniqueOrThrow({ where: { id: till.memberId } })
    const contact = api.deps.contactSeal.seal(memberId, 'ada@example.com')
    await db.memberIdentifier.create({
      data: {
        kind: 'email',
        valueHash: 'ab'.repeat(32),
        partnerId: 0,
        memberId,
        hint: 'a…@e',
        createdAt: NOW,
        provenAt: NOW,
        contact,
      },
    })
    const told = async (kind: 'card' | 'passkey' | 'wallet') => {
      await db.memberSession.deleteMany()
      const session = await aSession(api.deps, memberId)
      await db.memberSession.updateMany({ data: { kind } })
      const held = await readAll(session)
      return held.find(({ values }) => values['kind'] === 'email')?.values['contact']
    }
    expect(await told('card')).to.equal(null)
    expect(await told('passkey')).to.equal('ada@example.com')
    expect(await told('wallet')).to.equal('ada@example.com')
  })

  it('needs a session, and refuses a cursor that is none of it', async () => {
    expect((await send(api.url, '/v1/me/data')).status).to.equal(401)
    expect((await send(api.url, '/v1/me/data', { key: till.partner.key })).status).to.equal(401)
    const session = await aSession(api.deps, till.memberId)
    expect((await send(api.url, '/v1/me/data?cursor=WyJIaXN0b3J5Il0', { session })).body.code).to.equal(
      'malformed_request',
    )
    await till.post((await till.hold()).body.redemptionId, 'consent', { kind: 'pin', pin: PIN })
  })
})

describe('what is held about members', function () {
  /** Tables that name a member in another way, each with the section or the reason. */
  const OTHERWISE: Readonly<Record<string, string>> = {
    budget_use: 'subject of a day, gone within days',
  }

  it('has a section for every table with a member or an account in it', () => {
    const schema = readFileSync(new URL('../../../../../prisma/schema.prisma', import.meta.url), 'utf8')
    const named = [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)\n\}/gm)].flatMap(([, body = '']) => {
      const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? ''
      return /^ {2}(?:memberId|account)\s/m.test(body) ? [table] : []
    })
    const known = new Set<string>([...MEMBER_SECTIONS.map(({ table }) => table), ...Object.keys(OTHERWISE)])
    expect(named.length).to.be.above(15)
    expect(named.filter((table) => !known.has(table))).to.deep.equal([])
  })

  it('hides only columns that there are', () => {
    for (const { table, by, ...section } of MEMBER_SECTIONS) {
      const hidden: readonly string[] = 'hidden' in section ? section.hidden : []
      expect(TABLES[table].columns).to.include.members([by, ...hidden])
    }
  })
})
