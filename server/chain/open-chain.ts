import type { EpochScale } from '../domain/lots.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { classifyChainError } from './chain-error.ts'
import { type Chain, type Connection, connectChain, type ConnectionOptions } from './client.ts'
import { checkDeployment, deployContracts, type DeployerAccount } from './deploy-contracts.ts'
import { type CompleteDeployment, findDeployment, isComplete, type LedgerTerms } from './deployment-record.ts'
import { type EmbeddedChain, startEmbeddedChain } from './embedded/embedded-chain.ts'
import { readBatchDataFee } from './read-data-fee.ts'

/** A chain with our contracts on it, embedded or remote. */
export interface OpenedChain {
  chain: Chain
  deployment: CompleteDeployment
  epochScale: EpochScale
  /** Null where the chain runs elsewhere. */
  embedded: EmbeddedChain | null
  /** Where wallets and people may ask the chain themselves. */
  rpcUrl: string
}

export interface OpenChainOptions {
  chainId: number
  deploymentsFolder: string
  onProgress: (line: string) => void
  watched?: WatchedConnection
}

/** How many endpoints must agree, how the chain charges, and who is told what endpoints fail at. */
export type WatchedConnection = Pick<ConnectionOptions, 'quorum' | 'fees' | 'onError' | 'onQuorumMissing'>

export interface EmbeddedChainPlan extends OpenChainOptions {
  chainFolder: string
  /** Where the time is told: no block comes before this. */
  startsAt?: Date | undefined
  /** Where the pages are that check receipts in a browser. */
  pageOrigin?: string | undefined
  terms: LedgerTerms
  deployer: DeployerAccount
  /** Who gets the rules and the delayed powers, where the contracts are not there yet. */
  administrator: `0x${string}`
  /** Accounts that send: they get what gas costs, which is nothing here. */
  senders: readonly `0x${string}`[]
}

/** A thousand ether: more than a sender can use before the next start. */
const GAS_MONEY_WEI = 10n ** 21n

/** Connects to a chain that runs elsewhere and on which the contracts were deployed. */
export async function openChain(urls: readonly string[], options: OpenChainOptions): Promise<OpenedChain> {
  const { chainId, deploymentsFolder } = options
  const deployment = findDeployment(deploymentsFolder, chainId)
  if (deployment === null || !isComplete(deployment)) {
    throw new StartRefused(
      'chain_without_contracts',
      `There is no complete deployment on chain ${String(chainId)} in ${deploymentsFolder}: run npm run entente -- deploy, or ` +
        'put the record of an existing one there.',
    )
  }
  options.onProgress(`connecting to chain ${String(chainId)}`)
  const connection = await connect(urls, chainId, options.watched)
  await checkDeployment(connection, deployment)
  return {
    chain: { ...connection, addresses: deployment },
    deployment,
    epochScale: scaleOf(deployment),
    embedded: null,
    rpcUrl: publicPart(urls[0] ?? ''),
  }
}

/** Starts the embedded chain, with the contracts on it. */
export async function openEmbeddedChain(plan: EmbeddedChainPlan): Promise<OpenedChain> {
  const { chainId, chainFolder, onProgress } = plan
  const known = findDeployment(plan.deploymentsFolder, chainId)
  onProgress(`starting the embedded chain ${String(chainId)}`)
  const embedded = await startEmbeddedChain({
    folder: chainFolder,
    chainId,
    pageOrigin: plan.pageOrigin,
    startsAt: plan.startsAt,
    onWait: () => {
      onProgress('waiting for the chain of the last run to write its state')
    },
  })
  try {
    if (embedded.isTipLost) onProgress("the chain's last write was cut off: what is missing is posted again")
    if (known !== null && isComplete(known) && embedded.startedAtBlock === 0) throw refuseLostChain(chainFolder)
    const connection = await connect([embedded.url], chainId, plan.watched)
    for (const address of [plan.deployer.address, plan.administrator, ...plan.senders])
      await embedded.fund(address, GAS_MONEY_WEI)
    // anvil makes another block 0 at each start, so nothing is remembered of that one.
    if (embedded.startedAtBlock === 0) await embedded.mine()
    const deployment = await deploy(plan, connection, embedded)
    return {
      chain: { ...connection, addresses: deployment },
      deployment,
      epochScale: scaleOf(deployment),
      embedded,
      rpcUrl: embedded.url,
    }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

/** Connects, or says what to look at when too few answer. */
export async function connect(
  urls: readonly string[],
  chainId: number,
  watched: WatchedConnection = {},
): Promise<Connection> {
  const hosts = urls.map((url) => publicPart(url)).join(', ')
  const connection = await connectChain({ endpoints: urls, chainId, ...watched }).catch((error: unknown) => {
    if (error instanceof StartRefused) throw error
    const sentence = `No RPC endpoint answers (${hosts}): check RPC_URL, and that the chain runs.`
    throw new StartRefused('chain_unreachable', sentence, classifyChainError(error))
  })
  const { endpoints, quorum } = connection
  const answered = endpoints.filter(({ isChecked }) => isChecked).length
  if (answered < quorum) {
    const sentence = `Of the RPC endpoints (${hosts}), ${String(answered)} answered, and ${String(quorum)} must agree`
    throw new StartRefused('chain_unreachable', `${sentence}: check RPC_URL and RPC_QUORUM, and that the chain runs.`)
  }
  await checkFeeModel(connection)
  return connection
}

/** What only chains of a fee model answer is asked once, so that a wrong setting does not look like an endpoint that fails. */
async function checkFeeModel(connection: Connection): Promise<void> {
  await readBatchDataFee(connection, 1n).catch((error: unknown) => {
    const { chainId, fees } = connection
    throw new StartRefused(
      'fee_model_wrong',
      `Chain ${String(chainId)} does not say what the L1 costs, as chains of the fee model ${fees.model} do: correct FEE_MODEL or CHAIN_ID, or try another RPC_URL.`,
      classifyChainError(error),
    )
  })
}

async function deploy(
  plan: EmbeddedChainPlan,
  connection: Connection,
  embedded: EmbeddedChain,
): Promise<CompleteDeployment> {
  const deployment = await deployContracts(
    {
      connection,
      deployer: plan.deployer,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      afterSend: () => embedded.mine(),
      onStep: ({ name, outcome }) => {
        if (outcome === 'done') plan.onProgress(`deployed: ${name}`)
      },
    },
    { folder: plan.deploymentsFolder, terms: plan.terms, admin: plan.administrator, operator: plan.deployer.address },
  )
  if (deployment === null) throw new Error('a deployment that was no dry run returned no record')
  // From here on the chain can be lost no further back than this.
  await embedded.saveState()
  return deployment
}

function refuseLostChain(folder: string): StartRefused {
  return new StartRefused(
    'chain_lost',
    `The embedded chain's state is missing from ${folder}, and the database says that there was one: restore the folder from a ` +
      'backup, or move the whole data folder away to begin anew.',
  )
}

function scaleOf({ epochOrigin, epochLength }: CompleteDeployment): EpochScale {
  return { originSeconds: epochOrigin, lengthSeconds: epochLength }
}

/** A URL without what may be a key in it. */
function publicPart(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url
}
