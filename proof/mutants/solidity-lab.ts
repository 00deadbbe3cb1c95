import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { root } from '../../cli/run-program.ts'
import type { Code } from './mutant-compiler.ts'

/** A compiled Solidity test, as EDR takes it. */
interface SuiteArtifact {
  id: { name: string; source: string; solcVersion: string }
  contract: {
    abi: string
    bytecode: string
    deployedBytecode: string
    linkReferences: object
    deployedLinkReferences: object
  }
}

interface SuiteResult {
  testResults: { name: string; status: string }[]
}

interface EdrContext {
  runSolidityTests(
    chainType: string,
    artifacts: SuiteArtifact[],
    suites: SuiteArtifact['id'][],
    config: object,
    tracing: object,
    told: (result: SuiteResult) => void,
  ): Promise<unknown>
}

/** Fewer than `npm test` has: a mutant dies in the first ones, or in none. */
const FUZZ_RUNS = 128
/** Some mutants never end, and what fails is run once more and traced, which takes gigabytes. */
const GAS_MAX = 30_000_000n
/** Deploying two coalitions takes more than that before the first test. */
const GAS_OF_SLOW_MAX = 1_000_000_000n

const internals = (path: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(root, 'node_modules/hardhat/dist/src/internal', path)).href)

/** Runs one Solidity test contract in this process. Hardhat's own task can only run what it has built itself. */
export async function runSuite({ target, ...code }: Code): Promise<string | null> {
  const id = { name: target.name, source: target.file, solcVersion: '0.8.37' }
  const artifact: SuiteArtifact = { id, contract: { ...code, linkReferences: {}, deployedLinkReferences: {} } }
  const { getGlobalEdrContext } = (await internals('edr/context.js')) as {
    getGlobalEdrContext: () => Promise<EdrContext>
  }
  const helpers = (await internals('builtin-plugins/solidity-test/helpers.js')) as {
    solidityTestConfigToSolidityTestRunnerConfigArgs: (options: object) => Promise<object>
  }
  const config = await helpers.solidityTestConfigToSolidityTestRunnerConfigArgs({
    chainType: 'l1',
    projectRoot: root,
    config: {
      gasLimit: target.kind === 'slow suite' ? GAS_OF_SLOW_MAX : GAS_MAX,
      fuzz: { runs: FUZZ_RUNS, seed: '0x656e74656e7465' },
    },
    verbosity: 0,
    testSourcePaths: {},
    eip712CanonicalTypes: [],
    testProfile: 'default',
    declaredTestProfiles: ['default'],
  })
  const context = await getGlobalEdrContext()
  const results = await new Promise<SuiteResult>((resolve, reject) => {
    const tracing = { buildInfos: [], ignoreContracts: true }
    context.runSolidityTests('L1', [artifact], [artifact.id], config, tracing, resolve).catch(reject)
  })
  const failed = results.testResults.find(({ status }) => status !== 'Success')
  return failed === undefined ? null : `${target.name}: ${failed.name}`
}
