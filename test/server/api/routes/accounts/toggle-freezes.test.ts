import { expect } from 'chai'
import type { Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'

import { readFreezeCall } from '../../../../../server/chain/account-orders.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { BUDGET_LIMITS_DEFAULT } from '../../../../../server/domain/budgets.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aSession, send } from '../../support/coalition.ts'
import { bindOpenCalls } from '../../support/ledger.ts'
import { aWalletMember } from '../../support/members.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'
import { aTill, givePoints, PIN } from '../../support/till.ts'

const MANY = { ...BUDGET_LIMITS_DEFAULT, unfreezesPerMemberMax: 100 }
const SECONDS_TO_MIDNIGHT = 12 * 3_600

describe('freezing and unfreezing again and again', function () {
  let db: Database
  let api: RunningApi
  beforeEach(async () => {
    db = await sharedTestDatabase()
  })
  afterEach(() => api.close())

  const freeze = (session: string, body: unknown = {}) => send(api.url, '/v1/me/freeze', { session, body })
  const unfreeze = (session: string, body: unknown = { pin: PIN }) =>
    send(api.url, '/v1/me/unfreeze', { session, body })
  const me = (session: string) => send(api.url, '/v1/me', { session })
  /** What would still be sent, or was. */
  const calls = async () => {
    const rows = await db.call.findMany({
      where: { kind: 'account', state: { not: 'failed' } },
      orderBy: { seq: 'asc' },
    })
    return rows.map(({ data }) => {
      const order = readFreezeCall(data)!
      return [order.frozen, order.sequence]
    })
  }
  const sendAll = () => bindOpenCalls(db)
  const aCard = async () => {
    const till = await aTill(api, db)
    return { till, session: await aSession(api.deps, till.memberId) }
  }
  /** Signs what a wallet's owner is told to sign, and sends it. */
  const signedToggle = async ({ session, wallet }: { session: string; wallet: PrivateKeyAccount }, frozen: boolean) => {
    const path = `/v1/me/freeze-order?frozen=${frozen}`
    const { digest, sequence, deadline } = (await send(api.url, path, { session })).body
    const body = { signature: await wallet.sign({ hash: digest as Hex }), sequence, deadline }
    return { body, answer: await (frozen ? freeze : unfreeze)(session, body) }
  }

  it('ten times before anything is sent leaves no transaction, of a card', async () => {
    api = await startApi(db, { budgetLimits: MANY })
    const { session } = await aCard()
    for (let toggle = 0; toggle < 5; toggle++) {
      expect((await freeze(session)).body.isFrozen).to.equal(true)
      expect((await unfreeze(session)).body.isFrozen).to.equal(false)
    }
    expect(await calls()).to.deep.equal([])
    await freeze(session)
    expect(await calls(), 'the number is still free').to.deep.equal([[true, 0n]])
  })

  it('ten times while a freeze is on its way leaves one transaction more at most, of a card', async () => {
    api = await startApi(db, { budgetLimits: MANY })
    const { session } = await aCard()
    await freeze(session)
    await sendAll()
    for (let toggle = 0; toggle < 5; toggle++) {
      await unfreeze(session)
      expect(await calls()).to.deep.equal([
        [true, 0n],
        [false, 1n],
      ])
      await freeze(session)
      expect(await calls()).to.deep.equal([[true, 0n]])
    }
    expect((await me(session)).body).to.deep.include({ isFrozen: true, frozenBy: { member: true, operator: false } })
  })

  it('ten times before anything is sent leaves no transaction and no signature, of a wallet', async () => {
    api = await startApi(db, { budgetLimits: MANY })
    const own = await aWalletMember(api.deps)
    await givePoints(db, own.address, 100n)
    for (let toggle = 0; toggle < 5; toggle++) {
      expect((await signedToggle(own, true)).answer.body.isFrozen).to.equal(true)
      expect(await calls()).to.deep.equal([[true, 0n]])
      expect((await signedToggle(own, false)).answer.body.isFrozen).to.equal(false)
      expect(await calls()).to.deep.equal([])
    }
    const folded = await db.call.findMany({ where: { reason: 'folded' } })
    expect(folded).to.have.length(10)
    for (const { data } of folded) expect(data, 'a signature of no bytes').to.match(/a0(0{64})$/)
  })

  it('takes no unfreeze a second time that a freeze undid, and no older one', async () => {
    api = await startApi(db, { budgetLimits: MANY })
    const own = await aWalletMember(api.deps)
    await givePoints(db, own.address, 100n)
    await signedToggle(own, true)
    const { body: used } = await signedToggle(own, false)
    await signedToggle(own, true)
    const again = await unfreeze(own.session, used)
    expect(again.body).to.deep.include({
      code: 'account_signature_invalid',
      details: { reason: 'sequence_unexpected' },
    })
    expect(await calls()).to.deep.equal([[true, 0n]])
  })

  it('sends a freeze once, however often a wallet signs it', async () => {
    api = await startApi(db)
    const own = await aWalletMember(api.deps)
    await givePoints(db, own.address, 100n)
    for (let toggle = 0; toggle < 5; toggle++) await signedToggle(own, true)
    await sendAll()
    for (let toggle = 0; toggle < 5; toggle++) await signedToggle(own, true)
    expect(await calls()).to.deep.equal([[true, 0n]])
  })

  it('costs nothing on an account that never had points, which is frozen here all the same', async () => {
    api = await startApi(db)
    const own = await aWalletMember(api.deps)
    const frozen = (await signedToggle(own, true)).answer
    expect(frozen.body).to.deep.include({ isFrozen: true, frozenOnLedger: false })
    await signedToggle(own, false)
    await signedToggle(own, true)
    expect(await calls()).to.deep.equal([])
    await givePoints(db, own.address, 1n)
    await signedToggle(own, true)
    expect(await calls(), 'with points it goes onto the ledger').to.deep.equal([[true, 0n]])
  })

  it('is refused when it was lifted three times in a day, and freezing never is', async () => {
    api = await startApi(db)
    const { session } = await aCard()
    for (let toggle = 0; toggle < BUDGET_LIMITS_DEFAULT.unfreezesPerMemberMax; toggle++) {
      await freeze(session)
      await sendAll()
      expect((await unfreeze(session)).status).to.equal(200)
      await sendAll()
    }
    expect((await unfreeze(session)).status, 'nothing is to be lifted').to.equal(200)
    expect((await freeze(session)).body.isFrozen).to.equal(true)
    const refused = await unfreeze(session)
    expect([refused.status, refused.body.code, refused.body.details]).to.deep.equal([
      429,
      'budget_used_up',
      { budget: 'unfreezes_of_member', usedMax: 3, retryAfterSeconds: SECONDS_TO_MIDNIGHT },
    ])
    expect(refused.headers.get('Retry-After')).to.equal(String(SECONDS_TO_MIDNIGHT))
    expect((await me(session)).body.isFrozen, 'it stays frozen').to.equal(true)
    expect((await freeze(session)).status).to.equal(200)
    expect(await calls()).to.have.length(7)
    api.clock.advance(SECONDS_TO_MIDNIGHT * 1_000 - 1)
    expect((await unfreeze(session)).body.details).to.deep.include({ retryAfterSeconds: 1 })
    api.clock.advance(1)
    expect((await unfreeze(session)).body.isFrozen).to.equal(false)
  })

  it('counts only what the PIN was right for, and each try at it', async () => {
    api = await startApi(db, { budgetLimits: { ...BUDGET_LIMITS_DEFAULT, unfreezesPerMemberMax: 1 } })
    const { session } = await aCard()
    await freeze(session)
    for (let tries = 0; tries < 3; tries++)
      expect((await unfreeze(session, { pin: '1379' })).body.code).to.equal('pin_wrong')
    expect((await unfreeze(session)).status).to.equal(200)
    expect(
      await db.budgetUse.findMany({ where: { budget: 'unfreezes_of_member' }, select: { used: true } }),
    ).to.deep.equal([{ used: 1 }])
  })

  it('by the members of one partner is bounded on the ledger, and all of them are frozen here', async () => {
    api = await startApi(db, { budgetLimits: { ...BUDGET_LIMITS_DEFAULT, accountActsPerPartnerMax: 2 } })
    const { till, session: first } = await aCard()
    const enrolled = [{ memberId: till.memberId, session: first }]
    for (let index = 0; index < 2; index++) {
      const { member } = await aMember(api.deps)
      await givePoints(db, member.address, 1n)
      enrolled.push({ memberId: member.id, session: await aSession(api.deps, member.id) })
    }
    await db.member.updateMany({ data: { enrolledBy: till.partner.id } })
    for (const { session } of enrolled) expect((await freeze(session)).body.isFrozen).to.equal(true)
    expect(await calls()).to.have.length(2)
    await sendAll()
    const refused = await unfreeze(first)
    expect(refused.body.details).to.deep.include({ budget: 'account_acts_of_partner', usedMax: 2 })
    const { member: elsewhere } = await aMember(api.deps)
    await givePoints(db, elsewhere.address, 1n)
    expect((await freeze(await aSession(api.deps, elsewhere.id))).status).to.equal(200)
    expect(await calls(), 'nobody else is held up').to.have.length(3)
  })

  it('by many members of one address is bounded, and stops nobody’s freeze', async () => {
    api = await startApi(db, { budgetLimits: { ...BUDGET_LIMITS_DEFAULT, accountActsPerAddressMax: 2 } })
    const owners = []
    for (let index = 0; index < 3; index++) {
      const own = await aWalletMember(api.deps)
      await givePoints(db, own.address, 1n)
      expect((await signedToggle(own, true)).answer.status).to.equal(200)
      owners.push(own)
    }
    await sendAll()
    const answers = []
    for (const own of owners) answers.push((await signedToggle(own, false)).answer)
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 429])
    expect(answers[2]!.body.details).to.deep.include({ budget: 'account_acts_of_address', usedMax: 2 })
    const stranger = await aWalletMember(api.deps)
    await givePoints(db, stranger.address, 1n)
    const first = (await signedToggle(stranger, true)).answer
    expect([first.status, first.body.isFrozen]).to.deep.equal([200, true])
    expect((await calls()).filter(([frozen]) => frozen)).to.have.length(4)
    const kept = await db.budgetUse.findFirstOrThrow({ where: { budget: 'account_acts_of_address' } })
    expect(kept.subject, 'no address is kept').to.match(/^[0-9a-f]{64}$/)
    expect(kept.day).to.equal(Math.floor(NOW.getTime() / 86_400_000))
  })
})
