import { createRequire } from 'node:module'

import { defineConfig } from 'hardhat/config'

const require = createRequire(import.meta.url)

/** How hard to try: set by proof/prove.ts. */
const runs = Number(process.env['PROOF_RUNS'] ?? 2)
const depth = Number(process.env['PROOF_DEPTH'] ?? 25_000)
const fuzzRuns = Number(process.env['PROOF_FUZZ_RUNS'] ?? 10_000)
const seed = process.env['PROOF_SEED'] ?? '0x1'

export default defineConfig({
  solidity: {
    version: '0.8.37',
    path: require.resolve('solc/soljson.js'),
    settings: { viaIR: true, optimizer: { enabled: true, runs: 1_000_000 }, evmVersion: 'prague' },
    splitTestsCompilation: true,
  },
  paths: {
    tests: { solidity: './proof' },
    artifacts: './cache/proof/artifacts',
    cache: './cache/proof',
  },
  test: {
    solidity: {
      fuzz: { runs: fuzzRuns, seed },
      // Shrinking calls of 20,000 takes longer than reading the log of one run with fewer.
      invariant: {
        runs,
        depth,
        failOnRevert: true,
        shrinkRunLimit: Number(process.env['PROOF_SHRINK'] ?? 0),
        includeStorage: false,
        includePushBytes: false,
        dictionaryWeight: 0,
      },
    },
  },
})
