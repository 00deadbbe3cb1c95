import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

import { expect } from 'chai'

import { askStatus } from '../support/system/ask.ts'
import { type BareChain, startBareChain } from '../support/system/bare-chain.ts'
import { readChainProcesses } from '../support/system/chain-process.ts'
import { errorOf } from '../support/system/error-of.ts'
import { type StartOptions, useWorkplace } from '../support/system/workplace.ts'

const CHAIN_ID = 31_337

describe('a start that is refused', function () {
  this.timeout(120_000)
  const workplace = useWorkplace()
  const chains: BareChain[] = []

  /** The refusal of a start: not zero, one sentence for people and one object for programs, nothing left running. */
  async function refusalOf(options: StartOptions): Promise<{ code: string; message: string }> {
    const { code, stdout, stderr } = await workplace.launch({ ...options, args: ['--no-demo', '--json'] }).ended
    expect(code, stderr).to.equal(1)
    expect(stdout, stderr).to.equal('')
    const error = errorOf({ stderr })
    expect(error.message)
      .to.match(/^[A-Z].*\.$/s)
      .and.not.match(/\n\s+at /)
    return error
  }

  /** A data folder in which a server has run, so that there is something to damage. */
  async function aUsedFolder(folder: string): Promise<string> {
    const used = workplace.path(folder)
    await cp(workplace.path('used'), used, { recursive: true })
    return used
  }

  async function bareChain(chainId: number): Promise<BareChain> {
    const chain = await startBareChain(chainId)
    chains.push(chain)
    return chain
  }

  before(async () => {
    const server = await workplace.start({ folder: 'used', args: ['--no-demo'] })
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)
  })
  after(() => Promise.all(chains.map((chain) => chain.close())))

  it('names a busy port, and touches nothing before', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const port = String((other.address() as AddressInfo).port)
    try {
      const { code, message } = await refusalOf({ folder: 'busy', env: { PORT: port } })
      expect(code).to.equal('port_in_use')
      expect(message).to.contain(port)
      expect(readChainProcesses(workplace.path('busy'))).to.be.null
    } finally {
      await new Promise((resolve) => other.close(resolve))
    }
  })

  it('names the server that has the data folder open, and does not disturb it', async () => {
    await aUsedFolder('taken')
    const server = await workplace.start({ folder: 'taken', args: ['--no-demo'] })
    const { code, message } = await refusalOf({ folder: 'taken' })
    expect(code).to.equal('data_folder_in_use')
    expect(message).to.contain(String(server.pid))
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200)
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)
  })

  it('refuses a damaged database', async () => {
    const folder = await aUsedFolder('damaged')
    await writeFile(join(folder, 'database', 'global', 'pg_control'), 'no control data')
    expect((await refusalOf({ folder: 'damaged' })).code).to.equal('data_folder_corrupt')
  })

  it('refuses a damaged intake journal', async () => {
    const folder = await aUsedFolder('unreadable')
    await writeFile(join(folder, 'journal.sqlite'), 'no journal of anything'.repeat(1_000))
    expect((await refusalOf({ folder: 'unreadable' })).code).to.equal('data_folder_corrupt')
  })

  it('refuses a chain state that is cut off', async () => {
    const folder = await aUsedFolder('cut-off')
    const state = join(folder, 'chain', 'state.json')
    await rm(join(folder, 'chain', 'exit-state.json'), { force: true })
    await writeFile(state, (await readFile(state)).subarray(0, 1_000))
    expect((await refusalOf({ folder: 'cut-off' })).code).to.equal('chain_state_corrupt')
  })

  it('refuses a database whose chain is gone', async () => {
    const folder = await aUsedFolder('chainless')
    await rm(join(folder, 'chain'), { recursive: true })
    expect((await refusalOf({ folder: 'chainless' })).code).to.equal('chain_lost')
  })

  it('refuses a chain without the contracts, with a record of them and without', async () => {
    const { url } = await bareChain(CHAIN_ID)
    const env = { RPC_URL: url, CHAIN_ID: String(CHAIN_ID) }
    expect((await refusalOf({ folder: 'empty', env })).code).to.equal('chain_without_contracts')
    await aUsedFolder('recorded')
    expect((await refusalOf({ folder: 'recorded', env })).code).to.equal('chain_without_contracts')
  })

  it('refuses a chain of another number', async () => {
    const { url } = await bareChain(4_711)
    await aUsedFolder('elsewhere')
    const { code, message } = await refusalOf({
      folder: 'elsewhere',
      env: { RPC_URL: url, CHAIN_ID: String(CHAIN_ID) },
    })
    expect(code).to.equal('chain_id_wrong')
    expect(message).to.contain('4711').and.contain(String(CHAIN_ID))
  })

  it('refuses an endpoint that does not answer', async () => {
    const chain = await startBareChain(CHAIN_ID)
    await chain.close()
    await aUsedFolder('unreachable')
    const env = { RPC_URL: chain.url, CHAIN_ID: String(CHAIN_ID) }
    expect((await refusalOf({ folder: 'unreachable', env })).code).to.equal('chain_unreachable')
  })

  it('refuses an RPC_URL without CHAIN_ID, and a PORT that is none', async () => {
    const env = { RPC_URL: 'http://127.0.0.1:1' }
    expect((await refusalOf({ folder: 'unsaid', env })).code).to.equal('config_invalid')
    expect((await refusalOf({ folder: 'unsaid', env: { PORT: 'harbour' } })).code).to.equal('config_invalid')
  })

  it('runs on a chain elsewhere once the contracts are deployed there', async () => {
    const chain = await bareChain(CHAIN_ID)
    const env = { RPC_URL: chain.url, CHAIN_ID: String(CHAIN_ID) }
    const poor = await workplace.run(['deploy', '--json'], { folder: 'deployed', env })
    expect(errorOf(poor).code).to.equal('chain_funds_missing')
    const keystore = await readFile(join(workplace.path('deployed'), 'keys', 'operator.json'), 'utf8')
    await chain.fund(`0x${String(JSON.parse(keystore).address).replace(/^0x/, '')}`)
    const deployed = await workplace.run(['deploy', '--json'], { folder: 'deployed', env })
    expect(deployed.code, deployed.stderr).to.equal(0)
    const server = await workplace.start({ folder: 'deployed', args: ['--no-demo'], env })
    const { contracts, totalSupply } = await askStatus(server)
    expect(contracts.token).to.equal(JSON.parse(deployed.stdout).record.token)
    expect(totalSupply).to.equal('0')
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)
  })
})
