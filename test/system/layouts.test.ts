import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

import { expect } from 'chai'

import { errorOf } from '../support/system/error-of.ts'
import { askStatus } from '../support/system/ask.ts'
import { openLedger } from '../support/system/ledger-reader.ts'
import { readRows, writeLines } from '../support/system/lines-file.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { expectBalances } from './support/expected-balances.ts'
import { findInvoices } from './support/invoices.ts'

/** The first days of the year: enough for returns, and for dates that tell month from day. */
const ROWS = 2_000

const BRANDS = [
  { name: 'Albion', countries: ['United Kingdom'] },
  { name: 'Shannon', countries: ['EIRE'] },
  { name: 'Kornblume', countries: ['Germany'] },
  { name: 'Verte', countries: ['France'] },
  { name: 'Meridian', countries: ['*'] },
]

describe('a replay of the original layout', function () {
  this.timeout(240_000)
  const workplace = useWorkplace()
  let server: TestServer
  let condensed: string
  let original: string
  let keys: string

  async function json(...args: string[]) {
    const { code, stdout, stderr } = await workplace.run([...args, '--json'])
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }
  const replay = (file: string, members: string) =>
    json('replay', file, '--key-file', keys, '--members', workplace.path(members), '--url', server.url)

  /** Five partners without a demo, so that every point there is comes from the file. */
  async function addPartners(): Promise<void> {
    const partners: unknown[] = []
    for (const { name, countries } of BRANDS) {
      const terms = ['--allowance', '50000000', '--daily-limit', '20000000']
      const { partnerId, apiKey } = await json('partner', 'add', '--name', name, ...terms)
      partners.push({ partnerId, name, currency: 'GBP', key: apiKey.apiKey, countries })
    }
    writeFileSync(keys, JSON.stringify({ partners }))
    const isActive = (found: { onChain: { status: string } | null }[]) =>
      found.every(({ onChain }) => onChain?.status === 'active')
    await waitUntil(async () => (await json('partner', 'list')).partners, isActive)
  }

  before(async () => {
    condensed = workplace.path('condensed.csv')
    original = workplace.path('original.csv')
    keys = workplace.path('partner-keys.json')
    const source = findInvoices(workplace.path('.'))
    const bytes = readFileSync(source)
    const text = (source.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
    writeFileSync(condensed, [...text.split('\n').slice(0, ROWS + 1), ''].join('\n'))
    writeFileSync(original, writeLines(readRows(readFileSync(condensed, 'utf8'))))
    server = await workplace.start({ args: ['--no-demo'] })
    await addPartners()
  })

  it('gives every member the balance that the rules give for the condensed one', async () => {
    const expected = expectBalances(condensed)
    expect(expected.counts.returns > 50 && expected.unmatchedPence > 0).to.be.true
    const summary = await replay(original, 'members.csv')
    expect(summary).to.deep.include({
      rows: ROWS,
      changed: true,
      purchases: { recorded: expected.counts.purchases, repeated: 0 },
      returns: { recorded: expected.counts.returns, repeated: 0 },
      refused: {},
      unmatchedPence: String(expected.unmatchedPence),
      totalSupply: String(expected.total),
    })
    const [, ...lines] = readFileSync(workplace.path('members.csv'), 'utf8').trimEnd().split('\n')
    const { rpcUrl, contracts } = await json('status')
    const ledger = openLedger(rpcUrl, contracts.token)
    try {
      const points = await ledger.balances(lines.map((line) => line.split(',')[1] ?? ''))
      const found = lines.map((line, at) => [line.split(',')[0] ?? '', Number(points[at])] as const)
      expect(found.toSorted()).to.deep.equal([...expected.balances].toSorted())
      expect(await ledger.totalSupply()).to.equal(BigInt(expected.total))
    } finally {
      ledger.close()
    }
  })

  it('is known when the condensed one is sent after it', async () => {
    const before = await askStatus(server)
    const summary = await replay(condensed, 'same.csv')
    expect(summary).to.deep.include({ changed: false, refused: {}, batches: '0' })
    const sorted = (name: string) => readFileSync(workplace.path(name), 'utf8').split('\n').toSorted()
    expect(sorted('same.csv')).to.deep.equal(sorted('members.csv'))
    const { entries, totalSupply } = await askStatus(server)
    expect({ entries, totalSupply }).to.deep.equal({ entries: before.entries, totalSupply: before.totalSupply })
  })

  it('is refused with the line that cannot be read', async () => {
    const broken = workplace.path('broken.csv')
    writeFileSync(broken, readFileSync(original, 'utf8').replace(',0.0005,', ',free,'))
    const ended = await workplace.run(['replay', broken, '--key-file', keys, '--json'])
    expect(ended.code).to.equal(1)
    expect(errorOf(ended).code).to.equal('replay_file_invalid')
    expect(errorOf(ended).message).to.contain('Line 4 has "free"')
  })
})
