import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { makeOpenApi } from '../../server/api/openapi.ts'
import { divideIntoPages } from '../../server/api/pages/docs/api-pages.ts'
import type { Document } from '../../server/api/pages/docs/document.ts'
import { answerOf, curlOf } from '../../server/api/pages/docs/samples.ts'
import { ROUTES } from '../../server/api/routes.ts'
import { ask } from '../support/system/ask.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { addIssuingPartner } from './support/add-issuing-partner.ts'

/** The card and the member of the examples, and every id of an object that they only stand for. */
const EXAMPLE_CARD = /9000000000000019/g
const EXAMPLE_ID = /\/019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f/
const EXAMPLE_TIME = /2026-11-2\dT[\d:]+Z/g

describe('the commands of the reference', function () {
  this.timeout(240_000)
  const workplace = useWorkplace()
  const operations = divideIntoPages(makeOpenApi(ROUTES) as Document, ROUTES).flatMap((page) => page.operations)
  let server: TestServer
  let key: string

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    key = await addIssuingPartner(workplace)
  })

  /** Runs the command of an operation as the page shows it, but for the card, an id in its path, and the time. */
  function run(operation: string, { card = '', id = '', edit = (text: string) => text } = {}) {
    const placed = operations.find((one) => one.operation.operationId === operation)!
    const command = edit(curlOf(placed))
      .replaceAll(EXAMPLE_CARD, card)
      .replace(EXAMPLE_ID, `/${id}`)
      .replaceAll(EXAMPLE_TIME, new Date().toISOString())
    const env = { ...process.env, ENTENTE: server.url, KEY: key }
    const { stdout, stderr } = spawnSync('bash', ['-euc', `${command} -sS -w '\\n%{http_code}'`], {
      env,
      encoding: 'utf8',
    })
    const [status = '', ...lines] = stdout.split('\n').toReversed()
    expect(status, `${command}\n${stdout}${stderr}`).to.equal(answerOf(placed.operation).status)
    return JSON.parse(lines.toReversed().join('\n'))
  }

  it('give points, take them, and show what happened, in a shell, as they stand', async () => {
    run('readPartner')
    const { memberId, cardNumber: card } = run('enrolMember')
    expect(run('findMember', { card }).memberId).to.equal(memberId)
    run('setPin', { id: memberId })
    expect(run('quotePurchase').points).to.equal('19')
    const more = (text: string) => text.replace('"1999"', '"199900"')
    const { purchaseId, points } = run('recordPurchase', { card, edit: more })
    expect(points).to.equal('1999')
    expect(run('readPurchase', { id: purchaseId }).orderRef).to.equal('T1-2026-000123')
    expect(run('recordReturn').points).to.equal('5')
    const read = async () => run('readPurchase', { id: purchaseId }).state as string
    await waitUntil(read, (state) => state === 'confirmed' || state === 'final')
    expect(run('quoteRedemption', { card }).isAllowed).to.equal(true)
    const { redemptionId: id } = run('holdPoints', { card })
    expect(run('consentToRedemption', { id }).state).to.equal('consented')
    expect(run('captureRedemption', { id }).state).to.equal('captured')
    expect(run('readRedemption', { id }).redemptionId).to.equal(id)
    for (const list of ['listPurchases', 'listReturns', 'listRedemptions', 'listEvents'])
      expect(run(list).data, list).to.have.length.above(0)
    expect(run('readPartnerTotals').purchases).to.equal('1')
    run('readStatus')
    run('readLedger')
  })

  it('can be tried with the till of a demo, on this machine only, and by nobody where it is no trial', async () => {
    const till = { partnerName: 'Till', key, cardNumber: '9000000000000019', pin: '2580' }
    const write = (name: string, value: object) =>
      writeFileSync(join(server.dataFolder, 'keys', name), JSON.stringify(value), { mode: 0o600 })
    const read = async (headers: Record<string, string> = {}) => {
      const { status, body } = await ask(server.url, '/docs/demo-till', { headers })
      return status === 200 ? body : status
    }
    expect(await read(), 'before a demo').to.equal(404)
    write('demo-keys.json', { partners: [{ partnerId: 1, name: 'Till', currency: 'GBP', key, countries: ['*'] }] })
    write('demo-members.json', { cards: [{ cardNumber: till.cardNumber, pin: till.pin }], wallets: [], passkeys: [] })
    expect(await read()).to.deep.equal(till)
    expect(await read({ 'X-Forwarded-For': '203.0.113.9' })).to.equal(404)
    server.signal('SIGTERM')
    await server.ended
    server = await workplace.start({ args: ['--no-demo'], env: { PUBLIC_URL: 'https://points.example.com' } })
    expect(await read(), 'with a public address').to.equal(404)
  })
})
