import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import serialize from 'canonicalize'
import { expect } from 'chai'

import { recoverStatementSigner, STATEMENT_LEAF_TYPES } from '../../../../server/chain/statement-typed-data.ts'
import { DEFINITIONS } from '../../../../server/domain/clearing/definitions.ts'
import { LINE_KINDS, type StatementJson } from '../../../../server/domain/clearing/statement.ts'
import { monthNumber } from '../../../../server/domain/utc-days.ts'
import { aPartner, send } from '../../api/support/coalition.ts'
import { STATEMENT_SIGNER } from '../../api/support/clearing.ts'
import type { Holder } from '../../relayer/redemption-platform.ts'
import { PARTNER } from '../../relayer/relayer-platform.ts'
import { bookJanuary, type ClearingPlatform, openClearingPlatform } from './clearing-platform.ts'

const OWN = '/v1/statements/2026-01'
const OF_PARTNER = `/v1/partners/${String(PARTNER)}/statements`

describe('closing a month', function () {
  this.timeout(120_000)
  let clearing: ClearingPlatform
  let ann: Holder

  beforeEach(async () => {
    clearing = await openClearingPlatform()
    ann = await bookJanuary(clearing)
  })

  afterEach(() => clearing.api.close())

  const read = async (path: string): Promise<StatementJson> =>
    (await clearing.ask(path, clearing.partner)).body.statement

  it('is refused before its time, before the chain is final, and before an earlier month', async () => {
    const code = async (month: string) => (await clearing.close(month)).body.code
    expect(await code('2026-01')).to.equal('month_not_over')
    await clearing.goTo('2026-02-02T23:59:40Z')
    expect(await code('2026-01')).to.equal('month_not_over')
    clearing.platform.clock.advance(70 * 86_400_000)
    expect(await code('2026-03')).to.equal('month_not_final')
    expect(await code('2026-13')).to.equal('malformed_request')
    await clearing.goTo('2026-05-01T00:00:00Z')
    const early = await clearing.close('2026-02')
    expect([early.body.code, early.body.details]).to.deep.equal([
      'month_out_of_order',
      { month: '2026-02', monthExpected: '2026-01' },
    ])
    expect((await clearing.close('2026-01')).body.issued).to.equal(1)
    expect((await clearing.close('2026-02')).body.issued).to.equal(1)
  })

  it('signs nothing where the followed events are not what the registry counted', async () => {
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.platform.database.redemptionEvent.updateMany({ where: { kind: 'redeemed' }, data: { points: 299n } })
    const { status, body } = await clearing.close('2026-01')
    expect([status, body.code, body.details.counted, body.details.followed]).to.deep.equal([
      409,
      'month_figures_differ',
      '300',
      '299',
    ])
    expect((await clearing.ask(OWN, clearing.partner)).body.code).to.equal('statement_unknown')
  })

  it('never changes a statement: late reversals are on the next one, and payments close the position', async () => {
    await clearing.goTo('2026-02-03T00:00:01Z')
    await clearing.close('2026-01')
    // What becomes of its position on chain is beside the statement, not in it.
    const readSigned = async () => {
      const { settlement: _, ...signed } = (await clearing.ask(OWN, clearing.partner)).body
      return signed
    }
    const before = await readSigned()
    const { platform } = clearing
    await platform.accept([ann.member.address, -60n])
    await platform.settle()
    await clearing.goTo('2026-03-04T00:00:01Z')
    expect((await clearing.close('2026-01')).body).to.deep.equal({
      month: '2026-01',
      issued: 0,
      before: 1,
      waiting: [],
    })
    expect((await clearing.close('2026-02')).body).to.deep.equal({
      month: '2026-02',
      issued: 1,
      before: 0,
      waiting: [],
    })
    expect(await readSigned()).to.deep.equal(before)
    const february = await read('/v1/statements/2026-02')
    // The operator gives 60 x 1.05 cents back, and January is still open.
    expect([february.points.reversed, february.totals.payableMinor, february.position]).to.deep.equal([
      '60',
      '63',
      { openingMinor: '-808', closingMinor: '-745' },
    ])
    const pay = (reference: string) => clearing.ask(`${OF_PARTNER}/2026-01/payment`, clearing.operator, { reference })
    expect((await pay('BOOK-1')).body.payment.reference).to.equal('BOOK-1')
    expect((await pay('BOOK-1')).status).to.equal(200)
    expect((await pay('BOOK-2')).body.code).to.equal('statement_unpayable')
    await clearing.goTo('2026-04-04T00:00:01Z')
    await clearing.close('2026-03')
    expect((await read('/v1/statements/2026-03')).position).to.deep.equal({ openingMinor: '63', closingMinor: '63' })
    expect((await read('/v1/statements/2026-02')).position.openingMinor).to.equal('-808')
    const list = (await clearing.ask('/v1/statements?limit=2', clearing.partner)).body
    expect(list.data.map(({ number }: { number: string }) => number)).to.deep.equal(['ENT-7-2026-03', 'ENT-7-2026-02'])
    const rest = (await clearing.ask(`/v1/statements?cursor=${String(list.nextCursor)}`, clearing.partner)).body
    expect(rest.data.map(({ payment }: { payment: object | null }) => payment !== null)).to.deep.equal([true])
  })
})

describe('a statement that was issued', function () {
  this.timeout(120_000)
  let clearing: ClearingPlatform

  before(async () => {
    clearing = await openClearingPlatform()
    await bookJanuary(clearing)
    await clearing.goTo('2026-02-03T00:00:01Z')
    const closed = await clearing.close('2026-01')
    expect([closed.status, closed.body]).to.deep.equal([200, { month: '2026-01', issued: 1, before: 0, waiting: [] }])
  })

  after(() => clearing.api.close())

  it("has every figure of the registry's", async () => {
    const { body } = await clearing.ask(OWN, clearing.partner)
    const statement: StatementJson = body.statement
    expect(statement.points).to.deep.equal({
      issued: '1000',
      reversed: '40',
      reversedOfEarlierMonths: '0',
      redeemed: '300',
      restored: '50',
    })
    // 960 x 1.05 = 1008 and 250 x 0.8 = 200 cents.
    expect(statement.legs.map(({ kind, exactMicros, grossMinor }) => [kind, exactMicros, grossMinor])).to.deep.equal([
      ['issue', '1008000000', '1008'],
      ['redeem', '200000000', '200'],
      ['fee', '0', '0'],
    ])
    expect([statement.totals.payableMinor, statement.position.closingMinor]).to.deep.equal(['-808', '-808'])
    expect(statement.lines.map(({ kind, points }) => [kind, points])).to.deep.equal([
      ['issued', '1000'],
      ['reversed', '40'],
      ['redeemed', '300'],
      ['restored', '50'],
    ])
    expect(body.definitions).to.deep.equal(DEFINITIONS)
    expect((await clearing.ask(`${OF_PARTNER}/2026-01`)).body).to.deep.equal(body)
  })

  it('can be checked with public tools: the tree by OpenZeppelin, the signature by EIP-712', async () => {
    const { statement, signature, signer } = (await clearing.ask(OWN, clearing.partner)).body
    const leaves = statement.lines.map((line: StatementJson['lines'][number]) => [
      String(PARTNER),
      String(monthNumber(statement.month)),
      String(line.line),
      String(LINE_KINDS[line.kind]),
      line.points,
      line.blockNumber,
      line.transactionHash,
      line.reference ?? `0x${'00'.repeat(32)}`,
    ])
    expect(StandardMerkleTree.of(leaves, [...STATEMENT_LEAF_TYPES]).root).to.equal(statement.linesRoot)
    const signerOf = (document: string | undefined) =>
      recoverStatementSigner(statement, { document: document ?? '', signature })
    expect(await signerOf(serialize(statement)))
      .to.equal(STATEMENT_SIGNER.address)
      .and.equal(signer)
    const forged = { ...statement, points: { ...statement.points, issued: '999' } }
    expect(await signerOf(serialize(forged))).not.to.equal(signer)
  })

  it('leaves no way to change a stored statement, not even in the database', async () => {
    const { database } = clearing.platform
    for (const sql of [
      "update clearing_statement set document = '{}'",
      'delete from clearing_statement',
      'truncate clearing_statement',
    ])
      expect(await database.$executeRawUnsafe(sql).then(String, String), sql).to.include('never changes')
  })

  it('lets nobody read a statement but its partner and the operator', async () => {
    const rival = await aPartner(clearing.api.deps, 'Rival')
    const refusals = async (key: string | undefined, path: string) =>
      (await send(clearing.api.url, path, key === undefined ? {} : { key })).body.code
    for (const query of ['', '?format=csv', '?format=pdf']) {
      expect(await refusals(rival.key, `${OF_PARTNER}/2026-01${query}`)).to.equal('scope_missing')
      expect(await refusals(rival.key, `${OWN}${query}`)).to.equal('statement_unknown')
      expect(await refusals(undefined, `${OWN}${query}`)).to.equal('unauthenticated')
    }
    expect(await refusals(rival.key, OF_PARTNER)).to.equal('scope_missing')
    expect(await refusals(clearing.partner, `${OF_PARTNER}/2026-01`)).to.equal('scope_missing')
    expect((await clearing.ask('/v1/statements', rival.key)).body.data).to.deep.equal([])
    const pay = { key: rival.key, body: { reference: 'paid, trust me' } }
    expect((await send(clearing.api.url, `${OF_PARTNER}/2026-01/payment`, pay)).body.code).to.equal('scope_missing')
    expect(
      (await send(clearing.api.url, '/v1/months/2026-01/close', { key: rival.key, method: 'POST' })).body.code,
    ).to.equal('scope_missing')
  })

  it('hands out the same bytes each time, as a table and as a page', async () => {
    const fetchFile = async (format: string) => {
      const headers = { Authorization: `Bearer ${clearing.partner}` }
      const answer = await fetch(`${clearing.api.url}${OWN}?format=${format}`, { headers })
      const { headers: got } = answer
      return {
        type: got.get('content-type'),
        name: got.get('content-disposition'),
        bytes: Buffer.from(await answer.arrayBuffer()),
      }
    }
    const [csv, pdf] = [await fetchFile('csv'), await fetchFile('pdf')]
    expect([csv.type, csv.name]).to.deep.equal(['text/csv; charset=utf-8', 'attachment; filename="ENT-7-2026-01.csv"'])
    expect([pdf.type, pdf.bytes.subarray(0, 5).toString()]).to.deep.equal(['application/pdf', '%PDF-'])
    clearing.platform.clock.advance(86_400_000)
    expect((await fetchFile('csv')).bytes.equals(csv.bytes)).to.equal(true)
    expect((await fetchFile('pdf')).bytes.equals(pdf.bytes)).to.equal(true)
    expect(csv.bytes.toString()).to.include('totals,payable,-8.08,EUR,')
  })
})
