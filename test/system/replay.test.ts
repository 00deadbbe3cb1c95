import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { expect } from 'chai'

import { askStatus } from '../support/system/ask.ts'
import type { Ended } from '../support/system/entente-process.ts'
import { openLedger } from '../support/system/ledger-reader.ts'
import { copySample } from '../support/system/sample.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { type Expected, expectBalances } from './support/expected-balances.ts'
import { findInvoices } from './support/invoices.ts'

interface Summary {
  changed: boolean
  purchases: { recorded: number; repeated: number }
  returns: { recorded: number; repeated: number }
  refused: Record<string, number>
  pointsAccrued: string
  pointsReversed: string
  unmatchedPence: string
  totalSupply: string
}

const SOME_ROWS = 1_000
const ONLY_SOME = ['--limit', String(SOME_ROWS)]
/** Rows a second: slow enough that a server can be killed in the middle. */
const SLOWLY = ['--rate', '250']

describe('entente replay', function () {
  this.timeout(600_000)
  const workplace = useWorkplace()
  let file: string

  before(async () => {
    file = findInvoices(workplace.path('.'))
    await copySample(...['year', 'twice', 'killed'].map((folder) => workplace.path(folder)))
  })

  const replay = (folder: string, members: string, ...options: string[]) =>
    workplace.run(['replay', file, '--json', '--members', workplace.path(members), ...options], { folder })

  /** Compares every member's balance on the chain, and the total supply, with what the rules say of the file. */
  async function expectLedger(server: TestServer, members: string, { balances, total }: Expected, before: bigint) {
    const told = await workplace.run(['status', '--json'], { folder: server.dataFolder.split('/').at(-1) ?? '' })
    const { rpcUrl, contracts } = JSON.parse(told.stdout) as { rpcUrl: string; contracts: { token: string } }
    const ledger = openLedger(rpcUrl, contracts.token)
    try {
      const [, ...lines] = readFileSync(workplace.path(members), 'utf8').trimEnd().split('\n')
      const rows = lines.map((line) => line.split(',') as [customer: string, address: string])
      const points = await ledger.balances(rows.map(([, address]) => address))
      const found = new Map(rows.map(([customer], at) => [customer, Number(points[at])]))
      expect(found.size).to.equal(balances.size)
      expect([...balances].filter(([customer, expected]) => found.get(customer) !== expected)).to.deep.equal([])
      expect((await ledger.totalSupply()) - before).to.equal(BigInt(total))
    } finally {
      ledger.close()
    }
  }

  it('brings every member of the whole file to the balance that the rules give, and builds a lost database again', async () => {
    const server = await workplace.start({ folder: 'year' })
    const before = await readSupply(server)
    const expected = expectBalances(file)
    const summary = readSummary(await replay('year', 'year.csv'))
    expect(summary).to.deep.include({
      changed: true,
      purchases: { recorded: expected.counts.purchases, repeated: 0 },
      returns: { recorded: expected.counts.returns, repeated: 0 },
      refused: {},
      unmatchedPence: String(expected.unmatchedPence),
    })
    expect(BigInt(summary.pointsAccrued) - BigInt(summary.pointsReversed)).to.equal(BigInt(expected.total))
    await expectLedger(server, 'year.csv', expected, before)
    const shown = await askStatus(server)
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)

    // The chain has long forgotten the states of its first blocks, and the database is gone.
    await rm(join(server.dataFolder, 'database'), { recursive: true })
    const rebuilt = await workplace.start({ folder: 'year' })
    const { totalSupply, entries } = await askStatus(rebuilt)
    expect({ totalSupply, entries }).to.deep.equal({ totalSupply: shown.totalSupply, entries: shown.entries })
    await expectLedger(rebuilt, 'year.csv', expected, before)
    rebuilt.signal('SIGINT')
    expect((await rebuilt.ended).code).to.equal(0)
  })

  it('counts every row once when it is sent twice at the same time, and says when nothing changed', async () => {
    const server = await workplace.start({ folder: 'twice' })
    const before = await readSupply(server)
    const expected = expectBalances(file, SOME_ROWS)
    const both = await Promise.all([
      replay('twice', 'one.csv', ...ONLY_SOME),
      replay('twice', 'other.csv', ...ONLY_SOME),
    ])
    const summaries = both.map(readSummary)
    const sum = (kind: 'purchases' | 'returns') => summaries.reduce((total, one) => total + one[kind].recorded, 0)
    expect(sum('purchases')).to.equal(expected.counts.purchases)
    expect(sum('returns')).to.equal(expected.counts.returns)
    await expectLedger(server, 'one.csv', expected, before)
    const again = await workplace.run(['replay', file, ...ONLY_SOME], { folder: 'twice' })
    expect(again.code).to.equal(0)
    expect(again.stdout).to.include('Nothing changed: all')
    await expectLedger(server, 'other.csv', expected, before)
    server.signal('SIGKILL')
    await server.ended
  })

  it('comes to the same balances when the server is killed on the way, started again, and the file sent again', async () => {
    const env = { PORT: String(await findFreePort()) }
    const killed = await workplace.start({ folder: 'killed', env })
    const before = await readSupply(killed)
    const entriesBefore = await countEntries(killed)
    const expected = expectBalances(file, SOME_ROWS)
    const sending = replay('killed', 'killed.csv', ...ONLY_SOME, ...SLOWLY)
    await waitForEntries(killed, entriesBefore + SOME_ROWS / 3)
    killed.signal('SIGKILL')
    await killed.ended
    // The replay tries again until the server is back at the same address, and goes on.
    const server = await workplace.start({ folder: 'killed', env })
    readSummary(await sending)
    await expectLedger(server, 'killed.csv', expected, before)
    const again = readSummary(await replay('killed', 'again.csv', ...ONLY_SOME))
    expect(again.changed).to.equal(false)
    await expectLedger(server, 'again.csv', expected, before)
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)
  })
})

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

function readSummary({ code, stdout, stderr }: Ended): Summary {
  expect(code, stderr).to.equal(0)
  return JSON.parse(stdout) as Summary
}

async function readSupply(server: TestServer): Promise<bigint> {
  return BigInt((await askStatus(server)).totalSupply)
}

/** Waits until the server has accepted so many entries, some of them confirmed and some not. */
async function waitForEntries(server: TestServer, count: number): Promise<void> {
  while ((await countEntries(server)) < count) await sleep(100)
}

async function countEntries(server: TestServer): Promise<number> {
  const { entries } = await askStatus(server)
  return Number(entries.open) + Number(entries.confirmed)
}
