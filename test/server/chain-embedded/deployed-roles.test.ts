import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'
import { type Abi, type Address, createTestClient, http, publicActions, toFunctionSelector, walletActions } from 'viem'
import { generatePrivateKey, privateKeyToAccount, privateKeyToAddress } from 'viem/accounts'

import { accessManagerAbi } from '../../../abis/AccessManager.ts'
import { type AccessRule, accessRules, adminDelaySeconds, GUARDIAN_ROLE_ID } from '../../../abis/access-rules.ts'
import { clearingAbi } from '../../../abis/Clearing.ts'
import { logAnchorsAbi } from '../../../abis/LogAnchors.ts'
import { partnerRegistryAbi } from '../../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../../../abis/PointsAccounts.ts'
import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { connectChain } from '../../../server/chain/client.ts'
import { deployContracts, deployerOf, type DeploymentOrder } from '../../../server/chain/deploy-contracts.ts'
import type { CompleteDeployment } from '../../../server/chain/deployment-record.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../../server/chain/embedded/embedded-chain.ts'
import { openEmbeddedChain } from '../../../server/chain/open-chain.ts'
import type { StartRefused } from '../../../server/domain/start-refused.ts'
import { failureOf } from '../../support/failure.ts'

const CHAIN_ID = 31_337
const DAY_SECONDS = 24 * 60 * 60
const ADMIN_ROLE = 0n
const PUBLIC_ROLE = 2n ** 64n - 1n
const rules: readonly AccessRule[] = accessRules
const managerAbi: Abi = accessManagerAbi
const terms = { name: 'Entente Points', symbol: 'POINTS', contractUri: '', epochLength: 86_400 }
const anAddress = () => privateKeyToAddress(generatePrivateKey()).toLowerCase() as Address

/** What a killed process does at the worst moment: nothing more. */
class Killed extends Error {}

describe('The roles of a fresh deployment', function () {
  const abis: Record<string, Abi> = {
    token: pointsTokenAbi,
    registry: partnerRegistryAbi,
    accounts: pointsAccountsAbi,
    clearing: clearingAbi,
    logAnchors: logAnchorsAbi,
    accessManager: accessManagerAbi,
  }
  const targets = {
    PointsToken: 'token',
    PartnerRegistry: 'registry',
    PointsAccounts: 'accounts',
    Clearing: 'clearing',
    LogAnchors: 'logAnchors',
  } as const

  describe('made by npm start', function () {
    it('are those of the table: the server holds what it uses, and does not administer', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'entente-roles-'))
      const deployer = deployerOf(privateKeyToAccount(generatePrivateKey()))
      const administrator = anAddress()
      const opened = await openEmbeddedChain({
        chainId: CHAIN_ID,
        deploymentsFolder: join(folder, 'deployments'),
        chainFolder: join(folder, 'chain'),
        onProgress: () => undefined,
        terms,
        deployer,
        administrator,
        senders: [],
      })
      try {
        await expectRoles(opened.rpcUrl, opened.deployment, { server: deployer.address, administrator })
      } finally {
        await opened.embedded?.stop()
        rmSync(folder, { recursive: true, force: true })
      }
    })
  })

  describe('made by deploy --admin', function () {
    let folder: string
    let chain: EmbeddedChain

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'entente-roles-'))
      chain = await startEmbeddedChain({ folder, chainId: CHAIN_ID, onWait: () => undefined })
    })
    afterEach(async () => {
      await chain.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    const start = async () => {
      const deployer = deployerOf(privateKeyToAccount(generatePrivateKey()))
      await chain.fund(deployer.address, 10n ** 18n)
      const holders = { admin: anAddress(), operator: anAddress() }
      const connection = await connectChain({ endpoints: [chain.url], chainId: CHAIN_ID })
      const deploy = (afterSend: () => Promise<void> = () => chain.mine(), order: Partial<DeploymentOrder> = {}) =>
        deployContracts(
          { connection, deployer, sleep: async () => undefined, afterSend },
          { folder: join(folder, 'deployments'), terms, ...holders, ...order },
        )
      return { deployer, holders, deploy }
    }
    /** Ends the process after a step, with its transaction mined or not. */
    const killAfter = (step: number, isMined: boolean) => {
      let sent = 0
      return async () => {
        sent += 1
        if (sent < step || isMined) await chain.mine()
        if (sent === step) throw new Killed()
      }
    }

    it('are those of the table, and the deployer keeps nothing', async () => {
      const { holders, deploy } = await start()
      const record = (await deploy())!
      await expectRoles(chain.url, record, { server: holders.operator, administrator: holders.admin })
    })

    for (const step of [7, 8, 9]) {
      for (const isMined of [false, true]) {
        it(`are the same after a kill at step ${step}, its transaction ${isMined ? 'mined' : 'still waiting'}`, async () => {
          const { holders, deploy } = await start()
          expect(await failureOf(deploy(killAfter(step, isMined)))).to.be.instanceOf(Killed)
          const record = (await deploy())!
          await expectRoles(chain.url, record, { server: holders.operator, administrator: holders.admin })
        })
      }
    }

    it('cannot be left with one person and given to another: who goes on names the same', async () => {
      const { holders, deploy } = await start()
      expect(await failureOf(deploy(killAfter(8, true)))).to.be.instanceOf(Killed)
      for (const other of [{ admin: anAddress() }, { operator: anAddress() }]) {
        const refusal = (await failureOf(deploy(undefined, other))) as StartRefused
        expect(refusal.code).to.equal('contracts_of_another_deployment')
        expect(refusal.message).to.contain(holders.admin).and.contain(holders.operator)
      }
    })

    it('are not given to one account that is both server and administrator', async () => {
      const { holders, deploy } = await start()
      const refusal = (await failureOf(deploy(undefined, { admin: holders.operator }))) as StartRefused
      expect(refusal.code).to.equal('administrator_is_operator')
    })

    it('stay as the administrator changed them when it is run again', async () => {
      const { holders, deploy } = await start()
      const record = (await deploy())!
      const client = clientOf(chain.url)
      await chain.fund(holders.admin, 10n ** 18n)
      await client.impersonateAccount({ address: holders.admin })
      const change = {
        address: record.accessManager,
        abi: accessManagerAbi,
        account: holders.admin,
        chain: null,
      } as const
      await client.writeContract({ ...change, functionName: 'renounceRole', args: [5n, holders.admin] })
      await chain.mine()
      await deploy()
      expect(await readManager(client, record, 'hasRole', [5n, holders.admin])).to.deep.equal([false, 0])
    })
  })

  type Client = ReturnType<typeof clientOf>
  const clientOf = (url: string) =>
    createTestClient({ mode: 'anvil', transport: http(url), cacheTime: 0 })
      .extend(publicActions)
      .extend(walletActions)

  const readManager = (client: Client, { accessManager }: CompleteDeployment, functionName: string, args: unknown[]) =>
    client.readContract({ address: accessManager, abi: managerAbi, functionName, args })

  /** Reads all that the manager holds. Who was ever given anything is in its logs, and nobody else can have it. */
  async function expectRoles(
    url: string,
    record: CompleteDeployment,
    people: Record<'server' | 'administrator', Address>,
  ): Promise<void> {
    const client = clientOf(url)
    const read = (functionName: string, ...args: unknown[]) => readManager(client, record, functionName, args)
    const granted = await client.getContractEvents({
      address: record.accessManager,
      abi: accessManagerAbi,
      eventName: 'RoleGranted',
      fromBlock: 0n,
    })
    const everHeld = granted.map(({ args }) => args.account!.toLowerCase() as Address)
    const holders = [...new Set([...everHeld, record.deployer, people.server, people.administrator])]
    for (const rule of [
      ...rules,
      { role: 'admin', roleId: ADMIN_ROLE, holder: 'administrator', delaySeconds: adminDelaySeconds },
    ]) {
      for (const account of holders) {
        const expected = account === people[rule.holder as keyof typeof people] ? [true, rule.delaySeconds] : [false, 0]
        expect(await read('hasRole', rule.roleId, account), `${rule.role} of ${account}`).to.deep.equal(expected)
      }
      expect(await read('getRoleAdmin', rule.roleId), rule.role).to.equal(ADMIN_ROLE)
      const isGuarded = rule.roleId !== ADMIN_ROLE && rule.delaySeconds > 0
      expect(await read('getRoleGuardian', rule.roleId), rule.role).to.equal(isGuarded ? GUARDIAN_ROLE_ID : ADMIN_ROLE)
      // The administrator's own delay stands before every grant.
      expect(await read('getRoleGrantDelay', rule.roleId), rule.role).to.equal(0)
    }
    expect(granted.every(({ args }) => args.roleId! <= BigInt(rules.length))).to.equal(true)
    await expectFunctions(read, record)
    // A longer delay of a target takes effect after five days, within the week that the administrator waits anyway.
    await client.increaseTime({ seconds: 5 * DAY_SECONDS })
    await client.mine({ blocks: 1 })
    for (const name of Object.values(targets)) {
      expect(await read('getTargetAdminDelay', record[name]), name).to.equal(adminDelaySeconds)
      expect(await read('isTargetClosed', record[name]), name).to.equal(false)
    }
  }

  /** Each function has the role of its rule; all others have the admin's. */
  async function expectFunctions(
    read: (functionName: string, ...args: unknown[]) => Promise<unknown>,
    record: CompleteDeployment,
  ): Promise<void> {
    for (const [contract, target] of Object.entries({ ...targets, AccessManager: 'accessManager' } as const)) {
      for (const item of abis[target]!) {
        if (item.type !== 'function') continue
        const ofIt = rules.find(({ functions }) =>
          (functions as Record<string, readonly string[] | undefined>)[contract]?.includes(item.name),
        )
        const role = await read('getTargetFunctionRole', record[target], toFunctionSelector(item))
        expect(role, `${contract}.${item.name}`).to.equal(ofIt?.roleId ?? ADMIN_ROLE)
        expect(role).not.to.equal(PUBLIC_ROLE)
      }
    }
  }
})

describe('The table of docs/roles.md', function () {
  const rows = readFileSync(join(import.meta.dirname, '../../../docs/roles.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => /\(\d+[),]/.test(cells[1] ?? ''))
    .map(([, role, functions, holder, delay]) => ({ role, functions, holder, delay }))

  it('says what the rules say: role, functions, holder and delay', () => {
    expect(rows.slice(0, -1)).to.have.length(rules.length)
    for (const [index, rule] of rules.entries()) {
      const { role, functions, holder, delay } = rows[index]!
      expect(role).to.equal(`\`${rule.role}\` (${rule.roleId})`)
      const named = Object.values(rule.functions).flat()
      expect([...functions!.matchAll(/`(\w+)`/g)].map(([, name]) => name)).to.deep.equal(named)
      expect(holder).to.equal(rule.holder)
      expect(delay!.startsWith(rule.delaySeconds === 0 ? 'none' : daysOf(rule.delaySeconds)), rule.role).to.equal(true)
    }
    const admin = rows.at(-1)!
    expect(admin.holder).to.equal('administrator')
    expect(admin.delay!.startsWith(daysOf(adminDelaySeconds))).to.equal(true)
  })

  const daysOf = (seconds: number) => `${seconds / DAY_SECONDS} days`
})
