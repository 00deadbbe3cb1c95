import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'
import { createPublicClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import { accessManagerAbi } from '../../../abis/AccessManager.ts'
import { accessRules } from '../../../abis/access-rules.ts'
import { clearingAbi } from '../../../abis/Clearing.ts'
import { logAnchorsAbi } from '../../../abis/LogAnchors.ts'
import { pointsIssuanceAbi } from '../../../abis/PointsIssuance.ts'
import { pointsRedemptionAbi } from '../../../abis/PointsRedemption.ts'
import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { connectChain } from '../../../server/chain/client.ts'
import {
  checkDeployment,
  deployContracts,
  deployerOf,
  type DeployerAccount,
  type DeploymentOrder,
  type DeploymentProgress,
} from '../../../server/chain/deploy-contracts.ts'
import { type CompleteDeployment, deploymentFile, findDeployment } from '../../../server/chain/deployment-record.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../../server/chain/embedded/embedded-chain.ts'
import { StartRefused } from '../../../server/domain/start-refused.ts'
import { monthOf } from '../../../server/domain/utc-days.ts'
import { failureOf } from '../../support/failure.ts'

const CHAIN_ID = 31_337
const STEPS = 10
const terms = {
  name: 'Entente Points',
  symbol: 'POINTS',
  contractUri: 'https://example.org/points.json',
  epochLength: 86_400,
}
const OPERATOR = '0x00000000000000000000000000000000000000a1'

/** What a killed process does at the worst moment: nothing more. */
class Killed extends Error {}

describe('deployContracts', function () {
  let folder: string
  let chain: EmbeddedChain
  let deployer: DeployerAccount

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'entente-deploy-'))
    chain = await startEmbeddedChain({ folder, chainId: CHAIN_ID, onWait: () => undefined })
  })
  after(async () => {
    await chain.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    rmSync(join(folder, 'deployments'), { recursive: true, force: true })
    deployer = deployerOf(privateKeyToAccount(generatePrivateKey()))
    await chain.fund(deployer.address, 10n ** 18n)
  })

  const deploy = async ({
    afterSend = () => chain.mine(),
    ...order
  }: Partial<DeploymentOrder> & { afterSend?: () => Promise<void> } = {}) => {
    const progress: DeploymentProgress[] = []
    const connection = await connectChain({ endpoints: [chain.url], chainId: CHAIN_ID })
    const sleep = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
    const deps = { connection, deployer, sleep, afterSend, onStep: (step: DeploymentProgress) => progress.push(step) }
    const base = { folder: join(folder, 'deployments'), terms, admin: deployer.address, operator: OPERATOR } as const
    const record = await deployContracts(deps, { ...base, ...order })
    return { record, outcomes: progress.map((step) => step.outcome), connection }
  }

  it('wires the contracts and gives each role to its holder with its delay', async () => {
    const { record, outcomes } = await deploy()
    expect(outcomes).to.deep.equal(Array(STEPS).fill('done'))
    await expectWired(chain, record)
  })

  it('does nothing the second time', async () => {
    const first = await deploy()
    const second = await deploy()
    expect(second.outcomes).to.deep.equal(Array(STEPS).fill('was_done'))
    expect(second.record).to.deep.equal(first.record)
  })

  it('adds clearing and the anchors of the log to contracts of a version that had neither, from the month of their beginning', async () => {
    const { record } = await deploy()
    const { clearing: former, clearingPlan: _, logAnchors: __, logAnchorsNonce: ___, ...ofEarlierVersion } = record!
    writeFileSync(deploymentFile(join(folder, 'deployments'), CHAIN_ID), JSON.stringify(ofEarlierVersion))
    expect((await deploy({ isDryRun: true })).outcomes.filter((outcome) => outcome === 'would_do')).to.have.length(2)
    expect(findDeployment(join(folder, 'deployments'), CHAIN_ID)?.clearing).to.equal(null)
    const again = await deploy()
    expect(again.outcomes.filter((outcome) => outcome === 'done')).to.have.length(2)
    expect(again.record).to.deep.include(ofEarlierVersion)
    expect(again.record?.clearing).not.to.be.oneOf([null, former])
    expect(findDeployment(join(folder, 'deployments'), CHAIN_ID)).to.deep.equal(again.record)
    await expectWired(chain, again.record)
    expect((await deploy()).outcomes).to.deep.equal(Array(STEPS).fill('was_done'))
  })

  it('adds the anchors of the log to contracts of a version that had none, and leaves clearing alone', async () => {
    const { record } = await deploy()
    const { logAnchors: former, logAnchorsNonce: _, ...ofEarlierVersion } = record!
    writeFileSync(deploymentFile(join(folder, 'deployments'), CHAIN_ID), JSON.stringify(ofEarlierVersion))
    const again = await deploy()
    expect(again.outcomes.filter((outcome) => outcome === 'done')).to.have.length(1)
    expect(again.record).to.deep.include(ofEarlierVersion)
    expect(again.record?.logAnchors).not.to.be.oneOf([null, former])
    await expectWired(chain, again.record)
    expect((await deploy()).outcomes).to.deep.equal(Array(STEPS).fill('was_done'))
  })

  it('begins anew what a version without clearing began and did not complete', async () => {
    const { record } = await deploy()
    const { clearing: _, clearingPlan: __, ...ofEarlierVersion } = record!
    const interrupted = { ...ofEarlierVersion, isComplete: false, epochOrigin: null }
    writeFileSync(deploymentFile(join(folder, 'deployments'), CHAIN_ID), JSON.stringify(interrupted))
    const again = await deploy()
    expect(again.outcomes).to.deep.equal(Array(STEPS).fill('done'))
    await expectWired(chain, again.record)
  })

  for (let step = 1; step <= STEPS; step += 1) {
    for (const isMined of [false, true]) {
      it(`goes on after a kill at step ${String(step)}, its transaction ${isMined ? 'mined' : 'still waiting'}`, async () => {
        let sent = 0
        const killed = deploy({
          afterSend: async () => {
            sent += 1
            if (sent < step || isMined) await chain.mine()
            if (sent === step) throw new Killed()
          },
        })
        expect(await failureOf(killed)).to.be.instanceOf(Killed)
        const { record, outcomes } = await deploy()
        expect(outcomes).to.deep.equal([
          ...Array<string>(step).fill('was_done'),
          ...Array<string>(STEPS - step).fill('done'),
        ])
        await expectWired(chain, record)
      })
    }
  }

  it('begins anew when another transaction took a nonce that an address was made for', async () => {
    let sent = 0
    const killed = deploy({
      afterSend: async () => {
        await chain.mine()
        sent += 1
        if (sent === 2) throw new Killed()
      },
    })
    expect(await failureOf(killed)).to.be.instanceOf(Killed)
    const abandoned = findDeployment(join(folder, 'deployments'), CHAIN_ID)
    expect(abandoned).not.to.equal(null)
    await spendNonce(chain, deployer)
    const { record, outcomes } = await deploy()
    expect(outcomes).to.deep.equal(Array(STEPS).fill('done'))
    expect(record?.token).not.to.equal(abandoned?.token)
    await expectWired(chain, record)
  })

  it('says in a dry run what it would do, and does none of it', async () => {
    const dry = await deploy({ isDryRun: true })
    expect(dry.record).to.equal(null)
    expect(dry.outcomes).to.deep.equal(Array(STEPS).fill('would_do'))
    expect(findDeployment(join(folder, 'deployments'), CHAIN_ID)).to.equal(null)
  })

  it('refuses a chain on which the recorded contracts are not', async () => {
    const { record, connection } = await deploy()
    const elsewhere = { ...(record as CompleteDeployment), issuance: OPERATOR } as const
    await checkDeployment(connection, record as CompleteDeployment)
    const refusal: unknown = await checkDeployment(connection, elsewhere).catch((error: unknown) => error)
    expect(refusal).to.be.instanceOf(StartRefused)
    expect((refusal as StartRefused).code).to.equal('chain_without_contracts')
  })

  it('says who must be funded when the deployer has nothing', async () => {
    deployer = deployerOf(privateKeyToAccount(generatePrivateKey()))
    const refusal: unknown = await deploy().catch((error: unknown) => error)
    expect((refusal as StartRefused).code).to.equal('chain_funds_missing')
    expect((refusal as StartRefused).message).to.include(deployer.address)
  })
})

async function expectWired(chain: EmbeddedChain, record: CompleteDeployment | null): Promise<void> {
  const client = createPublicClient({ transport: http(chain.url), cacheTime: 0 })
  const { token, registry, issuance, redemption, accounts, accessManager, admin } = record as CompleteDeployment
  for (const [index, address] of [issuance, redemption, accounts].entries()) {
    const args = [index] as const
    const module = await client.readContract({ address: token, abi: pointsTokenAbi, functionName: 'moduleOf', args })
    expect(module.toLowerCase()).to.equal(address)
    // The redemption module's view has a name whose selector comes late; the other two name their ledger alike.
    const ledger = await (address === redemption
      ? client.readContract({ address, abi: pointsRedemptionAbi, functionName: 'token' })
      : client.readContract({ address, abi: pointsIssuanceAbi, functionName: 'TOKEN' }))
    expect(ledger.toLowerCase()).to.equal(token)
  }
  expect(await client.getCode({ address: registry })).to.be.a('string')
  const clearing = { address: record!.clearing!, abi: clearingAbi } as const
  const knownRegistry = await client.readContract({ ...clearing, functionName: 'REGISTRY' })
  expect(knownRegistry.toLowerCase()).to.equal(registry)
  const { timestamp } = await client.getBlock({ blockNumber: BigInt(record!.plannedAtBlock) })
  const [month] = await client.readContract({ ...clearing, functionName: 'next' })
  expect(Number(month)).to.equal(monthOf(new Date(Number(timestamp) * 1_000)))
  const anchors = { address: record!.logAnchors!, abi: logAnchorsAbi } as const
  const authority = await client.readContract({ ...anchors, functionName: 'authority' })
  expect(authority.toLowerCase()).to.equal(accessManager)
  for (const { roleId, holder, delaySeconds } of accessRules) {
    const held = await client.readContract({
      address: accessManager,
      abi: accessManagerAbi,
      functionName: 'hasRole',
      args: [roleId, holder === 'server' ? OPERATOR : admin],
    })
    expect(held).to.deep.equal([true, delaySeconds])
  }
}

async function spendNonce(chain: EmbeddedChain, account: DeployerAccount): Promise<void> {
  const client = createPublicClient({ transport: http(chain.url), cacheTime: 0 })
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId: CHAIN_ID,
    nonce: await client.getTransactionCount({ address: account.address }),
    to: OPERATOR,
    data: '0x',
    gas: 21_000n,
    maxFeePerGas: 10n ** 10n,
    maxPriorityFeePerGas: 1n,
  })
  await client.sendRawTransaction({ serializedTransaction: raw })
  await chain.mine()
}
