import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import hardhatVerify from '@nomicfoundation/hardhat-verify'
import { verifyContract } from '@nomicfoundation/hardhat-verify/verify'
import { expect } from 'chai'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'

import config from '../../hardhat.config.ts'
import type { CompleteDeployment } from '../../server/chain/deployment-record.ts'
import { type BareChain, startBareChain } from '../support/system/bare-chain.ts'
import {
  type ExplorerStub,
  type ShownSources,
  startExplorerStub,
  STUB_API_KEY,
} from '../support/system/explorer-stub.ts'
import { errorOf } from '../support/system/error-of.ts'
import { useWorkplace } from '../support/system/workplace.ts'

const CHAIN_ID = 4_711

const CONTRACTS = [
  'AccessManager',
  'PointsToken',
  'PartnerRegistry',
  'PointsIssuance',
  'PointsRedemption',
  'PointsAccounts',
  'Clearing',
  'LogAnchors',
]
/** Each contract at both explorers. */
const SHOWN = 2 * CONTRACTS.length

interface Block {
  transactions: { hash: string; input: string }[]
}

interface CompiledContract {
  evm: {
    bytecode: { object: string }
    deployedBytecode: { object: string; immutableReferences: Record<string, { start: number; length: number }[]> }
  }
}

/** Deploys to a chain elsewhere, and shows the contracts to explorers on loopback. */
describe('entente deploy --verify', function () {
  this.timeout(600_000)
  const workplace = useWorkplace()
  let chain: BareChain
  let stub: ExplorerStub
  let record: CompleteDeployment
  let shown: ShownSources[]

  before(async function () {
    chain = await startBareChain(CHAIN_ID)
    stub = await startExplorerStub()
    stub.looksPending = 0
  })

  after(async function () {
    await stub.close()
    await chain.close()
  })

  const deploy = (args: string[] = [], env: Record<string, string> = {}) =>
    workplace.run(['deploy', ...args], {
      folder: 'deployed',
      env: { RPC_URL: chain.url, CHAIN_ID: String(CHAIN_ID), ETHERSCAN_API_KEY: STUB_API_KEY, ...env },
    })
  const atStub = () => ['--sourcify-url', stub.sourcifyUrl, '--etherscan-url', stub.etherscanUrl]

  it('deploys the contracts and verifies them at both explorers', async function () {
    await deploy()
    const keystore = await readFile(join(workplace.path('deployed'), 'keys', 'operator.json'), 'utf8')
    await chain.fund(`0x${String(JSON.parse(keystore).address).replace(/^0x/, '')}`)
    const { code, stdout, stderr } = await deploy([...atStub(), '--json'])
    expect(code, stderr).to.equal(0)
    const answer = JSON.parse(stdout)
    record = answer.record
    shown = stub.shown
    const outcomes = answer.verifications.map((each: { explorer: string; contract: string; outcome: string }) =>
      [each.explorer, each.contract, each.outcome].join(' '),
    )
    expect(outcomes).to.deep.equal([
      ...CONTRACTS.map((name) => `Sourcify ${name} verified`),
      ...CONTRACTS.map((name) => `Etherscan ${name} verified`),
    ])
    expect(stderr + stdout).to.not.contain(STUB_API_KEY)
  })

  it('showed what compiles to the code on the chain, but for what the constructors put into it', async function () {
    const solc = createRequire(import.meta.url)('solc') as { version(): string; compile(input: string): string }
    expect(shown).to.have.length(SHOWN)
    for (const each of shown.filter(({ explorer }) => explorer === 'Sourcify')) {
      expect(`v${solc.version()}`).to.contain(each.compilerVersion)
      const compiled = compile(solc, each)
      const { object, immutableReferences } = compiled.evm.deployedBytecode
      const onChain = String(await chain.ask('eth_getCode', [each.address, 'latest'])).slice(2)
      const holes = Object.values(immutableReferences).flat()
      expect(cover(onChain, holes), each.contractIdentifier).to.equal(cover(object, holes))
      const atEtherscan = shown.find(({ explorer, address }) => explorer === 'Etherscan' && address === each.address)
      expect(atEtherscan).to.deep.include({ input: each.input, contractIdentifier: each.contractIdentifier })
      const creation = await findCreation(each.address)
      expect(creation).to.equal(compiled.evm.bytecode.object + String(atEtherscan?.constructorArguments))
    }
  })

  it('says "already verified" the second time, and shows nothing again', async function () {
    stub.shown = []
    const { code, stdout } = await deploy(atStub())
    expect(code).to.equal(0)
    expect(stub.shown).to.deep.equal([])
    expect(stdout.match(/^Sourcify: \w+ at 0x[0-9a-f]{40}: already verified \(exact match\)$/gm)).to.have.length(
      CONTRACTS.length,
    )
    expect(stdout.match(/^Etherscan: \w+ at 0x[0-9a-f]{40}: already verified$/gm)).to.have.length(CONTRACTS.length)
  })

  it('ends with 1 when a contract is refused, names the reason and has tried the others', async function () {
    stub.verified.clear()
    stub.refusals.set('PointsToken', { customCode: 'no_match', message: 'the bytecodes differ' })
    const { code, stdout } = await deploy([...atStub(), '--json'])
    stub.refusals.clear()
    expect(code).to.equal(1)
    const failed = JSON.parse(stdout).verifications.filter(({ outcome }: { outcome: string }) => outcome === 'failed')
    expect(failed).to.have.length(2)
    for (const each of failed) expect(each).to.include({ contract: 'PointsToken', reason: 'the bytecodes differ' })
    expect(stub.verified.size).to.equal(SHOWN - 2)
  })

  it('leaves out what it is told to, and Etherscan without a key', async function () {
    stub.asked = []
    const { code, stdout } = await deploy(['--sourcify-url', stub.sourcifyUrl], { ETHERSCAN_API_KEY: '' })
    expect(code).to.equal(0)
    expect(stdout).to.contain('Etherscan is left out: set ETHERSCAN_API_KEY')
    expect(stub.asked.filter((asked) => asked.includes('/v2/api'))).to.deep.equal([])
    stub.asked = []
    expect((await deploy(['--no-sourcify', '--etherscan-url', stub.etherscanUrl])).code).to.equal(0)
    expect(stub.asked.filter((asked) => asked.includes('/server/'))).to.deep.equal([])
  })

  it('sends no key and no sources over plain http to another machine', async function () {
    for (const args of [
      ['--sourcify-url', 'http://explorer.example/server'],
      ['--etherscan-url', 'http://explorer.example/api'],
      ['--etherscan-url', 'explorer'],
    ]) {
      const ended = await deploy([...args, '--json'])
      expect(ended.code).to.equal(1)
      expect(errorOf(ended).code).to.equal('explorer_url_invalid')
    }
  })

  // Hardhat's own client is the second opinion: that the stub is asked as explorers are, and shown the same.
  it('is understood by the stub as hardhat-verify is, which shows the same sources', async function () {
    stub.verified.clear()
    stub.shown = []
    const hre = await createHardhatRuntimeEnvironment(
      {
        ...config,
        plugins: [...(config.plugins ?? []), hardhatVerify],
        networks: { elsewhere: { type: 'http', chainType: 'l1', url: chain.url } },
        verify: { sourcify: { apiUrl: stub.sourcifyUrl }, etherscan: { apiKey: STUB_API_KEY } },
        chainDescriptors: {
          [CHAIN_ID]: {
            name: 'elsewhere',
            blockExplorers: { etherscan: { url: 'http://127.0.0.1', apiUrl: stub.etherscanUrl } },
          },
        },
      },
      { network: 'elsewhere', noTypechain: true, buildProfile: 'default' },
      join(import.meta.dirname, '../..'),
    )
    await hre.tasks.getTask('build').run({ quiet: true, noTests: true })
    const {
      token: address,
      accessManager,
      name,
      symbol,
      contractUri,
      epochLength,
      issuance,
      redemption,
      accounts,
    } = record
    const modules = { issuance, redemption, accounts }
    const constructorArgs = [accessManager, name, symbol, contractUri, epochLength, modules]
    const contract = 'contracts/PointsToken.sol:PointsToken'
    for (const provider of ['sourcify', 'etherscan'] as const) {
      await verifyContract({ address, constructorArgs, contract, provider }, hre)
    }
    expect(stub.shown.map(asWeCompareThem)).to.deep.equal(
      shown.filter((each) => each.address === address).map(asWeCompareThem),
    )
  })

  /** What was sent to make a contract. */
  async function findCreation(address: string): Promise<string> {
    for (let number = 1; ; number += 1) {
      const block = (await chain.ask('eth_getBlockByNumber', [`0x${number.toString(16)}`, true])) as Block | null
      if (block === null) throw new Error(`no transaction made ${address}`)
      for (const { hash, input } of block.transactions) {
        const receipt = (await chain.ask('eth_getTransactionReceipt', [hash])) as { contractAddress: string | null }
        if (receipt.contractAddress?.toLowerCase() === address) return input.slice(2)
      }
    }
  }
})

function compile(
  solc: { compile(input: string): string },
  { contractIdentifier, input }: ShownSources,
): CompiledContract {
  const [source = '', name = ''] = contractIdentifier.split(/:(?=[^:]*$)/)
  const wanted = ['evm.bytecode.object', 'evm.deployedBytecode.object', 'evm.deployedBytecode.immutableReferences']
  const settings = { ...input.settings, outputSelection: { [source]: { [name]: wanted } } }
  return JSON.parse(solc.compile(JSON.stringify({ ...input, settings }))).contracts[source][name]
}

/** The code with zeros where the constructor writes. */
function cover(code: string, holes: readonly { start: number; length: number }[]): string {
  return holes.reduce(
    (text, { start, length }) => text.slice(0, start * 2) + '0'.repeat(length * 2) + text.slice((start + length) * 2),
    code,
  )
}

/** Hardhat says which outputs it wants and that it links no libraries: neither changes the code. */
function asWeCompareThem({ input, ...rest }: ShownSources) {
  const { outputSelection: _, libraries: __, ...settings } = input.settings
  return { ...rest, input: { ...input, settings } }
}
