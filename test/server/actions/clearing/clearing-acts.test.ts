import { expect } from 'chai'

import { issueApiKey } from '../../../../server/actions/partners/issue-api-key.ts'
import { DISPUTE_TEXT_LENGTH_MAX } from '../../../../server/api/schemas/clearing/statements.ts'
import { hashOfText } from '../../../../server/chain/clearing-calls.ts'
import { simulateCall } from '../../../../server/chain/simulate-call.ts'
import { localSigner } from '../../../../server/chain/signer.ts'
import { assert } from '../../../../server/domain/assert.ts'
import { Transient } from '../../../../server/domain/rejection.ts'
import { sendClearingActs, TRY_AGAIN_MS } from '../../../../server/relayer/send-clearing-acts.ts'
import { administratorOf } from '../../../support/platform/administrator.ts'
import { issuerOf } from '../../../support/platform/coalition-chain.ts'
import { testKey } from '../../../support/platform/edr-chain.ts'
import { aPartner, send } from '../../api/support/coalition.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { bookJanuary, type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const OWN = '/v1/statements/2026-01'
const OF_PARTNER = `/v1/partners/${String(PARTNER)}/statements/2026-01`
const STRANGER = localSigner(testKey('somebody'))

describe('what partners and the operator do to a position', function () {
  this.timeout(300_000)
  let clearing: ClearingPlatform

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    await bookJanuary(clearing)
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.close('2026-01')
    await clearing.platform.settle()
  })

  afterEach(() => clearing.api.close())

  const settlement = async () => (await clearing.ask(OWN, clearing.partner)).body.settlement
  const confirm = (reference: string) => clearing.ask(`${OWN}/confirmation`, clearing.partner, { reference })
  const dispute = (reason: string) => clearing.ask(`${OWN}/dispute`, clearing.partner, { reason })
  const withdraw = (key = clearing.partner) =>
    send(clearing.api.url, `${OWN}/dispute/withdrawal`, { key, method: 'POST' })
  const resolve = (outcome: string, key = clearing.operator) =>
    clearing.ask(`${OF_PARTNER}/dispute/resolution`, key, { outcome })
  const pay = (reference: string) => clearing.ask(`${OF_PARTNER}/payment`, clearing.operator, { reference })
  const settle = async () => {
    await clearing.platform.settle()
    await clearing.platform.run('settle_clearing_acts')
  }
  const codeOf = async (asked: Promise<{ body: { code: string } }>) => (await asked).body.code
  const lastCall = async (name: string) => {
    const call = await clearing.platform.database.call.findFirst({ where: { name }, orderBy: { seq: 'desc' } })
    assert(call !== null)
    return call
  }

  it('is settled when both sides named the same payment, and not before', async () => {
    const asked = await confirm('BOOK-1')
    expect([asked.status, asked.body.settlement.lastAct.kind, asked.body.settlement.lastAct.state]).to.deep.equal([
      200,
      'confirmation',
      'requested',
    ])
    await settle()
    const partner = hashOfText('BOOK-1')
    expect(await settlement()).to.deep.include({ state: 'marked', marks: { partner, operator: null } })
    expect((await settlement()).lastAct.state).to.equal('done')
    await pay('BOOK-1')
    await settle()
    expect(await settlement()).to.deep.include({ state: 'settled', marks: { partner, operator: partner } })
    // The same again changes nothing; anything else is too late.
    expect((await confirm('BOOK-1')).body.settlement.state).to.equal('settled')
    expect(await codeOf(confirm('BOOK-2'))).to.equal('position_settled')
    expect(await codeOf(dispute('Too late'))).to.equal('position_settled')
    expect(await clearing.platform.database.clearingAct.count()).to.equal(1)
    expect(await clearing.platform.database.auditEntry.count({ where: { operation: 'confirmStatement' } })).to.equal(3)
  })

  it('is not settled by marks for different payments, until one side corrects its own', async () => {
    await pay('BOOK-1')
    await confirm('ANOTHER-PAYMENT')
    expect(await codeOf(confirm('BOOK-1'))).to.equal('clearing_act_waits')
    expect((await confirm('ANOTHER-PAYMENT')).status).to.equal(200)
    await settle()
    expect(await settlement()).to.deep.include({
      state: 'marked',
      marks: { partner: hashOfText('ANOTHER-PAYMENT'), operator: hashOfText('BOOK-1') },
    })
    await confirm('BOOK-1')
    await settle()
    expect((await settlement()).state).to.equal('settled')
  })

  it("takes nobody's word but the partner's own, and each of its signatures once", async () => {
    const rival = await aPartner(clearing.api.deps, 'Rival')
    expect(await codeOf(clearing.ask(`${OWN}/confirmation`, rival.key, { reference: 'BOOK-1' }))).to.equal(
      'statement_unknown',
    )
    const terms = { label: 'till', scopes: ['ledger:read'], expiresAt: null, replaces: null } as const
    const till = (await issueApiKey(clearing.api.deps, { ...terms, partnerId: PARTNER })).text
    expect(await codeOf(clearing.ask(`${OWN}/confirmation`, till, { reference: 'BOOK-1' }))).to.equal('scope_missing')
    expect(await codeOf(clearing.ask(`${OWN}/confirmation`, clearing.operator, { reference: 'B' }))).to.equal(
      'scope_missing',
    )
    expect(await codeOf(resolve('Nothing', clearing.partner))).to.equal('scope_missing')
    await confirm('BOOK-1')
    await settle()
    const { to, data } = await lastCall('confirm_payment')
    const replayed = await simulateCall(clearing.platform.relayer.chain, { from: STRANGER.address, to, data })
    expect(replayed).to.deep.include({ status: 'reverts' })
    expect(replayed.status === 'reverts' && replayed.revert.name).to.equal('UnexpectedSequence')
  })

  it("is done where somebody else posts what the partner signed before the server's call is there", async () => {
    const { platform } = clearing
    await confirm('BOOK-1')
    await platform.run('send_clearing_acts')
    const { to, data } = await lastCall('confirm_payment')
    await administratorOf(platform.coalition, STRANGER).send(data as `0x${string}`, to as `0x${string}`)
    await settle()
    platform.clock.advance(TRY_AGAIN_MS + 1)
    await platform.run('send_clearing_acts')
    expect((await settlement()).lastAct).to.include({ state: 'done', failedReason: null })
    expect(await platform.database.call.count({ where: { name: 'confirm_payment' } })).to.equal(1)
    expect(await platform.database.clearingEvent.count({ where: { kind: 'marked_by_partner' } })).to.equal(1)
  })

  it('waits for a signer that is silent or signs with another key, and asks again', async () => {
    const { platform } = clearing
    const silent = platform.anotherRelayer({
      issuerOf: () => Promise.reject(new Transient('The signing service did not answer', null)),
    })
    const wrong = platform.anotherRelayer({
      issuerOf: async () => ({ ...localSigner(testKey('somebody')), address: issuerOf(PARTNER).address }),
    })
    await confirm('BOOK-1')
    expect(await sendClearingActs(silent)).to.equal(false)
    platform.clock.advance(TRY_AGAIN_MS - 1)
    await platform.run('send_clearing_acts')
    expect((await settlement()).lastAct.state).to.equal('requested')
    platform.clock.advance(2)
    expect(await sendClearingActs(wrong)).to.equal(false)
    expect((await settlement()).lastAct.state).to.equal('requested')
    expect(platform.events.filter(({ name }) => name === 'clearing_act_waits')).to.have.length(2)
    platform.clock.advance(TRY_AGAIN_MS + 1)
    await settle()
    expect((await settlement()).lastAct.state).to.equal('done')
  })

  it('can be disputed; then marks wait until the partner takes it back', async () => {
    expect(await codeOf(withdraw())).to.equal('position_undisputed')
    expect((await dispute('The returns of 14 January are missing.')).status).to.equal(200)
    await settle()
    expect(await settlement()).to.include({
      state: 'disputed',
      disputeReason: 'The returns of 14 January are missing.',
    })
    expect(await codeOf(confirm('BOOK-1'))).to.equal('position_disputed')
    expect(await codeOf(dispute('Something else'))).to.equal('position_disputed')
    await pay('BOOK-1')
    for (let pass = 0; pass < 3; pass++) await clearing.platform.pass()
    expect(await clearing.platform.database.call.count({ where: { name: 'mark_payment' } })).to.equal(0)
    expect((await withdraw()).status).to.equal(200)
    await settle()
    await settle()
    expect((await settlement()).state).to.equal('marked')
    expect(await codeOf(withdraw())).to.equal('position_undisputed')
  })

  it('is listed for the operator, who ends the dispute and settles nothing', async () => {
    await dispute('Too much')
    await settle()
    const { data } = (await clearing.ask('/v1/disputes')).body
    expect(data).to.have.length(1)
    expect(data[0]).to.include({
      partnerId: PARTNER,
      month: '2026-01',
      netMinor: '-808',
      reason: 'Too much',
      reasonHash: hashOfText('Too much'),
    })
    await pay('BOOK-1')
    expect((await resolve('Booked in February.')).status).to.equal(200)
    await settle()
    await settle()
    const outcome = { state: 'marked', disputeReason: null, disputeOutcome: 'Booked in February.' }
    expect(await settlement()).to.deep.include(outcome)
    expect((await settlement()).lastAct).to.include({ kind: 'resolution', state: 'done', text: 'Booked in February.' })
    expect((await clearing.ask('/v1/disputes')).body.data).to.deep.equal([])
    expect(await codeOf(resolve('Again'))).to.equal('position_undisputed')
  })

  it('says that the operator lacks its role, and can be asked again once it has it', async () => {
    const { coalition, clock, database } = clearing.platform
    await dispute('Too much')
    await settle()
    const administrator = administratorOf(coalition)
    const operator = coalition.operator.address
    const after = (days: number) => new Date(clock.now().getTime() + days * 86_400_000).toISOString()
    const revoked = await administrator.announce('revokeRole', 'clearing_manager', operator)
    await clearing.goTo(after(7.1))
    await administrator.execute(revoked)
    await clearing.platform.follow()
    await resolve('Booked in February.')
    await settle()
    await settle()
    expect((await settlement()).lastAct).to.include({ state: 'failed', failedReason: 'role_missing' })
    expect((await resolve('Booked in February.')).status).to.equal(200)
    expect(await database.call.count({ where: { name: 'resolve_dispute' } })).to.equal(1)
  })

  it('can be disputed up to the last moment of the window, and not after it', async () => {
    const until = Date.parse((await settlement()).disputeUntil)
    const { clock } = clearing.platform
    clock.advance(until - clock.now().getTime())
    expect((await dispute('At the last moment')).status).to.equal(200)
    // It was not posted in time: the contract decides.
    await clearing.goTo(new Date(until + 60_000).toISOString().replace(/\.\d+Z/, 'Z'))
    await settle()
    expect((await settlement()).lastAct).to.include({ state: 'failed', failedReason: 'dispute_window_passed' })
    const late = await dispute('One too late')
    expect([late.body.code, late.body.details.disputeUntil]).to.deep.equal([
      'dispute_window_passed',
      new Date(until).toISOString(),
    ])
  })

  it('is refused for months without a statement and before the contract has closed them, and in more words than the limits', async () => {
    const month = (path: string, body: object) => codeOf(clearing.ask(`/v1/statements/${path}`, clearing.partner, body))
    expect(await month('2025-12/confirmation', { reference: 'A' })).to.equal('statement_unknown')
    expect(await month('2025-12/dispute', { reason: 'A' })).to.equal('statement_unknown')
    await clearing.platform.database.clearingEvent.deleteMany()
    expect(await codeOf(confirm('BOOK-1'))).to.equal('position_not_closed')
    expect(await codeOf(dispute('Why'))).to.equal('position_not_closed')
    const texts = ['x'.repeat(DISPUTE_TEXT_LENGTH_MAX), 'x'.repeat(DISPUTE_TEXT_LENGTH_MAX + 1)]
    expect(await Promise.all(texts.map((text) => codeOf(dispute(text))))).to.deep.equal([
      'position_not_closed',
      'malformed_request',
    ])
    const references = ['x'.repeat(140), 'x'.repeat(141)]
    expect(await Promise.all(references.map((text) => codeOf(confirm(text))))).to.deep.equal([
      'position_not_closed',
      'malformed_request',
    ])
  })
})
