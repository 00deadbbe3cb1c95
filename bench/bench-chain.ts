import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

import { Interface, Wallet, keccak256, toUtf8Bytes } from 'ethers'
import type { InterfaceAbi } from 'ethers'
import type { HardhatUserConfig } from 'hardhat/config'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import type { HardhatPlugin } from 'hardhat/types/plugins'

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('..', import.meta.url))

/** The chain's first block: every measurement starts at the same second, so that the same bytes cost the same gas. */
export const startSeconds = 1_767_225_600 // 2026-01-01T00:00:00Z

/** What to compile: folders, and files of npm packages. */
export interface BenchSources {
  /** Names the cache folders, so that two sets of sources do not clear each other's artifacts. */
  name: string
  folders: string[]
  npmFiles: string[]
  /** Other compiler settings than those that are measured. */
  compiler?: CompilerSettings
  /** Files that go their own way through the compiler. */
  overrides?: Record<string, CompilerSettings>
}

/** What solc is asked for. */
export interface CompilerSettings {
  viaIR: boolean
  optimizer: { enabled: boolean; runs?: number; details?: object }
}

const shippedSettings: CompilerSettings = { viaIR: true, optimizer: { enabled: true, runs: 1_000_000 } }

/** The compiler has a hundred things to say about foreign code; what it says about ours is shown by the normal build. */
const quietCompiler: HardhatPlugin = {
  id: 'entente-bench-quiet',
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        getCompilationJobErrors: async (context, job, output, next) =>
          (await next(context, job, output)).filter(({ severity }) => severity === 'error'),
      }),
    }),
  },
}

/** One compiler setting for all, ours and foreign. */
function benchConfig({
  name,
  folders,
  npmFiles,
  compiler = shippedSettings,
  overrides = {},
}: BenchSources): HardhatUserConfig {
  const version = (settings: CompilerSettings) => ({
    version: '0.8.37',
    path: require.resolve('solc/soljson.js'),
    settings: { ...settings, evmVersion: 'prague' },
  })
  return {
    plugins: [quietCompiler],
    solidity: {
      compilers: [version(compiler)],
      overrides: Object.fromEntries(Object.entries(overrides).map(([file, settings]) => [file, version(settings)])),
      npmFilesToBuild: npmFiles,
    },
    paths: {
      sources: { solidity: folders },
      tests: { solidity: './bench/no-solidity-tests' },
      artifacts: `./cache/bench-${name}/artifacts`,
      cache: `./cache/bench-${name}`,
    },
    networks: {
      bench: {
        type: 'edr-simulated',
        hardfork: 'osaka',
        // 1,000 new holders take more than Osaka's 2^24 gas; the caps are raised so that the row can be measured at all.
        blockGasLimit: 2_000_000_000n,
        transactionGasCap: false,
        allowUnlimitedContractSize: true,
        initialDate: new Date(startSeconds * 1000),
        initialBaseFeePerGas: 0n,
        gasPrice: 0n,
        accounts: [{ privateKey: ownerKey(), balance: 10n ** 24n }],
      },
    },
  }
}

/** A key from a name: the same in every run. */
export function keyOf(name: string): string {
  return keccak256(toUtf8Bytes(`entente bench ${name}`))
}

function ownerKey(): string {
  return keyOf('owner')
}

/** A deployed contract and how to call it. */
export interface Deployed {
  address: string
  interface: Interface
}

/** What a transaction cost and logged. */
export interface Receipt {
  hash: string
  gasUsed: bigint
  logs: { address: string; topics: string[]; data: string }[]
  contractAddress: string | null
}

/** EIP-2930: a contract, and words of it, that the transaction says it will touch. */
export interface AccessListEntry {
  address: string
  storageKeys: string[]
}

/** A fresh EDR chain with one unlocked account, `owner`. */
export interface BenchChain {
  owner: string
  chainId: bigint
  now(): number
  /** The owner's next nonce, from which addresses of contracts to come are known. */
  nonce(): Promise<number>
  /** Moves the clock to `seconds`; the next transaction is mined there. */
  warpTo(seconds: number): void
  deploy(name: string, args?: unknown[]): Promise<Deployed>
  send(to: Deployed, method: string, args: unknown[], accessList?: AccessListEntry[]): Promise<Receipt>
  call(to: Deployed, method: string, args: unknown[]): Promise<unknown[]>
  attach(name: string, address: string): Promise<Deployed>
  /** Bytes of a contract's code as deployed. */
  bytecodeBytes(name: string): Promise<number>
  /** What a transaction returned, from its trace. */
  outputOf(hash: string): Promise<string>
  /** Any other question to the node. */
  request(method: string, ...params: unknown[]): Promise<unknown>
  close(): Promise<void>
}

/** Compiles the folders with the bench's settings and answers a function that opens fresh chains. */
export async function openBench(sources: BenchSources): Promise<() => Promise<BenchChain>> {
  const hre = await createHardhatRuntimeEnvironment(benchConfig(sources), {}, root)
  await hre.tasks.getTask('build').run({ quiet: true })
  return async () => {
    const connection = await hre.network.create('bench')
    return makeChain(
      connection.provider,
      (name) => hre.artifacts.readArtifact(name),
      () => connection.close(),
    )
  }
}

/** Compiles the folders with the bench's settings and answers a function that reads what became of a contract. */
export async function compileBench(sources: BenchSources): Promise<(name: string) => Promise<Artifact>> {
  const hre = await createHardhatRuntimeEnvironment(benchConfig(sources), {}, root)
  await hre.tasks.getTask('build').run({ quiet: true })
  return (name) => hre.artifacts.readArtifact(name)
}

interface Provider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>
}

interface Artifact {
  abi: readonly unknown[]
  bytecode: string
  deployedBytecode: string
}

async function makeChain(
  provider: Provider,
  readArtifact: (name: string) => Promise<Artifact>,
  close: () => Promise<void>,
): Promise<BenchChain> {
  const owner = new Wallet(ownerKey()).address
  const ask = (method: string, ...params: unknown[]) => provider.request({ method, params })
  const chainId = BigInt((await ask('eth_chainId')) as string)
  let clock = startSeconds
  const transact = async (transaction: {
    to?: string
    data: string
    accessList?: AccessListEntry[]
  }): Promise<Receipt> => {
    clock += 1
    await ask('evm_setNextBlockTimestamp', clock)
    const hash = await ask('eth_sendTransaction', { from: owner, gas: '0x60000000', ...transaction })
    const receipt = (await ask('eth_getTransactionReceipt', hash)) as Record<string, unknown>
    if (receipt['status'] !== '0x1') throw new Error(`a measured transaction failed: ${transaction.data.slice(0, 10)}`)
    return {
      hash: hash as string,
      gasUsed: BigInt(receipt['gasUsed'] as string),
      logs: receipt['logs'] as Receipt['logs'],
      contractAddress: receipt['contractAddress'] as string | null,
    }
  }
  return {
    owner,
    chainId,
    now: () => clock,
    nonce: async () => Number(await ask('eth_getTransactionCount', owner, 'latest')),
    warpTo: (seconds) => {
      clock = seconds - 1
    },
    deploy: async (name, args = []) => {
      const artifact = await readArtifact(name)
      const abi = new Interface(artifact.abi as InterfaceAbi)
      const receipt = await transact({ data: artifact.bytecode + abi.encodeDeploy(args).slice(2) })
      return { address: receipt.contractAddress!, interface: abi }
    },
    send: (to, method, args, accessList) =>
      transact({
        to: to.address,
        data: to.interface.encodeFunctionData(method, args),
        ...(accessList && { accessList }),
      }),
    call: async (to, method, args) => {
      const data = to.interface.encodeFunctionData(method, args)
      const answer = (await ask('eth_call', { from: owner, to: to.address, data }, 'latest')) as string
      return [...to.interface.decodeFunctionResult(method, answer)] as unknown[]
    },
    bytecodeBytes: async (name) => ((await readArtifact(name)).deployedBytecode.length - 2) / 2,
    attach: async (name, address) => ({
      address,
      interface: new Interface((await readArtifact(name)).abi as InterfaceAbi),
    }),
    outputOf: async (hash) => {
      const trace = await ask('debug_traceTransaction', hash, {
        disableStorage: true,
        disableStack: true,
        disableMemory: true,
      })
      const { returnValue } = trace as { returnValue: string }
      return returnValue.startsWith('0x') ? returnValue : `0x${returnValue}`
    },
    request: ask,
    close,
  }
}
