import { expect } from 'chai'
import { privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'

import { CHALLENGE_AGE_MS_MAX } from '../../../../../server/actions/sign-in/start-wallet-challenge.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { isCardNumber, makeCardNumber } from '../../../../../server/domain/identifiers.ts'
import { expiryOf, epochAt } from '../../../../../server/domain/lots.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, send, type ApiAnswer, type TestPartner } from '../../support/coalition.ts'
import { batchOpenEntries, followChainTo, postBatch } from '../../support/ledger.ts'
import { EPOCH_SCALE, NOW, startApi, type RunningApi } from '../../support/running-api.ts'

describe('members', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
    send(api.url, path, { key: partner.key, body, headers })
  const enrol = (identifiers: unknown[] = [], headers: Record<string, string> = {}) =>
    post('/v1/members', { kind: 'card', identifiers }, headers)
  const search = (kind: string, value: string) => post('/v1/members/search', { kind, value })

  describe('POST /v1/members', function () {
    it('enrols a card member with a hosted address and a card number of its own', async function () {
      const { status, body } = await enrol()
      expect(status).to.equal(201)
      expect(isCardNumber(body.cardNumber)).to.equal(true)
      const row = await db.member.findUniqueOrThrow({ where: { id: body.memberId } })
      expect(row).to.include({ kind: 'card', enrolledBy: partner.id, address: body.address })
      expect(api.deps.deriveMemberAddress(row.derivationIndex ?? -1)).to.equal(body.address)
    })

    it('takes a card number, an e-mail and a phone, and finds the member by each', async function () {
      const { body } = await enrol([
        { kind: 'card', value: '9000 0000 0000 0019' },
        { kind: 'email', value: 'Ada@Example.com' },
        { kind: 'phone', value: '+44 20 7946 0958' },
      ])
      expect(body.cardNumber).to.equal('9000000000000019')
      for (const [kind, value] of [
        ['card', '9000000000000019'],
        ['email', 'ada@example.com'],
        ['phone', '+442079460958'],
        ['wallet', body.address],
        ['member', body.memberId],
      ] as const)
        expect((await search(kind, value)).body.memberId, kind).to.equal(body.memberId)
      expect((await search('email', 'ada@example.com')).body.identifiers).to.deep.equal([
        { kind: 'card', hint: '0019', isProven: true },
        { kind: 'email', hint: 'a…@e', isProven: false },
        { kind: 'phone', hint: '0958', isProven: false },
      ])
    })

    it('keeps no identifier, only its keyed hash and at most four characters', async function () {
      await enrol([
        { kind: 'card', value: '9000000000000019' },
        { kind: 'email', value: 'ada@example.com' },
      ])
      const rows = JSON.stringify([await db.memberIdentifier.findMany(), await db.idempotencyKey.findMany()])
      expect(rows).to.not.include('ada@example').and.to.not.include('9000000000000019')
    })

    it('gives a repeated request the same member and the same drawn card, although no card number is kept', async function () {
      const first = await enrol([], { 'Idempotency-Key': 'enrol-1' })
      const again = await enrol([], { 'Idempotency-Key': 'enrol-1' })
      expect([again.status, again.headers.get('idempotent-replayed')]).to.deep.equal([200, 'true'])
      expect(again.body).to.deep.equal(first.body)
      expect(await db.member.count()).to.equal(1)
      const kept = JSON.stringify((await db.idempotencyKey.findMany()).map(({ response }) => response))
      expect(kept).to.not.include(first.body.cardNumber)
      const other = await enrol([{ kind: 'email', value: 'b@example.com' }], { 'Idempotency-Key': 'enrol-1' })
      expect(other.body.code).to.equal('idempotency_key_reused')
    })

    it("refuses somebody else's identifier, and enrols nobody", async function () {
      await enrol([{ kind: 'email', value: 'ada@example.com' }])
      const { status, body } = await enrol([{ kind: 'email', value: ' ADA@example.com'.trim() }])
      expect([status, body.code, body.details.kind]).to.deep.equal([409, 'identifier_taken', 'email'])
      expect(await db.member.count()).to.equal(1)
    })

    for (const [kind, value] of [
      ['card', '9000000000000011'],
      ['card', '123'],
      ['email', 'nobody'],
      ['phone', '12345'],
      ['phone', '020 7946 0958'],
    ] as const)
      it(`refuses the ${kind} ${value}`, async function () {
        const { status, body } = await enrol([{ kind, value }])
        expect([status, body.code]).to.deep.equal([422, 'identifier_malformed'])
      })

    it('enrols 20 members at once, each with an address and a card of their own', async function () {
      const answers = await Promise.all(Array.from({ length: 20 }, () => enrol()))
      expect(new Set(answers.map(({ body }) => body.address)).size).to.equal(20)
      expect(new Set(answers.map(({ body }) => body.cardNumber)).size).to.equal(20)
    })

    it('enrols each of 20 given cards once when each is given twice at once, among malformed ones', async function () {
      await enrol([{ kind: 'card', value: makeCardNumber(3n) }])
      const cards = Array.from({ length: 20 }, (_, index) => makeCardNumber(BigInt(index)))
      const asked = [...cards, '9000000000000011', ...cards]
      const answers = await Promise.all(asked.map((value) => enrol([{ kind: 'card', value }])))
      const outcomes = answers.map(({ body }) => (body.code as string | undefined) ?? body.cardNumber)
      expect(outcomes.filter((outcome) => outcome === 'identifier_taken')).to.have.length(21)
      expect(outcomes.filter((outcome) => outcome === 'identifier_malformed')).to.have.length(1)
      const expected = cards.filter((card) => card !== makeCardNumber(3n)).toSorted()
      expect(outcomes.filter((outcome) => isCardNumber(outcome)).toSorted()).to.deep.equal(expected)
      expect(await db.member.count()).to.equal(20)
      expect(await db.memberIdentifier.count()).to.equal(20)
    })
  })

  describe('a wallet member', function () {
    const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)

    async function prove(changes: Record<string, unknown> = {}, signer = account) {
      const { body: challenge } = await send(api.url, '/v1/wallet-challenges', { key: partner.key, method: 'POST' })
      const message = createSiweMessage({
        address: account.address,
        chainId: challenge.chainId,
        domain: challenge.domain,
        uri: challenge.uri,
        nonce: challenge.nonce,
        statement: challenge.statement,
        version: '1',
        issuedAt: NOW,
        ...changes,
      })
      return { message, signature: await signer.signMessage({ message }) }
    }
    const enrolWallet = async (proof: unknown) => post('/v1/members', { kind: 'wallet', proof })

    it('is enrolled with the address that they prove, once', async function () {
      const proof = await prove()
      const { status, body } = await enrolWallet(proof)
      expect(status).to.equal(201)
      expect(body).to.include({ kind: 'wallet', address: account.address.toLowerCase(), cardNumber: null })
      expect((await enrolWallet(proof)).body).to.deep.include({
        code: 'wallet_proof_invalid',
        details: { reason: 'nonce_unknown_used_or_expired' },
      })
      expect((await enrolWallet(await prove())).body.code).to.equal('wallet_taken')
    })

    for (const [what, changes, reason] of [
      ['another domain', { domain: 'evil.example' }, 'domain_uri_or_chain_differs'],
      ['another chain', { chainId: 1 }, 'domain_uri_or_chain_differs'],
      ['another URI', { uri: 'https://evil.example' }, 'domain_uri_or_chain_differs'],
      ['an expired message', { expirationTime: new Date(NOW.getTime() - 1) }, 'expired'],
      ['a nonce that was not given', { nonce: 'abcdefgh12345678' }, 'nonce_unknown_used_or_expired'],
    ] as const)
      it(`is refused for ${what}`, async function () {
        const { status, body } = await enrolWallet(await prove(changes))
        expect([status, body.code, body.details.reason]).to.deep.equal([422, 'wallet_proof_invalid', reason])
        expect(await db.member.count()).to.equal(0)
      })

    it('is refused for a message that is none', async function () {
      const { body } = await enrolWallet({ message: 'hello', signature: '0x00' })
      expect(body.details.reason).to.equal('message_malformed')
    })

    it('waits when the signature is not its own and no endpoint can say whether it is a contract', async function () {
      const { status, body, headers } = await enrolWallet(await prove({}, privateKeyToAccount(`0x${'22'.repeat(32)}`)))
      expect([status, body.code, headers.get('retry-after')]).to.deep.equal([503, 'service_unavailable', '1'])
    })

    it('must answer the challenge in time', async function () {
      const proof = await prove()
      api.clock.advance(CHALLENGE_AGE_MS_MAX)
      expect((await enrolWallet(proof)).body.details.reason).to.equal('nonce_unknown_used_or_expired')
    })
  })

  describe('a member found', function () {
    it('shows pending, confirmed and final points apart, and what expires next', async function () {
      const member = await aMember(api.deps)
      const buy = (orderRef: string) =>
        post('/v1/purchases', {
          orderRef,
          member: { kind: 'card', value: member.card },
          currency: 'GBP',
          amountMinor: '1000',
          occurredAt: '2026-11-23T10:00:00Z',
        })
      await followChainTo(db, { number: 10n, finalizedNumber: 4n })
      await buy('a')
      const points = async () => {
        const { pointsPending, pointsConfirmed, pointsFinal } = (await search('card', member.card)).body
        return [pointsPending, pointsConfirmed, pointsFinal]
      }
      expect(await points()).to.deep.equal(['10', '0', '0'])
      const batch = await batchOpenEntries(db, partner.id, 'posted')
      await postBatch(db, batch, 5n)
      await buy('b')
      expect(await points()).to.deep.equal(['10', '10', '0'])
      await db.chainCursor.updateMany({ data: { finalizedNumber: 5n } })
      expect(await points()).to.deep.equal(['10', '10', '10'])
      const { body } = await search('card', member.card)
      const epoch = epochAt(NOW.getTime() / 1_000, EPOCH_SCALE)
      expect(body.nextExpiry).to.deep.equal({
        points: '10',
        expiresAt: new Date(expiryOf(epoch, EPOCH_SCALE) * 1_000).toISOString(),
      })
      expect(body.identifiers).to.deep.equal([{ kind: 'card', hint: member.card.slice(-4), isProven: true }])
    })

    it('is unknown by an identifier that nobody has', async function () {
      expect((await search('email', 'nobody@example.com')).body.code).to.equal('member_unknown')
      const { body } = await send(api.url, '/v1/members/019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f', { key: partner.key })
      expect(body.code).to.equal('member_unknown')
    })
  })

  describe('GET /v1/members/{memberId}/entries', function () {
    it('pages through all entries of the member at this partner, newest first, each once', async function () {
      const member = await aMember(api.deps)
      const purchases = Array.from({ length: 25 }, (_, at) => ({
        orderRef: `order-${at}`,
        member: { kind: 'card', value: member.card },
        currency: 'GBP',
        amountMinor: '1000',
        occurredAt: '2026-11-23T10:00:00Z',
      }))
      await post('/v1/purchases/batch', { purchases })
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const path: string = `/v1/members/${member.member.id}/entries?limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`
        const { body } = await send(api.url, path, { key: partner.key })
        seen.push(...body.data.map((entry: { reference: string }) => entry.reference))
        cursor = body.nextCursor
      }
      expect(seen).to.deep.equal(purchases.map(({ orderRef }) => orderRef).reverse())
    })

    for (const [limit, status] of [
      ['100', 200],
      ['101', 400],
      ['0', 400],
      ['x', 400],
    ] as const)
      it(`answers a limit of ${limit} with ${status}`, async function () {
        const { member } = await aMember(api.deps)
        expect(
          (await send(api.url, `/v1/members/${member.id}/entries?limit=${limit}`, { key: partner.key })).status,
        ).to.equal(status)
      })
  })
})
