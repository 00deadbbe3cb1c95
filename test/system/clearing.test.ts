import { readFileSync, writeFileSync } from 'node:fs'

import { expect } from 'chai'

import { type ClearingPlatform, openClearingPlatform } from '../server/actions/clearing/clearing-platform.ts'
import { enrol, fund } from '../server/relayer/redemption-platform.ts'
import { errorOf } from '../support/system/error-of.ts'
import { useWorkplace } from '../support/system/workplace.ts'

describe('clearing from the command line', function () {
  this.timeout(180_000)
  const workplace = useWorkplace()
  let clearing: ClearingPlatform
  let key: string

  before(async () => {
    clearing = await openClearingPlatform()
    key = workplace.path('operator-key')
    writeFileSync(key, clearing.operator)
  })

  after(() => clearing.api.close())

  const run = (...args: string[]) =>
    workplace.run(['clearing', ...args, '--url', clearing.api.url, '--operator-key-file', key])
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json')
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }
  const refusal = async (...args: string[]) => {
    const ended = await run(...args, '--json')
    expect(ended.code, ended.stdout).to.equal(1)
    return errorOf(ended).code
  }

  it('plans prices, says what is to be done next, and shows how they stand', async () => {
    const set = ['prices', 'set', '7', '2026-01', '--issue', '1.05', '--redeem', '0.8']
    const planned = await run(...set)
    expect(planned.code, planned.stderr).to.equal(0)
    expect(planned.stdout).to.include('entente admin schedule setPrices 7 2026-01 1050000 800000')
    await clearing.setPrices('2026-01', 1_050_000n, 800_000n)
    expect((await json(...set)).state).to.equal('set')
    const listed = await run('prices', 'list', '7')
    expect(listed.stdout).to.match(/2026-01\s+1\.05\s+0\.80\s+set/)
    expect((await json('prices', 'list', '7')).prices).to.have.length(1)
    expect((await run('prices', 'set', '7', '2026-02', '--issue', '1,05', '--redeem', '1')).code).to.equal(2)
    expect(await refusal('prices', 'set', '7', '2025-12', '--issue', '1', '--redeem', '1')).to.equal(
      'price_month_passed',
    )
  })

  it('closes a month, shows and writes the statement, and records its payment, each as often as it is asked', async () => {
    const { platform } = clearing
    expect(await refusal('close', '2026-01')).to.equal('month_not_over')
    await fund(platform, [await enrol(platform, 'card'), 1_000n])
    await clearing.goTo('2026-02-03T00:00:01Z')
    expect(await json('close', '2026-01')).to.deep.equal({ month: '2026-01', issued: 1, before: 0, waiting: [] })
    expect(await json('close', '2026-01')).to.deep.equal({ month: '2026-01', issued: 0, before: 1, waiting: [] })
    expect((await json('statement', '7')).statements.map(({ number }: { number: string }) => number)).to.deep.equal([
      'ENT-7-2026-01',
    ])
    const shown = await run('statement', '7', '2026-01')
    expect(shown.stdout).to.include('payable: -10.50 EUR').and.include('Points credited to members')
    const file = workplace.path('statement.pdf')
    expect((await json('statement', '7', '2026-01', '--format', 'pdf', '--out', file)).file).to.equal(file)
    expect(readFileSync(file).subarray(0, 5).toString()).to.equal('%PDF-')
    expect((await run('statement', '7', '2026-01', '--format', 'csv')).stdout).to.include('totals,payable,-10.50,EUR')
    expect(await refusal('statement', '7', '2026-01', '--format', 'pdf')).to.equal('output_file_missing')
    expect(await refusal('statement', '7', '2026-02')).to.equal('statement_unknown')
    for (let times = 0; times < 2; times++)
      expect((await json('paid', '7', '2026-01', '--reference', 'BOOK-1')).payment.reference).to.equal('BOOK-1')
    expect(await refusal('paid', '7', '2026-01', '--reference', 'BOOK-2')).to.equal('statement_unpayable')
    await platform.settle()
    await platform.settle()
    expect((await run('statement', '7')).stdout).to.match(/BOOK-1\s+marked by the operator/)
  })

  it('lists what a partner disputes, and ends the dispute', async () => {
    const { platform } = clearing
    expect((await run('dispute', 'list')).stdout).to.include('Nobody disputes anything.')
    const resolve = ['dispute', 'resolve', '7', '2026-01', '--outcome', 'Booked in February.'] as const
    expect(await refusal(...resolve)).to.equal('position_undisputed')
    await clearing.ask('/v1/statements/2026-01/dispute', clearing.partner, { reason: 'Too much' })
    await platform.settle()
    expect((await run('dispute', 'list')).stdout).to.match(/7\s+2026-01\s+-1050\s+\S+\s+Too much/)
    expect((await json(...resolve)).settlement.lastAct.kind).to.equal('resolution')
    await platform.settle()
    expect((await json('dispute', 'list')).disputes).to.deep.equal([])
  })

  it('orders a pack, records its payment once, sets the warning, and cancels another', async () => {
    await clearing.setPrices('2026-03', 0n, 800_000n)
    const order = ['packs', 'order', '7', '--points', '1000', '--price', '950', '--start', '2026-03-01'] as const
    const ordered = await run(...order)
    expect(ordered.stdout, ordered.stderr).to.include('ENT-7-P1: 1000 points for 9.50 EUR, from 2026-03-01 on.')
    const paid = ['packs', 'paid', '7', '1', '--on', '2026-02-10'] as const
    for (let times = 0; times < 2; times++)
      expect((await run(...paid, '--reference', 'BOOK-3')).stdout).to.include('raised by 1000')
    expect(await refusal(...paid, '--reference', 'BOOK-4')).to.equal('pack_closed')
    expect((await json('packs', 'alert', '7', '1000')).isLow).to.equal(true)
    await run(...order)
    expect((await json('packs', 'cancel', '7', '2')).state).to.equal('cancelled')
    expect(await refusal('packs', 'show', '7', '3')).to.equal('clearing_input_invalid')
    expect((await json('packs', 'show', '7', '1')).payment.reference).to.equal('BOOK-3')
    const listed = await run('packs', 'list', '7')
    expect(listed.stdout).to.match(/ENT-7-P1\s+2026-03-01\s+1000\s+0\s+1000\s+9\.50 EUR\s+BOOK-3/)
    expect(listed.stdout).to.match(/ENT-7-P2\s.+\scancelled/)
    expect(listed.stdout).to.include('1000 points are left: few. The partner is warned at 1000.')
    expect((await json('packs', 'alert', '7', 'off')).alertPoints).to.equal(null)
    expect((await run('packs', 'alert', '7', 'many')).code).to.equal(2)
  })
})
