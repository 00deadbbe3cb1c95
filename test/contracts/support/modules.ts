import type { TypedDataDomain } from 'ethers'

import { Clearing__factory } from '../../../typechain-types/factories/contracts/Clearing__factory.js'
import { LogAnchors__factory } from '../../../typechain-types/factories/contracts/LogAnchors__factory.js'
import { PointsAccounts__factory } from '../../../typechain-types/factories/contracts/PointsAccounts__factory.js'
import { PointsRedemption__factory } from '../../../typechain-types/factories/contracts/PointsRedemption__factory.js'
import { aBatch, signedCall } from './batch.ts'
import { ethers, networkHelpers } from './chain.ts'
import { ALLOWANCE, DAILY_LIMIT, DAY, deployContracts, EPOCH, grantRoles, keyOf, PARTNER } from './coalition.ts'
import type { AccountPoints } from './records.ts'

export const RECOVERY_DELAY = 14 * DAY
export const GRACE = 2 * DAY
export const DISPUTE_WINDOW = 14 * DAY

/** All contracts as production has them: the ledger is born knowing all three modules. */
async function deployModules(epochLength: number) {
  const [deployer, operator, anyone] = await ethers.getSigners()
  const from = deployer!.address
  const nonce = await deployer!.getNonce()
  const at = (index: number) => ethers.getCreateAddress({ from, nonce: nonce + index })
  const contracts = await deployContracts(deployer!, { redemption: at(4), accounts: at(5), epochLength })
  const { manager, token, registry } = contracts
  const redemption = await new PointsRedemption__factory(deployer!).deploy(token, registry, ethers.ZeroAddress)
  const accounts = await new PointsAccounts__factory(deployer!).deploy(manager, token, RECOVERY_DELAY)
  const begun = monthAt(await networkHelpers.time.latest())
  const clearing = await new Clearing__factory(deployer!).deploy(manager, registry, begun, GRACE, DISPUTE_WINDOW)
  const logAnchors = await new LogAnchors__factory(deployer!).deploy(manager)
  await grantRoles({ ...contracts, accounts, clearing, logAnchors }, operator!)
  const people = { deployer: deployer!, operator: operator!, anyone: anyone! }
  return { ...contracts, redemption, accounts, clearing, logAnchors, ...people }
}

/** Months since 1970-01 (UTC) at a Unix second. */
export function monthAt(seconds: number): number {
  const date = new Date(seconds * 1_000)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

/** The EIP-712 domain of a contract of ours. */
export async function domainOf(name: string, contract: { getAddress(): Promise<string> }): Promise<TypedDataDomain> {
  const { chainId } = await ethers.provider.getNetwork()
  return { name, version: '1', chainId, verifyingContract: await contract.getAddress() }
}

/** A coalition with real modules and one active partner; `credit` posts batches of it. */
export async function modulesWith(epochLength: number) {
  const deployed = await deployModules(epochLength)
  const { operator, issuance, redemption, accounts } = deployed
  const token = deployed.token.connect(operator)
  const registry = deployed.registry.connect(operator)
  const [issuer, till] = [keyOf('issuer'), keyOf('till')]
  await registry.register(PARTNER, 'Maison Verte', issuer.address, till.address)
  await registry.raiseAllowance(PARTNER, ALLOWANCE)
  await registry.setDailyLimit(PARTNER, DAILY_LIMIT)
  const issuing = await domainOf('Entente Issuance', issuance)
  const credit = async (...credits: AccountPoints[]) => {
    const batch = aBatch({ firstEntry: await registry.nextEntry(PARTNER), credits })
    await issuance.post(...(await signedCall(batch, issuer, issuing)))
  }
  const domain = await domainOf('Entente Redemption', redemption)
  const accountsDomain = await domainOf('Entente Accounts', accounts)
  return { ...deployed, token, registry, issuer, till, credit, domain, accountsDomain }
}

export const modulesFixture = () => modulesWith(EPOCH)

export type Modules = Awaited<ReturnType<typeof modulesFixture>>
