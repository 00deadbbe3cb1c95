import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { failureOf } from '../support/failure.ts'
import { ask, askStatus } from '../support/system/ask.ts'
import { livingOf, readChainProcesses, waitUntilEnded } from '../support/system/chain-process.ts'
import { openLedger } from '../support/system/ledger-reader.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

interface Figures {
  /** By partner, and of all: what was issued, and what was redeemed. */
  issued: Record<string, bigint[]>
  redeemed: Record<string, bigint[]>
  totalSupply: bigint
}

const number = (text: string | undefined) => BigInt((text ?? '').replaceAll(',', ''))

/** The figures of the tables that a start ends with. */
function readTables(output: string): Figures {
  const rows = output.split('\n').map((line) => line.trim().split(/ {2,}/))
  const heads = rows.flatMap((row, at) => (row[0] === 'partner' ? [at] : []))
  const [issued = {}, redeemed = {}] = heads.map((head) => {
    const of = rows.slice(head + 1, rows.findIndex((row, at) => at > head && row[0] === 'all') + 1)
    return Object.fromEntries(of.map(([name = '', ...figures]) => [name, figures.map(number)]))
  })
  const [, supply] = /^total supply on the chain: ([\d,]+)$/m.exec(output) ?? []
  return { issued, redeemed, totalSupply: number(supply) }
}

/** One figure of all partners, by its place in the table. */
const allOf = (table: Record<string, bigint[]>, at: number) => table['all']?.[at] ?? -1n

describe('entente start', function () {
  // A start takes some twenty seconds; on a machine that does other things besides, many times as long.
  this.timeout(600_000)
  const workplace = useWorkplace()
  let first: TestServer
  let shown: Figures

  it('shows a sample day of five brands, with forty redemptions burned, and says where it serves', async () => {
    first = await workplace.start({ makesDatabase: true })
    shown = readTables(first.stdout())
    const { issued, redeemed } = shown
    expect(Object.keys(issued)).to.have.length(6)
    expect(Object.keys(redeemed)).to.deep.equal(Object.keys(issued))
    expect(allOf(issued, 0) + allOf(issued, 1) >= 500n).to.be.true
    expect(allOf(issued, 3) > 0n && allOf(issued, 4) > 0n).to.be.true
    const [captured = 0n, burned, points = 0n, restored = 0n, voided = 0n, notCaptured = 0n] = redeemed['all'] ?? []
    expect(captured >= 40n && burned === captured).to.be.true
    expect(points > restored && restored > 0n && voided > 0n && notCaptured > 0n).to.be.true
  })

  it('says where the wallet and the till are, and with what to try them', async () => {
    const said = first.stdout()
    const [, wallet = '', cardNumber, pin] = /^wallet {2}(\S+) +card (\d{16}), PIN (\d{4})$/m.exec(said) ?? []
    const [, till = '', key] = /^till {4}(\S+) +key (\S+) \(Albion Homeware\)$/m.exec(said) ?? []
    for (const page of [wallet, till]) {
      const { port } = new URL(first.url)
      expect(new URL(page).port).to.equal(port)
      expect((await fetch(`${first.url}${new URL(page).pathname}`)).status).to.equal(200)
    }
    expect(pin).to.have.length(4)
    const body = { member: { kind: 'card', value: cardNumber }, points: '1' }
    const { body: quote } = await ask(first.url, '/v1/redemptions/quote', { key: key ?? '', body })
    expect(quote).to.include({ isAllowed: true, reason: null })
    const { body: partner } = await ask(first.url, '/v1/partner', { key: key ?? '' })
    expect(partner.name).to.equal('Albion Homeware')
  })

  it('shows the figures that the API and the chain have', async () => {
    const { code, stdout } = await workplace.run(['status', '--json'])
    expect(code).to.equal(0)
    const told = JSON.parse(stdout)
    expect(told).to.deep.include({ url: first.url, chainId: 31_337 })
    const ledger = openLedger(told.rpcUrl, told.contracts.token)
    try {
      expect(await ledger.totalSupply()).to.equal(shown.totalSupply)
    } finally {
      ledger.close()
    }
    const { totalSupply, entries, haltedReason } = await askStatus(first)
    expect({ totalSupply: BigInt(totalSupply), open: entries.open, haltedReason }).to.deep.equal({
      totalSupply: shown.totalSupply,
      open: '0',
      haltedReason: null,
    })
    const { issued, redeemed } = shown
    const left = allOf(issued, 3) - allOf(issued, 4) - allOf(redeemed, 2) + allOf(redeemed, 3)
    expect(left).to.equal(shown.totalSupply)
    expect(allOf(issued, 2)).to.equal(allOf(issued, 3))
    expect(first.stdout()).to.contain(` = ${shown.totalSupply.toLocaleString('en-GB')}\n`)
  })

  it('leaves neither a process nor its port behind when it is interrupted', async () => {
    const chain = readChainProcesses(first.dataFolder)
    expect(chain).not.to.be.null
    first.signal('SIGINT')
    const { code } = await first.ended
    expect(code).to.equal(0)
    expect(livingOf(chain)).to.deep.equal([])
    const refused = await failureOf(fetch(first.url))
    expect(refused).to.have.nested.property('cause.code', 'ECONNREFUSED')
  })

  it('resumes with the same figures and does not repeat the sample', async () => {
    const second = await workplace.start()
    expect(readTables(second.stdout())).to.deep.equal(shown)
    expect(second.stderr()).to.contain('the sample day was shown at the first start').and.not.contain('tills send')
    expect(BigInt((await askStatus(second)).totalSupply)).to.equal(shown.totalSupply)
    first = second
  })

  it('ends the chain when the server is killed, and has the same figures after', async () => {
    const chain = readChainProcesses(first.dataFolder)
    expect(livingOf(chain)).to.have.length(2)
    first.signal('SIGKILL')
    await first.ended
    expect(await waitUntilEnded(chain)).to.be.true
    first = await workplace.start()
    expect(readTables(first.stdout())).to.deep.equal(shown)
  })

  it('rebuilds a lost database from the journal and the chain, with the same figures', async () => {
    first.signal('SIGTERM')
    expect((await first.ended).code).to.equal(0)
    await rm(join(first.dataFolder, 'database'), { recursive: true })
    first = await workplace.start()
    expect(readTables(first.stdout())).to.deep.equal(shown)
    const { entries } = await askStatus(first)
    expect(entries.open).to.equal('0')
  })
})
