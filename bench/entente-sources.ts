import type { BenchSources } from './bench-chain.ts'

/**
 * Our contracts with the driver of the differential proof. The proofs and the gas benchmark ask for the same sources, so that they are
 * compiled once for all of them: that takes a minute and a half, and a contract's bytecode does not depend on what is compiled beside it.
 */
export const ententeSources: BenchSources = {
  name: 'entente',
  folders: ['./contracts', './proof/differential'],
  npmFiles: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
}
