// Written by hand: who of the operator's people may call what. docs/roles.md says why, and a test keeps this list equal
// to the `restricted` functions of the contracts.

/**
 * Who gets a role at the deployment. The server gets what it uses and nothing else; the rest, and the administration of
 * all roles, is the administrator's, whose key the server never opens.
 */
export type RoleHolder = 'server' | 'administrator'

/** A power of the operator: one AccessManager role, the functions that it opens, and the delay of whoever holds it. */
export type AccessRule = {
  readonly role: string
  /** The AccessManager's role id. */
  readonly roleId: bigint
  readonly holder: RoleHolder
  /** Seconds between announcing a call (`schedule`) and making it; 0 is at once. Given with `grantRole`. */
  readonly delaySeconds: number
  readonly functions: { readonly [contract in RestrictedContract]?: readonly string[] }
}

export type RestrictedContract = 'PointsToken' | 'PartnerRegistry' | 'PointsAccounts' | 'Clearing' | 'LogAnchors'

/** Every restricted function is in exactly one rule. Functions are named without arguments: none is overloaded. */
export const accessRules = [
  {
    role: 'partner_manager',
    roleId: 1n,
    holder: 'server',
    delaySeconds: 0,
    functions: { PartnerRegistry: ['register'] },
  },
  {
    role: 'allowance_manager',
    roleId: 2n,
    holder: 'server',
    delaySeconds: 0,
    functions: { PartnerRegistry: ['raiseAllowance', 'setDailyLimit'] },
  },
  {
    role: 'guardian',
    roleId: 3n,
    holder: 'server',
    delaySeconds: 0,
    functions: {
      PointsToken: ['freeze', 'pauseIssuing', 'pauseRedeeming'],
      PartnerRegistry: ['suspend', 'lowerAllowance'],
      PointsAccounts: ['cancelRecovery'],
    },
  },
  {
    role: 'releaser',
    roleId: 4n,
    holder: 'server',
    delaySeconds: 0,
    functions: {
      PointsToken: ['unfreeze', 'resumeIssuing', 'resumeRedeeming'],
      PartnerRegistry: ['resume'],
    },
  },
  {
    role: 'price_manager',
    roleId: 5n,
    holder: 'administrator',
    delaySeconds: 2 * 24 * 60 * 60,
    functions: { PartnerRegistry: ['setPrices'] },
  },
  {
    role: 'key_manager',
    roleId: 6n,
    holder: 'administrator',
    delaySeconds: 2 * 24 * 60 * 60,
    functions: { PartnerRegistry: ['setIssuerKey', 'setRedemptionKey', 'retire'] },
  },
  {
    role: 'module_manager',
    roleId: 7n,
    holder: 'administrator',
    delaySeconds: 7 * 24 * 60 * 60,
    functions: { PointsToken: ['replaceModule', 'setContractURI'] },
  },
  {
    role: 'recovery_manager',
    roleId: 8n,
    holder: 'server',
    // The contract itself makes a recovery wait, in public and with a way to refuse it.
    delaySeconds: 0,
    functions: { PointsAccounts: ['announceRecovery'] },
  },
  {
    role: 'clearing_manager',
    roleId: 9n,
    holder: 'server',
    // Its marks settle nothing without the partner's own.
    delaySeconds: 0,
    functions: { Clearing: ['markByOperator', 'resolveDispute'] },
  },
  {
    role: 'log_anchorer',
    roleId: 10n,
    holder: 'server',
    // An anchor moves nothing: a false one is only ever evidence against whoever wrote it.
    delaySeconds: 0,
    functions: { LogAnchors: ['anchor'] },
  },
] as const satisfies readonly AccessRule[]

/** The role that can cancel what a delayed role has announced: `guardian`. */
export const GUARDIAN_ROLE_ID = 3n

/** Seconds before a change of the rules themselves (admin of the roles, AccessManager's role 0) takes effect. */
export const adminDelaySeconds = 7 * 24 * 60 * 60
