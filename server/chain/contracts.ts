import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { Chain } from './client.ts'

/** Contracts that are asked for what they know: where each is, and what it can be asked. */
export const tokenOf = ({ addresses }: Chain) => ({ address: addresses.token, abi: pointsTokenAbi })
export const registryOf = ({ addresses }: Chain) => ({ address: addresses.registry, abi: partnerRegistryAbi })
export const accountsOf = ({ addresses }: Chain) => ({ address: addresses.accounts, abi: pointsAccountsAbi })
export const redemptionOf = ({ addresses }: Chain) => ({ address: addresses.redemption, abi: pointsRedemptionAbi })
