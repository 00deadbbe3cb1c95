import { expect } from 'chai'
import type { Address, Hex } from 'viem'

import { type Compilation, compileContracts } from '../../audit/code/compile-contracts.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { liveLedger, type LivedLedger } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { makeFinal } from '../support/audit/storage.ts'

describe('the deployed code', function () {
  // The compiler, in WebAssembly, takes a minute or more.
  this.timeout(480_000)
  let compilation: Compilation
  let ledger: LivedLedger
  let server: RpcServer

  before(async function () {
    compilation = await compileContracts(null)
    ledger = await liveLedger()
    server = await serveRpc(ledger.coalition.edr)
    await ledger.coalition.edr.remember()
  })
  afterEach(() => ledger.coalition.edr.returnTo())
  after(async function () {
    await server.close()
    await ledger.coalition.edr.close()
  })

  const audited = (compiled = compilation) => auditOf(ledger, server, { code: true }, async () => compiled)

  async function patch(contract: Address, change: (code: string) => string): Promise<void> {
    const { edr } = ledger.coalition
    const code = (await edr.request({ method: 'eth_getCode', params: [contract, 'latest'] })) as Hex
    await edr.request({ method: 'hardhat_setCode', params: [contract, change(code)] })
    await makeFinal(edr)
  }

  it('is what the published source compiles to, and every value in it is explained', async function () {
    const { collector, immutables } = await audited()
    expect(collector.findings()).to.deep.equal([])
    expect(collector.counts().code).to.include({ contracts: 8, immutables: 48 })
    expect(immutables.map(({ name }) => name)).to.include.members(['EPOCH_LENGTH', 'RECOVERY_DELAY', 'PREDECESSOR'])
  })

  it('is found to be patched in a single byte', async function () {
    const { issuance } = ledger.coalition.deployment
    await patch(issuance, (code) => `${code.slice(0, 2_000)}${code[2_000] === '0' ? '1' : '0'}${code.slice(2_001)}`)
    const audit = await audited()
    expect(codesOf(audit)).to.deep.equal(['code_differs'])
    expect(audit.collector.findings()[0]!.sentence)
      .to.include(issuance.toLowerCase())
      .and.to.include('byte 999 differs')
  })

  it('is found to be longer', async function () {
    await patch(ledger.coalition.deployment.clearing!, (code) => `${code}00`)
    expect(codesOf(await audited())).to.deep.equal(['code_differs'])
  })

  it('is found to be gone', async function () {
    await patch(ledger.coalition.deployment.accessManager, () => '0x')
    expect(codesOf(await audited())).to.include('code_missing')
  })

  it('is found to hold a value that its constructor did not write', async function () {
    const { accounts, token } = ledger.coalition.deployment
    const places = compilation.contracts.PointsAccounts!.immutables.filter(({ name }) => name === 'TOKEN')
    await patch(accounts, (code) => {
      for (const { start, length } of places) {
        const [from, to] = [2 + start * 2, 2 + (start + length) * 2]
        code = `${code.slice(0, from)}${'0'.repeat(24)}${accounts.slice(2).toLowerCase()}${code.slice(to)}`
      }
      return code
    })
    expect(token).to.not.equal(accounts)
    expect(codesOf(await audited())).to.deep.equal(['immutable_unexplained'])
  })

  it('is compared with sources that are those of the record', async function () {
    expect(compilation.changedSources).to.deep.equal([])
    const audit = await audited({ ...compilation, changedSources: ['contracts/PointsToken.sol'] })
    expect(codesOf(audit)).to.deep.equal(['source_differs'])
  })
})
