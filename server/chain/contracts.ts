import { clearingAbi } from '../../abis/Clearing.ts'
import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { Chain } from './client.ts'

/** Where the token is, and what it can be asked. */
export const tokenOf = ({ addresses }: Chain) => ({ address: addresses.token, abi: pointsTokenAbi })

/** The same of the registry of partners. */
export const registryOf = ({ addresses }: Chain) => ({ address: addresses.registry, abi: partnerRegistryAbi })

/** The same of the contract of accounts. */
export const accountsOf = ({ addresses }: Chain) => ({ address: addresses.accounts, abi: pointsAccountsAbi })

/** The same of the contract of redemptions. */
export const redemptionOf = ({ addresses }: Chain) => ({ address: addresses.redemption, abi: pointsRedemptionAbi })

/** The same of the contract that closes months; null where the contracts were deployed before there was one. */
export const clearingOf = ({ addresses: { clearing } }: Chain) =>
  clearing === null ? null : { address: clearing, abi: clearingAbi }
