import { network } from 'hardhat'

/** The one simulated chain that the contract tests of a process share; fixtures put it back to where they began. */
export const { ethers, networkHelpers } = await network.create()
