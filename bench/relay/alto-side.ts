import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  stringToHex,
} from 'viem'
import { getUserOperationHash, type UserOperation } from 'viem/account-abstraction'
import { privateKeyToAccount } from 'viem/accounts'

import { freePort } from '../../test/support/platform/free-port.ts'
import { type Blocks, CHAIN_ID, RICH_KEY } from './anvil.ts'
import { checkSupply } from './load.ts'
import { openPointsChain, type PointsChain } from './peer-side.ts'
import { mintAbi } from './senders.ts'
import { POINTS_EACH, type SaleRequest, type Side } from './side.ts'

/** What is run here needs of a package that only this benchmark uses, from where the user installed it. */
interface Artifact {
  readonly abi: readonly unknown[]
  readonly bytecode: Hex
}

const EXECUTORS = 8
const READY_MS_MAX = 60_000
/** anvil's seventh account: it pays the executors of Alto. */
const UTILITY_KEY = '0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e'
const MONEY = numberToHex(10n ** 24n)
const DEPOSIT_WEI = 10n ** 21n
const MINTER_ROLE = keccak256(stringToHex('MINTER_ROLE'))
const GAS = { callGasLimit: 150_000n, verificationGasLimit: 150_000n, preVerificationGas: 100_000n }
const FEES = { maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n }

const setUpAbi = parseAbi([
  'function createAccount(address owner, uint256 salt) returns (address)',
  'function getAddress(address owner, uint256 salt) view returns (address)',
  'function depositTo(address account) payable',
  'function grantRole(bytes32 role, address account)',
  'function execute(address dest, uint256 value, bytes func)',
])

/** What user operations are made of. */
interface Wiring {
  readonly entryPoint: Address
  /** The smart account that has the minter's role. */
  readonly sender: Address
}

/** Starts Alto from the folder where it was installed, with a SimpleAccount that mints. */
export async function startAlto(folder: string, blocks: Blocks, members: number): Promise<Side> {
  const points = await openPointsChain(members)
  const wiring = await deployAccount(points, folder)
  const executors = Array.from({ length: EXECUTORS }, (_, at) => keccak256(stringToHex(`executor ${at}`)))
  for (const key of [...executors, UTILITY_KEY] as const)
    await points.anvil.ask('anvil_setBalance', [privateKeyToAccount(key).address, MONEY])
  const port = await freePort()
  const options = optionsOf({ rpcUrl: points.anvil.url, port, entryPoint: wiring.entryPoint, executors })
  const program = join(folder, 'node_modules/@pimlico/alto/esm/cli/alto.js')
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://127.0.0.1:${port}`
  await waitUntilReady(url)
  await points.anvil.begin(blocks)
  return sideOf(points, wiring, url, async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
    await points.anvil.stop()
  })
}

/** Its defaults, but for the limits that would keep one account from many operations at once. */
function optionsOf(wired: { rpcUrl: string; port: number; entryPoint: Address; executors: readonly Hex[] }): string[] {
  const { rpcUrl, port, entryPoint, executors } = wired
  const options = {
    'rpc-url': rpcUrl,
    port,
    entrypoints: entryPoint,
    'executor-private-keys': executors.join(','),
    'utility-private-key': UTILITY_KEY,
    'safe-mode': false,
    'mempool-max-parallel-ops': 1_000_000,
    'mempool-pop-batch-size': 100,
    'enforce-unique-senders-per-bundle': false,
    'deploy-simulations-contract': true,
    'log-level': 'error',
  }
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
}

async function deployAccount({ wallet, chain, token }: PointsChain, folder: string): Promise<Wiring> {
  const read = (name: string) => {
    const file = join(folder, `node_modules/@account-abstraction/contracts/artifacts/${name}.json`)
    return JSON.parse(readFileSync(file, 'utf8')) as Artifact
  }
  const send = async (call: { to?: Address; data: Hex; value?: bigint }) =>
    chain.waitForTransactionReceipt({ hash: await wallet.sendTransaction({ ...call, gas: 10_000_000n }) })
  const entryPoint = (await send({ data: read('EntryPoint').bytecode })).contractAddress as Address
  const { abi, bytecode } = read('SimpleAccountFactory')
  const deployed = await send({ data: encodeDeployData({ abi, bytecode, args: [entryPoint] }) })
  const factory = deployed.contractAddress as Address
  const owned = { abi: setUpAbi, args: [privateKeyToAccount(RICH_KEY).address, 0n] } as const
  await send({ to: factory, data: encodeFunctionData({ ...owned, functionName: 'createAccount' }) })
  const sender = await chain.readContract({ address: factory, ...owned, functionName: 'getAddress' })
  const depositTo = encodeFunctionData({ abi: setUpAbi, functionName: 'depositTo', args: [sender] })
  await send({ to: entryPoint, data: depositTo, value: DEPOSIT_WEI })
  const grant = encodeFunctionData({ abi: setUpAbi, functionName: 'grantRole', args: [MINTER_ROLE, sender] })
  await send({ to: token, data: grant })
  return { entryPoint, sender }
}

function sideOf(points: PointsChain, wiring: Wiring, url: string, stop: () => Promise<void>): Side {
  const { anvil, token, accounts } = points
  let keys = 0n
  const prepared: SaleRequest[] = []
  return {
    url,
    rpcUrl: anvil.url,
    token,
    // The load is Alto's work: whoever has many operations has signed them before.
    async prepare(purchases) {
      for (let at = 0; at < purchases; at += 1) {
        const to = accounts[at % accounts.length]!
        prepared.push(await signMint(wiring, token, to, (keys += 1n)))
      }
    },
    nextRequest: () => prepared.shift()!,
    check: () => checkSupply({ rpcUrl: anvil.url, token }, BigInt(accounts.length) + keys * POINTS_EACH),
    stop,
  }
}

/** A key of its own for the nonce of each operation: none waits for another. */
async function signMint(
  { entryPoint, sender }: Wiring,
  token: Address,
  to: Address,
  key: bigint,
): Promise<SaleRequest> {
  const mint = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [to, POINTS_EACH] })
  const callData = encodeFunctionData({ abi: setUpAbi, functionName: 'execute', args: [token, 0n, mint] })
  const operation: UserOperation<'0.7'> = { sender, nonce: key << 64n, callData, signature: '0x', ...GAS, ...FEES }
  const hash = getUserOperationHash({
    chainId: CHAIN_ID,
    entryPointAddress: entryPoint,
    entryPointVersion: '0.7',
    userOperation: operation,
  })
  const signature = await privateKeyToAccount(RICH_KEY).signMessage({ message: { raw: hash } })
  const fields = Object.entries({ ...operation, signature })
  const sent = Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === 'bigint' ? numberToHex(value) : value]),
  )
  const body = { jsonrpc: '2.0', id: 1, method: 'eth_sendUserOperation', params: [sent, entryPoint] }
  return { path: '/', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

async function waitUntilReady(url: string): Promise<void> {
  const until = performance.now() + READY_MS_MAX
  for (;;) {
    const answer = await fetch(`${url}/health`).catch(() => null)
    if (answer?.ok === true) return
    if (performance.now() > until) throw new Error('Alto did not listen within a minute')
    await sleep(200)
  }
}
