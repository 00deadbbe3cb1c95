import { setTimeout as sleep } from 'node:timers/promises'

import { expect } from 'chai'

import { type Answer, ask, askStatus, type Question } from '../support/system/ask.ts'
import { openLedger } from '../support/system/ledger-reader.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { enrolRedeemers, type Redeemer } from './support/redeemers.ts'

/** What each member has earned, of £400. */
const EARNED = 400n
/** Moments after the till's answer at which the server is killed: before the list is formed, and at places on its way. */
const KILLED_AFTER_MS = [0, 400, 1_100]
/** A passkey belongs to a place: it stays the same while every start takes another free port. */
const START = { args: ['--no-demo'], env: { PUBLIC_URL: 'http://localhost:8080' } }

describe('redemption at a running server', function () {
  this.timeout(600_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string
  let redeemers: Redeemer[]
  const left = new Map<string, bigint>()
  let references = 0

  const asTill = (path: string, question: Question = {}) => ask(server.url, path, { key, ...question })
  const read = async (redemptionId: string) => (await asTill(`/v1/redemptions/${redemptionId}`)).body
  const act = (redemptionId: string, verb: string) => asTill(`/v1/redemptions/${redemptionId}/${verb}`, { body: {} })

  async function restart(signal: NodeJS.Signals): Promise<void> {
    server.signal(signal)
    await server.ended
    server = await workplace.start(START)
  }

  async function hold(redeemer: Redeemer, points: bigint, more: object = {}): Promise<Answer['body']> {
    references += 1
    const reference = `till-${String(references)}`
    const body = { reference, member: redeemer.reference, points: String(points), ...more }
    const held = await asTill('/v1/redemptions', { body })
    expect(held.status, JSON.stringify(held.body)).to.equal(201)
    return held.body
  }

  /** As the phone behind the QR code does; a PIN is typed at the till. */
  async function consent(redeemer: Redeemer, { redemptionId, approvalUrl }: Answer['body']): Promise<void> {
    const headers = { 'entente-approval': new URL(approvalUrl).hash.slice(1) }
    const path = `/v1/approvals/${String(redemptionId)}`
    const { body: shown } = await ask(server.url, path, { headers })
    const body = await redeemer.consent(shown)
    const given =
      redeemer.kind === 'pin'
        ? await asTill(`/v1/redemptions/${String(redemptionId)}/consent`, { body })
        : await ask(server.url, `${path}/consent`, { headers, body })
    expect(given.status, JSON.stringify(given.body)).to.equal(200)
    expect(given.body.state).to.equal('consented')
  }

  async function capture({ redemptionId, memberId: _member, ...held }: Answer['body'], redeemer: Redeemer) {
    const { status, body } = await act(redemptionId, 'capture')
    expect({ status, state: body.state }, JSON.stringify(body)).to.deep.equal({ status: 200, state: 'captured' })
    left.set(redeemer.address, (left.get(redeemer.address) ?? 0n) - BigInt(held.points))
  }

  const burned = (redemptionId: string, states: string[]) =>
    waitUntil(
      () => read(redemptionId),
      ({ state }: Answer['body']) => states.includes(state),
    )

  /** Every point is where it should be: each member's balance, and no other points anywhere. */
  async function expectAccounts(): Promise<void> {
    const { stdout } = await workplace.run(['status', '--json'])
    const { rpcUrl, contracts, redemptions } = JSON.parse(stdout)
    expect(redemptions).to.include({ waiting: '0', restoring: '0', refused: '0' })
    const ledger = openLedger(rpcUrl, contracts.token)
    try {
      const balances = await ledger.balances(redeemers.map(({ address }) => address))
      const expected = redeemers.map(({ address }) => left.get(address) ?? 0n)
      expect(balances).to.deep.equal(expected)
      expect(await ledger.totalSupply()).to.equal(expected.reduce((sum, points) => sum + points, 0n))
    } finally {
      ledger.close()
    }
    for (const { reference, address } of redeemers) {
      const { body } = await asTill('/v1/members/search', { body: reference })
      // Who did not show a card is known here, and what they have is their own business.
      const told = body.isPresent ? String(left.get(address)) : null
      expect(body.pointsConfirmed).to.equal(told)
    }
  }

  before(async () => {
    server = await workplace.start(START)
    const terms = ['--name', 'Harbour Books', '--allowance', '100000', '--daily-limit', '100000']
    const { stdout } = await workplace.run(['partner', 'add', ...terms, '--json'])
    key = JSON.parse(stdout).apiKey.apiKey
    redeemers = await enrolRedeemers(server.url, key)
    for (const [at, { reference: member, address }] of redeemers.entries()) {
      const facts = { member, currency: 'GBP', amountMinor: '40000', occurredAt: new Date().toISOString() }
      const bought = await asTill('/v1/purchases', { body: { orderRef: `sale-${String(at)}`, ...facts } })
      expect(bought.status).to.equal(201)
      left.set(address, EARNED)
    }
    await waitUntil(
      () => askStatus(server),
      ({ entries }: Answer['body']) => entries.confirmed === '3',
    )
  })

  it('goes from hold to the final burn by PIN, by wallet and by passkey', async () => {
    for (const redeemer of redeemers) {
      const held = await hold(redeemer, 30n)
      expect(held.state).to.equal('held')
      await consent(redeemer, held)
      await capture(held, redeemer)
      const confirmed = await burned(held.redemptionId, ['confirmed', 'final'])
      expect(confirmed.consentKind).to.equal(redeemer.kind)
      expect(confirmed.transactionHash).to.match(/^0x[0-9a-f]{64}$/)
      await burned(held.redemptionId, ['final'])
    }
    await expectAccounts()
  })

  it('gives points back, in part and then whole, and no more than were burned', async () => {
    const [redeemer] = redeemers
    if (redeemer === undefined) throw new Error('there is a card member')
    const held = await hold(redeemer, 20n)
    await consent(redeemer, held)
    await capture(held, redeemer)
    const path = `/v1/redemptions/${String(held.redemptionId)}/restorations`
    const early = await asTill(path, { body: { reference: 'too-early', points: '5' } })
    expect(early.body.code).to.equal('redemption_not_burned')
    await burned(held.redemptionId, ['confirmed', 'final'])
    for (const [reference, points] of [
      ['part', '5'],
      ['rest', '15'],
    ] as const) {
      const asked = await asTill(path, { body: { reference, points } })
      expect(asked.status, JSON.stringify(asked.body)).to.equal(201)
    }
    const over = await asTill(path, { body: { reference: 'over', points: '1' } })
    expect(over.body.code).to.equal('restoration_exceeds_redemption')
    await waitUntil(
      () => read(held.redemptionId),
      ({ pointsRestored }: Answer['body']) => pointsRestored === '20',
    )
    left.set(redeemer.address, (left.get(redeemer.address) ?? 0n) + 20n)
    await expectAccounts()
  })

  it('keeps a hold, a consent and a void over a restart', async () => {
    const held = await Promise.all(redeemers.map((redeemer) => hold(redeemer, 40n)))
    await restart('SIGTERM')
    for (const [at, redeemer] of redeemers.entries()) {
      expect((await read(held[at].redemptionId)).state).to.equal('held')
      await consent(redeemer, held[at])
    }
    await restart('SIGTERM')
    for (const { redemptionId } of held) {
      expect((await read(redemptionId)).state).to.equal('consented')
      expect((await act(redemptionId, 'void')).body.state).to.equal('voided')
    }
    await restart('SIGTERM')
    for (const { redemptionId } of held) expect((await read(redemptionId)).state).to.equal('voided')
    await expectAccounts()
  })

  it('accounts for every point when it is killed between hold, consent, capture and burn', async () => {
    const held = []
    for (const redeemer of redeemers) held.push(await hold(redeemer, 50n))
    await restart('SIGKILL')
    for (const [at, redeemer] of redeemers.entries()) {
      const quote = { member: redeemer.reference, points: '1' }
      const { body: quoted } = await asTill('/v1/redemptions/quote', { body: quote })
      // Of whom the till sees no card, it is not told what they have.
      expect(quoted.pointsHeld).to.equal(redeemer.reference.kind === 'card' ? '50' : null)
      expect((await read(held[at].redemptionId)).state).to.equal('held')
      await consent(redeemer, held[at])
    }
    await restart('SIGKILL')
    for (const [at, redeemer] of redeemers.entries()) {
      expect((await read(held[at].redemptionId)).state).to.equal('consented')
      await capture(held[at], redeemer)
      await sleep(KILLED_AFTER_MS[at])
      await restart('SIGKILL')
    }
    for (const { redemptionId } of held) await burned(redemptionId, ['final'])
    await expectAccounts()
  })

  it('lets go of points whose hold ends by itself, also while it was down', async () => {
    const [redeemer] = redeemers
    if (redeemer === undefined) throw new Error('there is a card member')
    const held = await hold(redeemer, 100n, { expiresInSeconds: 30 })
    await consent(redeemer, held)
    await restart('SIGKILL')
    expect((await askStatus(server)).redemptions.held).to.equal('1')
    await burned(held.redemptionId, ['expired'])
    const late = await act(held.redemptionId, 'capture')
    expect(late.body.code).to.equal('hold_expired')
    expect((await askStatus(server)).redemptions).to.deep.equal({
      held: '0',
      waiting: '0',
      restoring: '0',
      refused: '0',
    })
    await expectAccounts()
  })
})
