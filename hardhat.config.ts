import { createRequire } from 'node:module'

import hardhatEthers from '@nomicfoundation/hardhat-ethers'
import hardhatEthersChaiMatchers from '@nomicfoundation/hardhat-ethers-chai-matchers'
import hardhatMocha from '@nomicfoundation/hardhat-mocha'
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers'
import hardhatTypechain from '@nomicfoundation/hardhat-typechain'
import { defineConfig } from 'hardhat/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  plugins: [hardhatEthers, hardhatEthersChaiMatchers, hardhatMocha, hardhatNetworkHelpers, hardhatTypechain],
  solidity: {
    version: '0.8.37',
    // No compiler can be downloaded where this is built; the npm package has the same compiler in WebAssembly.
    path: require.resolve('solc/soljson.js'),
    settings: { viaIR: true, optimizer: { enabled: true, runs: 1_000_000 }, evmVersion: 'prague' },
    npmFilesToBuild: [
      '@openzeppelin/contracts/access/manager/AccessManager.sol',
      '@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol',
    ],
  },
  networks: {
    // Osaka brings the cap of 2^24 gas per transaction and the P-256 precompile, as mainnet has them. The date is fixed,
    // so that no test meets the end of a month by chance.
    default: {
      type: 'edr-simulated',
      chainType: 'l1',
      hardfork: 'osaka',
      blockGasLimit: 60_000_000n,
      initialDate: '2026-03-10T09:00:00Z',
    },
  },
  // The generated types use namespaces, which erasableSyntaxOnly refuses in code that we write.
  typechain: { outDir: './typechain-types', tsNocheck: true },
  paths: { tests: { mocha: './test/contracts', solidity: './test/contracts' } },
  test: {
    mocha: { timeout: 60_000 },
    // One seed, so that a failure in CI is the same failure here.
    solidity: { fuzz: { runs: 512, seed: '0x656e74656e7465' } },
  },
})
