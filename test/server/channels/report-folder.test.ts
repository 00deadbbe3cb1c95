import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { REPORT_BYTES_MAX, reportFolder } from '../../../server/channels/report-folder.ts'
import { PUBLISHED_REPORTS_MAX } from '../../../server/domain/audit-reports.ts'

const signed = (toBlock: number) => ({
  report: { chainId: 31_337, blockTime: 1_793_491_200 + toBlock, format: 'entente-audit-1', findings: [] },
  summary: {
    token: `0x${'Aa'.repeat(20)}`,
    fromBlock: '1',
    toBlock: String(toBlock),
    blockHash: `0x${'b1'.repeat(32)}`,
    reportHash: `0x${'7e'.repeat(32)}`,
    findings: '0',
    notChecked: '2',
  },
  signer: `0x${'Bb'.repeat(20)}`,
  signature: `0x${'5a'.repeat(65)}`,
})

describe('the folder of published audits', function () {
  let folder: string

  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'entente-reports-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const put = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content))

  it('is listed by the end block, the newest first, and says which have a PDF', async function () {
    put('september.json', signed(100))
    put('october.json', signed(200))
    writeFileSync(join(folder, 'october.pdf'), '%PDF-1.7')
    const shelf = reportFolder(folder)
    const [october, september, ...others] = await shelf.list()
    expect(others).to.deep.equal([])
    expect(october).to.deep.equal({
      name: 'october',
      chainId: 31_337,
      blockTime: new Date((1_793_491_200 + 200) * 1_000),
      summary: signed(200).summary,
      signer: signed(200).signer,
      signature: signed(200).signature,
      hasPdf: true,
    })
    expect([september!.name, september!.hasPdf]).to.deep.equal(['september', false])
    expect((await shelf.read('october.pdf'))?.toString()).to.equal('%PDF-1.7')
  })

  it('notices what is replaced, added and taken away', async function () {
    const shelf = reportFolder(folder)
    expect(await shelf.list()).to.deep.equal([])
    put('one.json', signed(7))
    expect((await shelf.list()).map(({ summary }) => summary.toBlock)).to.deep.equal(['7'])
    put('one.json', signed(8_888))
    expect((await shelf.list()).map(({ summary }) => summary.toBlock)).to.deep.equal(['8888'])
    rmSync(folder, { recursive: true })
    expect(await shelf.list()).to.deep.equal([])
    expect(await shelf.read('one.json')).to.equal(null)
  })

  it('lists no file that is no signed report, and none that is too long', async function () {
    put('unsigned.json', signed(1).report)
    put('other-block.json', { ...signed(1), summary: { ...signed(1).summary, toBlock: '-1' } })
    writeFileSync(join(folder, 'broken.json'), '{"report":')
    put('fits.json', signed(1))
    truncateSync(join(folder, 'fits.json'), 0)
    writeFileSync(join(folder, 'fits.json'), JSON.stringify(signed(1)).padEnd(REPORT_BYTES_MAX, ' '))
    writeFileSync(join(folder, 'long.json'), JSON.stringify(signed(1)).padEnd(REPORT_BYTES_MAX + 1, ' '))
    const shelf = reportFolder(folder)
    expect((await shelf.list()).map(({ name }) => name)).to.deep.equal(['fits'])
    expect(await shelf.read('long.json')).to.equal(null)
  })

  it(`lists the newest ${PUBLISHED_REPORTS_MAX}, and no more`, async function () {
    for (let block = 1; block <= PUBLISHED_REPORTS_MAX + 1; block += 1) put(`report-${block}.json`, signed(block))
    const listed = await reportFolder(folder).list()
    expect([listed.length, listed[0]?.name, listed.at(-1)?.name]).to.deep.equal([
      PUBLISHED_REPORTS_MAX,
      `report-${PUBLISHED_REPORTS_MAX + 1}`,
      'report-2',
    ])
  })

  it('leads to no other folder, no hidden file and no link', async function () {
    const outside = join(folder, '..', 'outside.json')
    mkdirSync(join(folder, 'inner'))
    put('inner/report.json', signed(1))
    put('.hidden.json', signed(2))
    writeFileSync(outside, JSON.stringify(signed(3)))
    symlinkSync(outside, join(folder, 'link.json'))
    const shelf = reportFolder(folder)
    expect(await shelf.list()).to.deep.equal([])
    for (const name of ['../outside.json', 'inner/report.json', '.hidden.json', 'link.json', 'inner', '', 'a.exe'])
      expect(await shelf.read(name), name).to.equal(null)
    rmSync(outside)
  })
})
