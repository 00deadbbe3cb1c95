import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { failureOf } from '../support/failure.ts'
import { askStatus } from '../support/system/ask.ts'
import { livingOf, readChainProcesses, waitUntilEnded } from '../support/system/chain-process.ts'
import { openLedger } from '../support/system/ledger-reader.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

interface Figures {
  partners: Record<string, string[]>
  totalSupply: bigint
}

/** The figures of the table that a start ends with. */
function readTable(output: string): Figures {
  const rows = output.split('\n').map((line) => line.trim().split(/ {2,}/))
  const figures = rows.filter((row) => row.length === 7 && row[0] !== 'partner')
  const [, supply = ''] = /^total supply on the chain: ([\d,]+)$/m.exec(output) ?? []
  return {
    partners: Object.fromEntries(figures.map(([name = '', ...rest]) => [name, rest])),
    totalSupply: BigInt(supply.replaceAll(',', '')),
  }
}

const number = (text: string | undefined) => BigInt((text ?? '').replaceAll(',', ''))

describe('entente start', function () {
  this.timeout(180_000)
  const workplace = useWorkplace()
  let first: TestServer
  let shown: Figures

  it('shows a sample day of five brands and says where it serves', async () => {
    first = await workplace.start()
    shown = readTable(first.stdout())
    const all = shown.partners['all'] ?? []
    expect(Object.keys(shown.partners)).to.have.length(6)
    expect(number(all[0]) + number(all[1]) >= 500n).to.be.true
    expect(number(all[3]) > 0n && number(all[4]) > 0n).to.be.true
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
    const all = shown.partners['all'] ?? []
    expect(number(all[3]) - number(all[4])).to.equal(shown.totalSupply)
    expect(number(all[2])).to.equal(number(all[3]))
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
    expect(readTable(second.stdout())).to.deep.equal(shown)
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
    expect(readTable(first.stdout())).to.deep.equal(shown)
  })

  it('rebuilds a lost database from the journal and the chain, with the same figures', async () => {
    first.signal('SIGTERM')
    expect((await first.ended).code).to.equal(0)
    await rm(join(first.dataFolder, 'database'), { recursive: true })
    first = await workplace.start()
    expect(readTable(first.stdout())).to.deep.equal(shown)
    const { entries } = await askStatus(first)
    expect(entries.open).to.equal('0')
  })
})
