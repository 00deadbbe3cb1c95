import { expect } from 'chai'

import { ROUTES } from '../../../server/api/routes.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { aVirtualPasskey } from '../../support/virtual-passkey.ts'
import { aMember, aPartner, type ApiAnswer, aSession, OWN_ORIGIN, send } from './support/coalition.ts'
import { aWalletMember } from './support/members.ts'
import type { RunningApi } from './support/running-api.ts'
import { burn, openTill, PIN, type Till } from './support/till.ts'

const POSTS = ROUTES.filter(({ method }) => method === 'post')
const TEXTS = { en: { title: 'A paperback', description: 'Any of them' } }
const BY_PIN = { kind: 'pin', pin: PIN }

describe('a request of a partner or a member that is sent again', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let session: string
  let partnerKey: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    session = await aSession(api.deps, till.memberId)
    partnerKey = till.partner.key
  })

  afterEach(() => api.close())

  type Asked = { body?: unknown; name?: string; key?: string; session?: string; headers?: Record<string, string> }
  const ask = (path: string, { body, name = 'first', headers, ...caller }: Asked) =>
    send(api.url, path, {
      method: 'POST',
      ...caller,
      ...(body === undefined ? {} : { body }),
      headers: { 'Idempotency-Key': name, ...headers },
    })
  const atTill = (path: string, body?: unknown, name?: string) =>
    ask(path, { key: partnerKey, body, ...(name === undefined ? {} : { name }) })
  const asMember = (path: string, body?: unknown, name?: string) =>
    ask(path, { session, body, ...(name === undefined ? {} : { name }) })
  const isFirstAnswer = (again: ApiAnswer, first: ApiAnswer) => {
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).to.deep.equal([
      200,
      first.body,
      'true',
    ])
    expect(first.headers.get('idempotent-replayed')).to.equal(null)
  }
  const held = async (changes?: Record<string, unknown>) => (await till.hold(changes)).body.redemptionId as string
  const keys = () => db.idempotencyKey.count()
  const offer = async () => {
    const body = { kind: 'product', texts: TEXTS, points: '500' }
    return (await send(api.url, '/v1/rewards', { key: partnerKey, body })).body.rewardId as string
  }
  const claimed = async () => {
    const redemptionId = await till.consented({ points: undefined, rewardId: await offer() })
    const { claimId } = (await till.post(redemptionId, 'capture')).body as { claimId: string }
    return { redemptionId, claimId }
  }

  it('can be told apart wherever something changes, and other requests by POST say what they are', () => {
    expect(POSTS).to.have.length.above(40)
    for (const { operation, repeatable, reads, startsAnew } of POSTS)
      expect(
        [repeatable, reads, startsAnew].filter((one) => one === true),
        operation,
      ).to.have.length(1)
    const said = (fact: 'reads' | 'startsAnew') =>
      POSTS.filter((route) => route[fact] === true).map((one) => one.operation)
    expect(said('reads')).to.have.members([
      'quotePurchase',
      'quoteRedemption',
      'findMember',
      'findClaim',
      'findSlip',
      'tryRule',
      'readMoveOrder',
      // Sends, and stores nothing: whoever asks twice gets two test events.
      'testWebhook',
    ])
    expect(said('startsAnew')).to.have.members([
      'startWalletChallenge',
      'startPasskeyChallenge',
      'signIn',
      'startPersonCode',
      'signInPerson',
      'signInPersonPasskey',
    ])
  })

  it('consents, captures and voids once, and is answered as the first time whatever happened since', async () => {
    const [id, other] = [await held(), await held()]
    const consent = () => atTill(`/v1/redemptions/${id}/consent`, BY_PIN, 'consent')
    const capture = () => atTill(`/v1/redemptions/${id}/capture`, undefined, 'capture')
    const undo = () => atTill(`/v1/redemptions/${other}/void`, undefined, 'void')
    const [consented, captured, voided] = [await consent(), await capture(), await undo()]
    expect([consented.body.state, captured.body.state, voided.body.state]).to.deep.equal([
      'consented',
      'captured',
      'voided',
    ])
    await burn(db, id)
    expect((await till.read(id)).body.state).to.not.equal('captured')
    api.clock.advance(3_600_000)
    isFirstAnswer(await consent(), consented)
    isFirstAnswer(await capture(), captured)
    isFirstAnswer(await undo(), voided)
    expect(await db.feedEvent.count({ where: { type: 'redemption.captured' } })).to.equal(1)
  })

  it('captures once when it is sent five times at once, beside others', async () => {
    const [id, other] = [await till.consented(), await till.consented()]
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => atTill(`/v1/redemptions/${id}/capture`)),
      atTill(`/v1/redemptions/${other}/capture`, undefined, 'second'),
    ])
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200, 200])
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).to.have.length(4)
    expect(await keys()).to.equal(2)
  })

  it('is not told to be paid once the ledger has refused it', async () => {
    const id = await till.consented()
    const capture = () => atTill(`/v1/redemptions/${id}/capture`)
    expect((await capture()).body.state).to.equal('captured')
    await db.redemption.update({ where: { id }, data: { refusedReason: 'expired' } })
    const again = await capture()
    expect([again.status, again.body.code]).to.deep.equal([409, 'redemption_refused'])
    expect((await capture()).body.code).to.equal('redemption_refused')
  })

  it('uses a claim up or cancels it once', async () => {
    const [used, dropped] = [await claimed(), await claimed()]
    await burn(db, used.redemptionId, { blockNumber: 30n })
    await burn(db, dropped.redemptionId, { blockNumber: 31n })
    const use = () => atTill(`/v1/claims/${used.claimId}/redeem`, {}, 'use')
    const cancel = () => atTill(`/v1/claims/${dropped.claimId}/cancel`, undefined, 'cancel')
    const [redeemed, cancelled] = [await use(), await cancel()]
    expect([redeemed.body.state, cancelled.body.state]).to.deep.equal(['redeemed', 'cancelled'])
    isFirstAnswer(await use(), redeemed)
    isFirstAnswer(await cancel(), cancelled)
    expect((await atTill(`/v1/claims/${used.claimId}/redeem`, {}, 'another')).body.code).to.equal('claim_not_usable')
    expect(await db.restoration.count()).to.equal(1)
  })

  it('claims a reward once, and shows the same hold after it was declined', async () => {
    const rewardId = await offer()
    const claim = (name: string) => asMember('/v1/me/claims', { rewardId }, name)
    const [first, second] = [await claim('first'), await claim('second')]
    const { redemptionId } = first.body.redemption
    expect([first.status, second.status, second.body.redemption.redemptionId]).to.deep.equal([201, 201, redemptionId])
    const decline = () => asMember(`/v1/me/redemptions/${redemptionId}/decline`, undefined, 'no')
    const declined = await decline()
    isFirstAnswer(await decline(), declined)
    for (const name of ['first', 'second']) {
      const again = await claim(name)
      expect([again.status, again.body.redemption.redemptionId]).to.deep.equal([200, redemptionId])
      expect(again.body.redemption.state).to.equal('voided')
    }
    expect((await claim('third')).body.redemption.redemptionId).to.not.equal(redemptionId)
    expect(await db.redemption.count()).to.equal(2)
  })

  it('gives a member one card, and the same number again', async () => {
    const { memberId, session: own } = await aWalletMember(api.deps)
    const draw = (name: string, caller = own) => ask('/v1/me/card', { session: caller, name })
    const first = await draw('card')
    expect([first.status, first.body.cardNumber.length]).to.deep.equal([201, 16])
    isFirstAnswer(await draw('card'), first)
    expect((await draw('other')).body.code).to.equal('identifier_taken')
    expect(JSON.stringify(await db.idempotencyKey.findMany())).to.not.include(first.body.cardNumber)
    // The same name of another member is another key, and draws another card.
    const stranger = await aWalletMember(api.deps)
    expect((await draw('card', stranger.session)).body.cardNumber).to.not.equal(first.body.cardNumber)
    expect(await db.memberIdentifier.count({ where: { memberId } })).to.equal(1)
  })

  it('freezes, frees and refuses once, and gives the answer of its time', async () => {
    const freeze = () => asMember('/v1/me/freeze', {}, 'freeze')
    const unfreeze = () => asMember('/v1/me/unfreeze', { pin: PIN }, 'unfreeze')
    const [frozen, freed] = [await freeze(), await unfreeze()]
    expect([frozen.body.isFrozen, freed.body.isFrozen]).to.deep.equal([true, false])
    const acts = await db.accountAct.count()
    isFirstAnswer(await freeze(), frozen)
    isFirstAnswer(await unfreeze(), freed)
    expect(await db.accountAct.count()).to.equal(acts)
    expect((await db.member.findUniqueOrThrow({ where: { id: till.memberId } })).frozenAt).to.equal(null)
  })

  it('is its own: the name of its key gives nobody else anything', async () => {
    const id = await till.consented()
    const captured = await atTill(`/v1/redemptions/${id}/capture`)
    const stranger = await aPartner(api.deps, 'Stranger')
    const stolen = await ask(`/v1/redemptions/${id}/capture`, { key: stranger.key })
    expect([stolen.status, stolen.body.code]).to.deep.equal([404, 'redemption_unknown'])
    const { redemptionId } = (await asMember('/v1/me/claims', { rewardId: await offer() })).body.redemption
    const declined = await asMember(`/v1/me/redemptions/${redemptionId}/decline`, undefined, 'no')
    const other = await aSession(api.deps, (await aMember(api.deps)).member.id)
    const spied = await ask(`/v1/me/redemptions/${redemptionId}/decline`, { session: other, name: 'no' })
    expect([declined.status, spied.body.code]).to.deep.equal([200, 'redemption_unknown'])
    const reused = await asMember(`/v1/me/redemptions/${redemptionId}/consent`, BY_PIN, 'no')
    expect([reused.status, reused.body.code]).to.deep.equal([422, 'idempotency_key_reused'])
    isFirstAnswer(await atTill(`/v1/redemptions/${id}/capture`), captured)
  })

  it('by the link of a till is answered only with the secret of the link', async () => {
    const { redemptionId, approvalUrl } = (await till.hold()).body
    const secret = approvalUrl.split('#')[1] as string
    const decline = (given?: string) =>
      ask(`/v1/approvals/${redemptionId}/decline`, {
        headers: given === undefined ? {} : { 'Entente-Approval': given },
      })
    const consentable = (await till.hold()).body
    const consent = () =>
      ask(`/v1/approvals/${consentable.redemptionId}/consent`, {
        body: BY_PIN,
        headers: { 'Entente-Approval': consentable.approvalUrl.split('#')[1] },
      })
    const [declined, consented] = [await decline(secret), await consent()]
    expect([declined.body.state, consented.body.state]).to.deep.equal(['voided', 'consented'])
    await till.post(consentable.redemptionId, 'capture')
    isFirstAnswer(await decline(secret), declined)
    isFirstAnswer(await consent(), consented)
    for (const wrong of [undefined, 'x'.repeat(43)])
      expect((await decline(wrong)).body.code).to.equal('approval_unknown')
  })

  it('enrols a passkey once, and hands the session to whoever was first', async () => {
    const passkey = aVirtualPasskey()
    const { challenge } = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    const registration = passkey.register(challenge)
    const enrol = (asked: unknown, name = 'enrol') =>
      ask('/v1/passkeys', { body: { registration: asked }, name, headers: { Origin: OWN_ORIGIN } })
    const first = await enrol(registration)
    const again = await enrol(registration)
    expect([first.status, again.status, again.body.code]).to.deep.equal([201, 409, 'answer_not_kept'])
    expect(first.headers.get('set-cookie')).to.include('entente_session')
    expect(again.headers.get('set-cookie')).to.equal(null)
    const next = (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
    expect((await enrol(aVirtualPasskey().register(next.challenge))).status).to.equal(201)
    expect(await db.passkey.count()).to.equal(2)
  })
})
