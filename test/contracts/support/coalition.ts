import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import type { BaseContract, TypedDataDomain, Wallet } from 'ethers'

import { accessRules } from '../../../abis/access-rules.ts'
import type { RestrictedContract } from '../../../abis/access-rules.ts'
import type { Clearing } from '../../../typechain-types/contracts/Clearing.js'
import type { LogAnchors } from '../../../typechain-types/contracts/LogAnchors.js'
import type { PointsAccounts } from '../../../typechain-types/contracts/PointsAccounts.js'
import { AccessManager__factory } from '../../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { PartnerRegistry__factory } from '../../../typechain-types/factories/contracts/PartnerRegistry__factory.js'
import { PointsIssuance__factory } from '../../../typechain-types/factories/contracts/PointsIssuance__factory.js'
import { PointsToken__factory } from '../../../typechain-types/factories/contracts/PointsToken__factory.js'
import { ethers } from './chain.ts'

export const DAY = 24 * 60 * 60
export const EPOCH = 30 * DAY
export const PARTNER = 7n
export const ALLOWANCE = 10_000_000n
export const DAILY_LIMIT = 1_000_000n
export const LOT_MAX = 2n ** 36n - 1n

export const Module = { Issuance: 0n, Redemption: 1n, Accounts: 2n }
export const Status = { Unknown: 0n, Active: 1n, Suspended: 2n, Left: 3n }

/** A key of its own for each name, the same in every run. */
export function keyOf(name: string): Wallet {
  return new ethers.Wallet(ethers.id(`entente test key: ${name}`))
}

/** An address of its own for each name. */
export const addressOf = (name: string): string => keyOf(name).address

type Contracts = Awaited<ReturnType<typeof deployContracts>>

/** Deploys the contracts as production does: the ledger is born knowing the addresses that its modules will get. */
export async function deployContracts(
  deployer: HardhatEthersSigner,
  {
    redemption,
    accounts,
    epochLength,
    Token = PointsToken__factory,
  }: { redemption: string; accounts: string; epochLength: number; Token?: typeof PointsToken__factory },
) {
  const manager = await new AccessManager__factory(deployer).deploy(deployer.address)
  const nonce = await deployer.getNonce()
  const issuanceAddress = ethers.getCreateAddress({ from: deployer.address, nonce: nonce + 2 })
  const token = await new Token(deployer).deploy(
    manager,
    'Entente Points',
    'POINTS',
    'https://example.org/points.json',
    epochLength,
    { issuance: issuanceAddress, redemption, accounts },
  )
  const registry = await new PartnerRegistry__factory(deployer).deploy(manager, token)
  const issuance = await new PointsIssuance__factory(deployer).deploy(token, registry)
  return { manager, token, registry, issuance }
}

/**
 * Gives every role to `operator`, without delays: the tests of delays set their own. Where a plain account acts as the
 * accounts module there is nothing to open.
 */
export async function grantRoles(
  {
    manager,
    token,
    registry,
    accounts,
    clearing,
    logAnchors,
  }: Contracts & { accounts?: PointsAccounts; clearing?: Clearing; logAnchors?: LogAnchors },
  operator: HardhatEthersSigner,
) {
  const targets: Record<RestrictedContract, BaseContract | undefined> = {
    PointsToken: token,
    PartnerRegistry: registry,
    PointsAccounts: accounts,
    Clearing: clearing,
    LogAnchors: logAnchors,
  }
  for (const { roleId, functions } of accessRules) {
    for (const [name, functionNames] of Object.entries(functions)) {
      const target = targets[name as RestrictedContract]
      if (target === undefined) continue
      const selectors = functionNames.map((fn: string) => target.interface.getFunction(fn)!.selector)
      await manager.setTargetFunctionRole(target, selectors, roleId)
    }
    await manager.grantRole(roleId, operator, 0)
  }
}

/**
 * Contracts, an operator with all roles, and nothing else. `redemption` and `accounts` are plain accounts that act as
 * those modules.
 */
export async function deployWith(epochLength: number, Token?: typeof PointsToken__factory) {
  const [deployer, operator, anyone, redemption, accounts] = await ethers.getSigners()
  const contracts = await deployContracts(deployer!, {
    redemption: redemption!.address,
    accounts: accounts!.address,
    epochLength,
    ...(Token && { Token }),
  })
  await grantRoles(contracts, operator!)
  const { manager, token, registry, issuance } = contracts
  return {
    manager,
    issuance,
    deployer: deployer!,
    operator: operator!,
    anyone: anyone!,
    redemption: redemption!,
    accounts: accounts!,
    token: token.connect(operator),
    registry: registry.connect(operator),
  }
}

export const deployedFixture = () => deployWith(EPOCH)

/** A coalition with one active partner that may issue. */
export async function coalitionWith(epochLength: number, Token?: typeof PointsToken__factory) {
  const deployed = await deployWith(epochLength, Token)
  const issuer = keyOf('issuer')
  const till = keyOf('till')
  await deployed.registry.register(PARTNER, 'Maison Verte', issuer.address, till.address)
  await deployed.registry.raiseAllowance(PARTNER, ALLOWANCE)
  await deployed.registry.setDailyLimit(PARTNER, DAILY_LIMIT)
  const { chainId } = await ethers.provider.getNetwork()
  const domain: TypedDataDomain = {
    name: 'Entente Issuance',
    version: '1',
    chainId,
    verifyingContract: await deployed.issuance.getAddress(),
  }
  return { ...deployed, issuer, till, domain }
}

export const coalitionFixture = () => coalitionWith(EPOCH)

export type Coalition = Awaited<ReturnType<typeof coalitionFixture>>
