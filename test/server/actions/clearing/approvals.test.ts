import { expect } from 'chai'

import { APPROVAL_MS_MAX } from '../../../../server/domain/approvals.ts'
import type { PersonRole } from '../../../../server/domain/people.ts'
import { PERSON_SESSION_MS_MAX } from '../../../../server/domain/people.ts'
import { send } from '../../api/support/coalition.ts'
import { aPerson, asPerson, askForCode, personTokenOf, signInWith, type TestPerson } from '../../api/support/people.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { bookJanuary, type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const OWN = '/v1/statements/2026-01'
const APPROVALS = '/v1/partner/approvals'

describe('confirming a statement with two people', function () {
  this.timeout(300_000)
  let clearing: ClearingPlatform
  let owner: TestPerson
  let finance: TestPerson

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    await bookJanuary(clearing)
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.close('2026-01')
    await clearing.platform.settle()
    owner = await signIn('owner')
    finance = await signIn('finance')
  })

  afterEach(() => clearing.api.close())

  const signIn = (role: PersonRole, email = `${role}@harbour.example`) =>
    aPerson(clearing.api, PARTNER, { role, email })
  const set = (statementApprovals: number, who = owner) =>
    who.ask(APPROVALS, { method: 'PUT', body: { statementApprovals } })
  const confirm = (who: TestPerson, reference = 'BOOK-1') => who.ask(`${OWN}/confirmation`, { body: { reference } })
  const decide = (who: TestPerson, approvalId: string, how: 'approve' | 'reject' = 'approve') =>
    who.ask(`${APPROVALS}/${approvalId}/${how}`, { method: 'POST' })
  const waiting = async (who = owner) => (await who.ask(APPROVALS)).body.waiting
  const acts = () => clearing.platform.database.clearingAct.count()
  /** Signs somebody in again whose session has ended meanwhile. */
  const again = async ({ personId, email }: TestPerson): Promise<TestPerson> => {
    const code = (await askForCode(clearing.api, email)) ?? ''
    const token = personTokenOf(await signInWith(clearing.api, { email, code }))
    return { personId, email, token, ask: asPerson(clearing.api, token) }
  }
  async function asked(who = finance): Promise<string> {
    const { status, body } = await confirm(who)
    expect(status, JSON.stringify(body)).to.equal(200)
    return body.settlement.approval.approvalId
  }

  it('is asked for by one, and done when another approves, as the log says of both', async () => {
    expect((await owner.ask(APPROVALS)).body).to.deep.equal({ statementApprovals: 1, waiting: [] })
    expect((await set(2)).body.statementApprovals).to.equal(2)
    const approvalId = await asked()
    expect(await acts()).to.equal(0)
    expect((await waiting())[0]).to.deep.include({
      approvalId,
      kind: 'confirmation',
      month: '2026-01',
      reference: 'BOOK-1',
      requestedBy: { personId: finance.personId, name: 'The finance' },
    })
    // The same again changes nothing; another payment must wait.
    expect(await asked()).to.equal(approvalId)
    expect((await confirm(owner, 'BOOK-2')).body.code).to.equal('approval_waits')
    expect((await decide(finance, approvalId)).body.code).to.equal('approval_by_requester')
    expect((await decide(finance, approvalId)).body.code).to.equal('approval_by_requester')
    const { status, body } = await decide(owner, approvalId)
    expect([status, body]).to.deep.equal([200, { statementApprovals: 2, waiting: [] }])
    expect(await acts()).to.equal(1)
    expect((await owner.ask(OWN)).body.settlement).to.deep.include({ approval: null })
    expect((await owner.ask(OWN)).body.settlement.lastAct).to.include({ kind: 'confirmation', text: 'BOOK-1' })
    expect((await decide(owner, approvalId)).body).to.deep.include({ code: 'approval_closed' })
    const log = await clearing.platform.database.auditEntry.findMany({ where: { changed: true, partnerId: PARTNER } })
    const done = log.map(({ operation, keyId }) => [operation, keyId])
    expect(done).to.deep.include.members([
      ['setApprovals', owner.personId],
      ['confirmStatement', finance.personId],
      ['approveRequest', owner.personId],
    ])
  })

  it('cannot be done by a key, whose problem says so, while one person may be enough for it', async () => {
    const byKey = (reference: string) => clearing.ask(`${OWN}/confirmation`, clearing.partner, { reference })
    await set(2)
    const refused = await byKey('BOOK-1')
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'person_needed'])
    expect(refused.body.detail).to.include('this partner has two of them confirm')
    const approvalId = await asked()
    for (const how of ['approve', 'reject']) {
      const path = `${APPROVALS}/${approvalId}/${how}`
      const { body } = await send(clearing.api.url, path, { key: clearing.partner, method: 'POST' })
      expect(body.code).to.equal('person_needed')
    }
    await decide(owner, approvalId, 'reject')
    const off = (await set(1)).body.waiting[0].approvalId
    expect((await decide(finance, off)).body.statementApprovals).to.equal(1)
    expect((await byKey('BOOK-1')).status).to.equal(200)
    expect(await acts()).to.equal(1)
  })

  it('is turned on by an owner while somebody else could approve, and off only by two', async () => {
    expect((await set(2, finance)).body.code).to.equal('scope_missing')
    await owner.ask(`/v1/partner/people/${finance.personId}`, { method: 'DELETE' })
    expect((await set(2)).body.code).to.equal('approver_needed')
    const other = await signIn('finance', 'ruth@harbour.example')
    await set(2)
    const { body } = await set(1)
    expect(body).to.deep.include({ statementApprovals: 2 })
    const [{ approvalId, kind }] = body.waiting
    expect(kind).to.equal('single_approval')
    expect((await decide(owner, approvalId)).body.code).to.equal('approval_by_requester')
    // Whoever comes in for it only after it was asked for is no second person.
    clearing.platform.clock.advance(1)
    const late = await signIn('finance', 'late@harbour.example')
    expect((await decide(late, approvalId)).body.code).to.equal('approval_by_requester')
    expect((await decide(other, approvalId)).body.statementApprovals).to.equal(1)
  })

  it('ends with who asked: one who was removed, or may not confirm any longer, confirms nothing', async () => {
    const second = await signIn('owner', 'second@harbour.example')
    await set(2)
    const approvalId = await asked(finance)
    await owner.ask(`/v1/partner/people/${finance.personId}`, { method: 'PUT', body: { role: 'support' } })
    const changed = await decide(owner, approvalId)
    expect([changed.body.code, changed.body.details.state]).to.deep.equal(['approval_closed', 'requester_gone'])
    await owner.ask(`/v1/partner/people/${finance.personId}`, { method: 'DELETE' })
    expect((await decide(owner, approvalId)).body.details.state).to.equal('requester_gone')
    expect((await waiting())[0].requestedBy.name).to.equal(null)
    expect((await decide(owner, approvalId, 'reject')).status).to.equal(200)
    // Nor does a removed person approve.
    const next = await asked(owner)
    await owner.ask(`/v1/partner/people/${second.personId}`, { method: 'DELETE' })
    expect((await decide(second, next)).status).to.equal(401)
    expect(await acts()).to.equal(0)
  })

  it('waits for 72 hours and not a moment longer', async () => {
    await set(2)
    const first = await asked()
    clearing.platform.clock.advance(APPROVAL_MS_MAX - 1)
    owner = await again(owner)
    expect((await waiting())[0].approvalId).to.equal(first)
    clearing.platform.clock.advance(1)
    expect(await waiting()).to.deep.equal([])
    const late = await decide(owner, first)
    expect([late.body.code, late.body.details.state]).to.deep.equal(['approval_closed', 'expired'])
    finance = await again(finance)
    const second = await asked()
    expect(second).to.not.equal(first)
    clearing.platform.clock.advance(PERSON_SESSION_MS_MAX)
    owner = await again(owner)
    expect((await decide(owner, second)).status).to.equal(200)
    expect(await acts()).to.equal(1)
  })

  it('goes on waiting while the statement is disputed, and confirms nothing then', async () => {
    await set(2)
    const approvalId = await asked()
    expect((await owner.ask(`${OWN}/dispute`, { body: { reason: 'Wrong' } })).status).to.equal(200)
    expect((await decide(owner, approvalId)).body.code).to.equal('clearing_act_waits')
    await clearing.platform.settle()
    await clearing.platform.run('settle_clearing_acts')
    expect((await decide(owner, approvalId)).body.code).to.equal('position_disputed')
    expect((await waiting())[0].approvalId).to.equal(approvalId)
    await owner.ask(`${OWN}/dispute/withdrawal`, { method: 'POST' })
    await clearing.platform.settle()
    await clearing.platform.run('settle_clearing_acts')
    expect((await decide(owner, approvalId)).status).to.equal(200)
    expect(await clearing.platform.database.clearingAct.count({ where: { kind: 'confirmation' } })).to.equal(1)
  })

  it('is done once by two who approve at once, and is not both approved and rejected', async () => {
    const third = await signIn('owner', 'third@harbour.example')
    await set(2)
    const approvalId = await asked()
    const both = await Promise.all([decide(owner, approvalId), decide(third, approvalId)])
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409])
    expect(await acts()).to.equal(1)
    const next = (await set(1)).body.waiting[0].approvalId
    const decided = await Promise.all([decide(third, next), decide(finance, next, 'reject')])
    expect(decided.map(({ status }) => status).sort()).to.deep.equal([200, 409])
  })
})
