import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import type { Database } from '../../server/database/engine/client.ts'
import { FOUR_EYES_POWERS, NO_FOUR_EYES } from '../../server/domain/four-eyes.ts'
import { tamper } from '../server/api/support/audit.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../server/api/support/coalition.ts'
import { startApi, type RunningApi } from '../server/api/support/running-api.ts'
import { sharedTestDatabase } from '../support/database.ts'

const ENTENTE = fileURLToPath(new URL('../../cli/entente.ts', import.meta.url))

/** The commands of operators, each a process of its own that reaches the server over HTTP. */
describe('the commands that watch operators', function () {
  this.timeout(120_000)
  let db: Database
  let api: RunningApi
  let folder: string
  let partner: TestPartner
  let keys: Record<'marie' | 'paul', string>

  beforeEach(async function () {
    db = await sharedTestDatabase()
    const fourEyes = { ...NO_FOUR_EYES, powers: FOUR_EYES_POWERS, allowanceMax: 100n }
    api = await startApi(db, { overrides: { fourEyes } })
    partner = await aPartner(api.deps)
    folder = mkdtempSync(join(tmpdir(), 'entente-cli-'))
    keys = { marie: await anOperatorKey(api.deps), paul: await anOperatorKey(api.deps) }
    for (const [name, key] of Object.entries(keys)) writeFileSync(join(folder, name), `${key}\n`)
  })

  afterEach(async function () {
    await api.close()
    rmSync(folder, { recursive: true })
  })

  interface Ran {
    readonly code: number
    readonly out: string
    readonly err: string
  }

  function run(args: readonly string[]): Promise<Ran> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [ENTENTE, ...args],
        { env: { ...process.env, ENTENTE_DATA: folder } },
        (error, out, err) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
        },
      )
    })
  }

  const as = (who: 'marie' | 'paul', ...args: string[]) =>
    run([...args, '--url', api.url, '--operator-key-file', join(folder, who)])
  const json = async (ran: Promise<Ran>) => JSON.parse((await ran).out) as Record<string, unknown>
  const raise = (points: string) =>
    send(api.url, `/v1/partners/${String(partner.id)}/allowance`, {
      key: keys.marie,
      body: { change: 'raise', points },
    })

  it('export the log, find it whole, and name the entry that is wrong with exit code 1', async () => {
    for (const points of ['10', '20', '30']) await raise(points)
    const head = String((await send(api.url, '/v1/status')).body.auditLog.head)
    const whole = await as('marie', 'audit-log', 'verify', '--head', head)
    expect(whole.code).to.equal(0)
    expect(whole.out).to.include('The log is whole: 3 entries')
    const { out } = await as('marie', 'audit-log', 'export')
    const file = join(folder, 'export.jsonl')
    writeFileSync(file, out)
    expect((await run(['audit-log', 'verify', '--file', file, '--head', head.slice(0, 12)])).code).to.equal(0)
    writeFileSync(file, out.replace('"amount":"20"', '"amount":"2"'))
    const changed = await run(['audit-log', 'verify', '--file', file])
    expect([changed.code, changed.out.slice(0, 17)]).to.deep.equal([1, 'Entry 2 is wrong:'])
    writeFileSync(file, 'no json\n')
    const unreadable = await run(['audit-log', 'verify', '--file', file, '--json'])
    expect(JSON.parse(unreadable.err)).to.have.nested.property('error.code', 'audit_log_unreadable')
    await tamper(db, 'delete from audit_entry where number >= 3')
    const cut = await as('marie', 'audit-log', 'verify', '--head', head, '--json')
    expect([cut.code, (JSON.parse(cut.out) as { status: string }).status]).to.deep.equal([1, 'wrong'])
    const listed = await as('marie', 'audit-log', 'list', '--operation', 'changeAllowance')
    expect(listed.out).to.include('change=raise')
  })

  it('propose, approve, reject and carry out what needs a second person', async () => {
    const id = String(partner.id)
    const proposed = await json(as('marie', 'partner', 'allowance', id, 'raise', '500', '--json'))
    expect(proposed['state']).to.equal('waiting')
    const listed = await as('paul', 'proposal', 'list')
    expect(listed.out).to.include(String(proposed['proposalId'])).and.to.include('500')
    expect((await json(as('paul', 'proposal', 'show', String(proposed['proposalId']), '--json')))['state']).to.equal(
      'waiting',
    )
    const own = await as('marie', 'proposal', 'approve', String(proposed['proposalId']), '--json')
    expect([own.code, JSON.parse(own.err).error.code]).to.deep.equal([1, 'second_person_needed'])
    expect((await as('paul', 'proposal', 'approve', String(proposed['proposalId']))).out).to.include('is carried out')
    const key = await json(as('marie', 'operator-key', 'issue', '--label', 'Carol', '--scope', 'operator', '--json'))
    expect((await as('paul', 'proposal', 'approve', String(key['proposalId']))).out).to.include('carry-out')
    expect((await as('marie', 'proposal', 'carry-out', String(key['proposalId']))).out).to.include('ent_')
    const other = await json(as('marie', 'partner', 'allowance', id, 'raise', '501', '--json'))
    expect((await as('paul', 'proposal', 'reject', String(other['proposalId']))).out).to.include('is rejected')
  })

  it('rotate the key that they act with, in its file', async () => {
    const rotated = await json(as('marie', 'operator-key', 'rotate', '--overlap', '0', '--json'))
    expect(JSON.stringify(rotated)).to.not.include('ent_')
    const now = readFileSync(join(folder, 'marie'), 'utf8').trim()
    expect(now)
      .to.match(/^ent_[0-9a-f]{16}_[0-9a-f]{64}$/)
      .and.to.not.equal(keys.marie)
    expect((await send(api.url, '/v1/partners', { key: keys.marie })).body.code).to.equal('key_expired')
    expect((await send(api.url, '/v1/partners', { key: now })).status).to.equal(200)
  })
})
