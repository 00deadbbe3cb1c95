import type { Randomness } from '../domain/environment.ts'
import { type DeployerAccount, deployerAccount } from './deploy-contracts.ts'
import { createSeedKeystore, type MemberKeys, openMemberKeys, openPrivateKeys } from './hd-wallet.ts'
import { createKeystore, decryptKeystore } from './keystore.ts'
import { type LaneSigner, localSigner } from './signer.ts'

/** Keystores as their files hold them. */
export interface Keystores {
  operator: string
  lanes: string
  members: string
}

/** What the server signs with. */
export interface OpenedKeys {
  operator: LaneSigner
  deployer: DeployerAccount
  lanes: LaneSigner[]
  members: MemberKeys
}

/** Makes the keystores of a new data folder. */
export const makeKeystores: Readonly<
  Record<keyof Keystores | 'administrator', (deps: { randomness: Randomness }, passphrase: string) => Promise<string>>
> = {
  operator: async (deps, passphrase) => (await createKeystore(deps, passphrase)).keystore,
  administrator: async (deps, passphrase) => (await createKeystore(deps, passphrase)).keystore,
  lanes: createSeedKeystore,
  members: createSeedKeystore,
}

/** Opens the operator's key, the lanes' keys and the members' seed, whose keys sign when a member's PIN was right. */
export async function openKeys(keystores: Keystores, passphrase: string, laneCount: number): Promise<OpenedKeys> {
  const file = (name: keyof Keystores) => ({ json: keystores[name], passphrase, name: `keys/${name}.json` })
  const indices = Array.from({ length: laneCount }, (_, index) => index)
  const [operator, lanes, members] = await Promise.all([
    decryptKeystore(file('operator')),
    openPrivateKeys(file('lanes'), indices),
    openMemberKeys(file('members')),
  ])
  return {
    operator: localSigner(operator.privateKey),
    deployer: deployerAccount(operator.privateKey),
    lanes: lanes.map((key) => localSigner(key)),
    members,
  }
}
