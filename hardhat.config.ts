import { createRequire } from 'node:module'

import hardhatToolboxMochaEthers from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { defineConfig } from 'hardhat/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: {
    version: '0.8.37',
    path: require.resolve('solc/soljson.js'),
    settings: { viaIR: true, optimizer: { enabled: true, runs: 1_000_000 }, evmVersion: 'prague' },
  },
  typechain: { outDir: './typechain-types' },
  paths: { tests: { mocha: './test/contracts', solidity: './test/contracts' } },
})
