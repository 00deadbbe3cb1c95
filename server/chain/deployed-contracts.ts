import type { Address, Hex } from 'viem'

import { accessManagerBytecode } from '../../abis/AccessManager.ts'
import { clearingBytecode } from '../../abis/Clearing.ts'
import { logAnchorsBytecode } from '../../abis/LogAnchors.ts'
import { partnerRegistryBytecode } from '../../abis/PartnerRegistry.ts'
import { pointsAccountsBytecode } from '../../abis/PointsAccounts.ts'
import { pointsIssuanceBytecode } from '../../abis/PointsIssuance.ts'
import { pointsRedemptionBytecode } from '../../abis/PointsRedemption.ts'
import { pointsTokenBytecode } from '../../abis/PointsToken.ts'
import type { DeploymentRecord } from './deployment-record.ts'
import { clearingOf, creationCode, logAnchorsOf } from './deployment-steps.ts'

export type ContractName =
  | 'AccessManager'
  | 'PointsToken'
  | 'PartnerRegistry'
  | 'PointsIssuance'
  | 'PointsRedemption'
  | 'PointsAccounts'
  | 'Clearing'
  | 'LogAnchors'

/** A contract of a deployment, as an explorer asks for it. */
export interface DeployedContract {
  name: ContractName
  address: Address
  /** ABI-encoded, without 0x. */
  constructorArguments: string
}

/** The contracts of a deployment, in the order in which they were made. */
export function deployedContracts(record: DeploymentRecord): DeployedContract[] {
  const code = creationCode(record)
  const clearing = clearingOf(record)
  const anchors = logAnchorsOf(record)
  const contract = (name: ContractName, address: Address, whole: Hex, bytecode: Hex): DeployedContract => ({
    name,
    address,
    constructorArguments: whole.slice(bytecode.length),
  })
  return [
    contract('AccessManager', record.accessManager, code.accessManager, accessManagerBytecode),
    contract('PointsToken', record.token, code.token, pointsTokenBytecode),
    contract('PartnerRegistry', record.registry, code.registry, partnerRegistryBytecode),
    contract('PointsIssuance', record.issuance, code.issuance, pointsIssuanceBytecode),
    contract('PointsRedemption', record.redemption, code.redemption, pointsRedemptionBytecode),
    contract('PointsAccounts', record.accounts, code.accounts, pointsAccountsBytecode),
    ...(clearing === null ? [] : [contract('Clearing', clearing.address, clearing.code, clearingBytecode)]),
    ...(anchors === null ? [] : [contract('LogAnchors', anchors.address, anchors.code, logAnchorsBytecode)]),
  ]
}
