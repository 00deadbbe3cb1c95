import { expect } from 'chai'

import { EXAMPLES } from '../../../server/api/examples.ts'
import { makeOpenApi } from '../../../server/api/openapi.ts'
import { type Document, type ResolvedOperation, resolveOperation } from '../../../server/api/pages/docs/document.ts'
import { ROUTES } from '../../../server/api/routes.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { PARTNER_SCOPES } from '../../../server/domain/scopes.ts'
import { issueApiKey } from '../../../server/actions/partners/issue-api-key.ts'
import { setOwnPin } from '../../../server/actions/sign-in/set-own-pin.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aMember, anOperatorKey, aPartner, send, type TestPartner } from './support/coalition.ts'
import { batchOpenEntries, followChainTo } from './support/ledger.ts'
import { NOW, startApi, type RunningApi } from './support/running-api.ts'
import { burn, givePoints, PIN } from './support/till.ts'

interface Placed {
  readonly method: string
  readonly path: string
  readonly operation: ResolvedOperation
}

const document = makeOpenApi(ROUTES) as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): Placed => ({
    method: method.toUpperCase(),
    path,
    operation: resolveOperation(document, operation),
  })),
)
const demands = ({ operation }: Placed, scheme: string) => operation.security.some((demand) => scheme in demand)

/** What a partner is listed of its own. */
const LISTS = [
  'listPeople',
  'listOwnKeys',
  'listOwnStatements',
  'listTills',
  'listOwnAuditEntries',
  'listOwnEarningRules',
  'listOwnRedeemRates',
  'listRules',
  'listOwnRewards',
  'readApprovals',
  'listEvents',
  'listWebhooks',
  'listPurchases',
  'listReturns',
  'listRedemptions',
  'listClaims',
  'listBatches',
]

/** What nobody but the owner and the operator may read. */
const aStatement = (partnerId: number) => ({
  partnerId,
  month: 681,
  number: `ENT-${String(partnerId)}-2026-10`,
  document: '{}',
  signer: '0x',
  signature: '0x',
  payableMinor: 4_711n,
  currency: 'EUR',
  dueCurrency: 'EUR',
  dueMinor: '4711',
  issuedAt: NOW,
})

/** Every route of the document, called by everybody who must not be let in, with objects that are not theirs. */
describe('isolation', function () {
  let db: Database
  let api: RunningApi
  let owner: TestPartner
  let stranger: TestPartner
  let memberId: string
  let foreign: Record<string, string>

  before(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    owner = await aPartner(api.deps, 'Owner')
    stranger = await withAllScopes(await aPartner(api.deps, 'Stranger'))
    const member = await aMember(api.deps)
    memberId = member.member.id
    const asOwner = (path: string, body: unknown) => send(api.url, path, { key: owner.key, body })
    const facts = { currency: 'GBP', occurredAt: '2026-11-23T10:00:00Z' }
    const purchase = await asOwner('/v1/purchases', {
      ...facts,
      orderRef: 'mine',
      member: { kind: 'card', value: member.card },
      amountMinor: '1000',
    })
    const returned = await asOwner('/v1/returns', { ...facts, returnRef: 'mine', orderRef: 'mine', amountMinor: '500' })
    const batch = await batchOpenEntries(db, owner.id)
    const webhook = await asOwner('/v1/webhooks', { url: 'https://shop.example.com/entente' })
    const entry = await db.outboxEntry.findFirstOrThrow({ where: { sourceId: purchase.body.purchaseId } })
    await followChainTo(db, { number: 90n, finalizedNumber: 40n })
    await db.block.create({ data: { number: 40n, hash: '0x40', parentHash: '0x39', timestamp: NOW } })
    await givePoints(db, member.member.address, 500n)
    const hold = { reference: 'mine', member: { kind: 'card', value: member.card }, points: '100' }
    const held = await asOwner('/v1/redemptions', hold)
    await setOwnPin(api.deps, { memberId, pin: PIN, currentPin: null, device: null })
    await asOwner(`/v1/redemptions/${held.body.redemptionId}/consent`, { kind: 'pin', pin: PIN })
    await burn(db, held.body.redemptionId)
    const back = { reference: 'mine', points: '10' }
    const restored = await asOwner(`/v1/redemptions/${held.body.redemptionId}/restorations`, back)
    const reward = await send(api.url, '/v1/rewards', { key: owner.key, body: EXAMPLES['addReward']?.body })
    foreign = {
      rewardId: reward.body.rewardId,
      redemptionId: held.body.redemptionId,
      restorationId: restored.body.restorationId,
      purchaseId: purchase.body.purchaseId,
      returnId: returned.body.returnId,
      batchId: batch.id,
      entryId: entry.id,
      webhookId: webhook.body.webhookId,
      partnerId: String(owner.id),
      keyId: owner.apiKey.apiKey.id,
      personId: '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f',
      memberId,
      month: '2026-10',
    }
    await db.clearingStatement.create({ data: aStatement(owner.id) })
  })

  after(() => api.close())

  /** A partner with a key that may do everything. */
  async function withAllScopes(partner: TestPartner): Promise<TestPartner> {
    const terms = { partnerId: partner.id, label: 'all', scopes: PARTNER_SCOPES, expiresAt: null, replaces: null }
    return { ...partner, key: (await issueApiKey(api.deps, terms)).text }
  }

  function call({ method, path, operation }: Placed, key: string | undefined) {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => foreign[name] ?? 'unknown')
    const body = EXAMPLES[operation.operationId]?.body
    return send(api.url, filled, {
      method,
      ...(key === undefined ? {} : { key }),
      ...(body === undefined ? {} : { body }),
    })
  }

  const counts = async () => [
    await db.partner.count(),
    await db.purchase.count(),
    await db.purchaseReturn.count(),
    await db.apiKey.count(),
    await db.call.count(),
    await db.member.count(),
  ]

  it('lets nobody in without a key, but where the document says so', async function () {
    const before = await counts()
    for (const placed of operations) {
      const { status, body } = await call(placed, undefined)
      // `{}` among the ways in: a caller may also be nobody.
      const { security } = placed.operation
      const isOpen = security.length === 0 || security.some((way) => Object.keys(way).length === 0)
      const code = body?.code as string | undefined
      expect(code === 'unauthenticated' || code === 'signed_out', placed.operation.operationId).to.equal(!isOpen)
      if (!isOpen) expect(status, placed.operation.operationId).to.equal(401)
    }
    expect(await counts()).to.deep.equal(before)
  })

  it("lets no partner do an operator's work, and no operator a partner's", async function () {
    const before = await counts()
    const operator = await anOperatorKey(api.deps)
    const withKey = (placed: Placed) => demands(placed, 'operatorKey') || demands(placed, 'partnerKey')
    for (const placed of operations.filter(withKey)) {
      const key = demands(placed, 'operatorKey') ? owner.key : operator
      const { status, body } = await call(placed, key)
      expect([status, body.code], placed.operation.operationId).to.deep.equal([403, 'scope_missing'])
    }
    before[3] = (before[3] ?? 0) + 1
    expect(await counts()).to.deep.equal(before)
  })

  it('lets no key do what is outside its scopes', async function () {
    for (const scope of PARTNER_SCOPES) {
      const terms = { partnerId: owner.id, label: scope, scopes: [scope], expiresAt: null, replaces: null }
      const { text } = await issueApiKey(api.deps, terms)
      for (const route of ROUTES.filter(
        (one) => one.caller === 'partner' && one.scope !== scope && one.orScope !== scope,
      )) {
        const placed = operations.find(({ operation }) => operation.operationId === route.operation)
        expect(placed && (await call(placed, text)).status, `${scope} ${route.operation}`).to.equal(403)
      }
    }
  })

  it("shows no partner another's purchase, return, batch, receipt or entries", async function () {
    const objects = operations.filter((placed) => placed.method === 'GET' && demands(placed, 'partnerKey'))
    const answers = new Map<string, number>()
    for (const placed of objects) {
      const { status, body } = await call(placed, stranger.key)
      answers.set(placed.operation.operationId, status)
      const text = JSON.stringify(body)
      for (const secret of ['purchaseId', 'returnId', 'batchId', 'entryId', 'redemptionId', 'webhookId'])
        if (status === 200) expect(text, placed.operation.operationId).to.not.include(foreign[secret])
    }
    // A member belongs to the coalition; lists and totals are of what is one's own.
    const open = [...answers].filter(([, status]) => status === 200).map(([operation]) => operation)
    expect(open).to.have.members([
      'readMember',
      'listMemberEntries',
      'readPartner',
      'readPartnerTotals',
      'readStanding',
      'readOwnPacks',
      'readPartnerFigures',
      'readPartnerFlows',
      'readPartnerLiability',
      ...LISTS,
    ])
    expect([...answers.values()].every((status) => status === 200 || status === 404)).to.equal(true)
    const nothing = { data: [], nextCursor: null }
    const asStranger = async (path: string) => (await send(api.url, path, { key: stranger.key })).body
    expect(await asStranger(`/v1/members/${memberId}/entries`)).to.deep.equal(nothing)
    for (const list of ['purchases', 'returns', 'redemptions', 'claims', 'batches']) {
      for (const filter of ['', `?memberId=${memberId}`, '?orderRef=mine', '?returnRef=mine', '?reference=mine']) {
        const body = await asStranger(`/v1/${list}${filter}`)
        if (body.code !== 'malformed_request') expect(body, list + filter).to.deep.equal(nothing)
      }
      expect((await send(api.url, `/v1/${list}`, { key: owner.key })).body.data, list).to.have.length(
        list === 'claims' ? 0 : 1,
      )
    }
  })

  it("lets no partner return another's purchase", async function () {
    const body = {
      returnRef: 'theirs',
      orderRef: 'mine',
      currency: 'GBP',
      amountMinor: '1',
      occurredAt: '2026-11-23T11:00:00Z',
    }
    expect((await send(api.url, '/v1/returns', { key: stranger.key, body })).body.code).to.equal('purchase_unknown')
  })

  it("lets no partner consent to, capture, void or restore another's redemption", async function () {
    const before = await db.redemption.findFirstOrThrow()
    for (const [verb, body] of Object.entries({
      consent: { kind: 'pin', pin: '2580' },
      capture: undefined,
      void: undefined,
      restorations: { reference: 'theirs', points: '1' },
    })) {
      const path = `/v1/redemptions/${foreign['redemptionId']}/${verb}`
      const { status, body: answer } = await send(api.url, path, {
        key: stranger.key,
        method: 'POST',
        ...(body === undefined ? {} : { body }),
      })
      expect([status, answer.code], verb).to.deep.equal([404, 'redemption_unknown'])
    }
    expect(await db.redemption.findFirstOrThrow()).to.deep.equal(before)
    expect(await db.restoration.count()).to.equal(1)
  })

  it('takes no partner from a body', async function () {
    // A picture names nobody: only JSON could.
    for (const { method, operation, path } of operations.filter(
      (placed) =>
        demands(placed, 'partnerKey') && placed.operation.requestBody?.content['application/json'] !== undefined,
    )) {
      const example = EXAMPLES[operation.operationId]?.body as object
      const { status, body } = await send(api.url, path, {
        method,
        key: stranger.key,
        body: { ...example, partnerId: owner.id },
      })
      expect([status, body.code], operation.operationId).to.deep.equal([400, 'malformed_request'])
    }
  })
})
