import { network } from 'hardhat'

/** The one simulated chain that the contract tests of a process share; fixtures put it back to where they began. */
export const connection = await network.create()
export const { ethers, networkHelpers, provider } = connection

const genesis = await networkHelpers.takeSnapshot()

/** Begins anew, as if no other test had run: gas depends on addresses, and those on how often an account has deployed. */
export async function backToGenesis(): Promise<void> {
  await genesis.restore()
  networkHelpers.clearSnapshots()
}
