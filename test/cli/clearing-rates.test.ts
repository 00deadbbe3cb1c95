import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { makeCommandLine } from '../../cli/program.ts'
import { report } from '../../cli/report.ts'
import { sharedTestDatabase } from '../support/database.ts'
import { aSignedRate } from '../server/api/support/clearing.ts'
import { anOperatorKey, aPartner, type TestPartner } from '../server/api/support/coalition.ts'
import { ADDRESSES, type RunningApi, startApi } from '../server/api/support/running-api.ts'

/** More than one request takes. */
const DAYS = 31

/** Against a server that runs, as the operator. */
describe('the commands for exchange rates and settlement currencies', function () {
  this.timeout(60_000)
  let folder: string
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async () => {
    api = await startApi(await sharedTestDatabase())
    partner = await aPartner(api.deps)
    folder = mkdtempSync(join(tmpdir(), 'entente-rates-'))
    writeFileSync(join(folder, 'key'), await anOperatorKey(api.deps))
  })

  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await api.close()
  })

  /** A command in this process: what it said, and the code that it was refused with. */
  async function run(...args: string[]): Promise<{ out: string; code: string | null }> {
    const said = { out: '', err: '' }
    const { stdout, stderr } = process
    const [out, err] = [stdout.write.bind(stdout), stderr.write.bind(stderr)]
    const isForPrograms = args.includes('--json')
    const { program, acting } = await makeCommandLine({ isForPrograms })
    stdout.write = (text: string | Uint8Array) => ((said.out += String(text)), true)
    stderr.write = (text: string | Uint8Array) => ((said.err += String(text)), true)
    try {
      const server = ['--url', api.url, '--operator-key-file', join(folder, 'key')]
      await program.parseAsync(['clearing', ...args, ...server], { from: 'user' })
      return { out: said.out, code: null }
    } catch (error) {
      report(error, { command: acting(), isForPrograms })
      return { out: said.out, code: (JSON.parse(said.err) as { error: { code: string } }).error.code }
    } finally {
      stdout.write = out
      stderr.write = err
    }
  }

  const fileOf = (content: unknown) => {
    const file = join(folder, 'rates.json')
    writeFileSync(file, JSON.stringify(content))
    return file
  }

  it('import a file of any length once, and list it', async () => {
    const days = Array.from({ length: DAYS }, (_, at) => `2026-10-${String(at + 1).padStart(2, '0')}`)
    const rates = await Promise.all(days.map((date) => aSignedRate(ADDRESSES, { date })))
    const file = fileOf({ format: 'entente-rates-1', rates })
    expect(JSON.parse((await run('rates', 'import', file, '--json')).out)).to.deep.equal({ imported: DAYS, before: 0 })
    expect((await run('rates', 'import', file)).out).to.equal(`0 rates were imported, ${String(DAYS)} were there.\n`)
    const listed = JSON.parse((await run('rates', 'list', '--json')).out) as { rates: { date: string }[] }
    expect(listed.rates.map(({ date }) => date)).to.deep.equal(days.toReversed())
    expect((await run('rates', 'list', '--currency', 'KWD')).out).to.equal('No rate was imported.\n')
    expect((await run('rates', 'list', '--currency', 'JPY')).out).to.include('162.35 JPY')
  })

  it('refuse what is no such file, and what the server refuses', async () => {
    const rate = await aSignedRate(ADDRESSES)
    for (const content of [
      {},
      [rate],
      { format: 'entente-rates-2', rates: [rate] },
      { format: 'entente-rates-1', rates: [] },
      { format: 'entente-rates-1', rates: [{ ...rate, rate: 162.35 }] },
      { format: 'entente-rates-1', rates: [{ ...rate, note: 'month end' }] },
    ])
      expect((await run('rates', 'import', fileOf(content), '--json')).code, JSON.stringify(content)).to.equal(
        'clearing_input_invalid',
      )
    const forged = fileOf({ format: 'entente-rates-1', rates: [{ ...rate, rate: '1' }] })
    expect((await run('rates', 'import', forged, '--json')).code).to.equal('rate_signature_wrong')
  })

  it('say and set in which currency a partner settles', async () => {
    const id = String(partner.id)
    expect((await run('currency', 'list', id)).out).to.equal(`Partner ${id} settles in EUR; statements are in EUR.\n`)
    const set = await run('currency', 'set', id, '2026-12', 'JPY', '--json')
    expect(JSON.parse(set.out)).to.deep.include({ currency: 'EUR', clearingCurrency: 'EUR' })
    expect((await run('currency', 'list', id)).out).to.match(/2026-12 +JPY/)
    expect((await run('currency', 'set', id, '2026-10', 'JPY', '--json')).code).to.equal('currency_month_passed')
  })
})
