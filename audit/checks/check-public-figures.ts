import { z } from 'zod'

import type { Coalition, ContractKind } from '../contracts.ts'
import type { Collector } from '../findings.ts'
import { tryView } from '../read/ask-contract.ts'
import type { Partners } from '../replay/partners.ts'
import type { Rpc } from '../rpc/json-rpc.ts'

/** Of `GET /v1/status` and `GET /v1/ledger`, what the chain can confirm or refute. */
const Status = z.object({
  chainId: z.int(),
  contracts: z.record(z.string(), z.string().nullable()),
  block: z.string().nullable(),
  totalSupply: z.string().nullable(),
  haltedReason: z.string().nullable(),
  paused: z.array(z.string()),
})
const Ledger = z.object({
  chainId: z.int(),
  token: z.string(),
  name: z.string(),
  symbol: z.string(),
  partners: z.array(z.object({ partnerId: z.int() })),
})

const NAMES: Readonly<Record<string, ContractKind>> = {
  accessManager: 'AccessManager',
  token: 'PointsToken',
  registry: 'PartnerRegistry',
  issuance: 'PointsIssuance',
  redemption: 'PointsRedemption',
  accounts: 'PointsAccounts',
  clearing: 'Clearing',
  logAnchors: 'LogAnchors',
}

const ANSWER_MS = 30_000

/** Check 7: what the operator's public API says is what the chain says, at the block that the API names. */
export async function checkPublicFigures(
  rpc: Rpc,
  { api, coalition, partners }: { api: string; coalition: Coalition; partners: Partners },
  collector: Collector,
): Promise<void> {
  const status = await read(api, 'v1/status', Status, collector)
  const ledger = await read(api, 'v1/ledger', Ledger, collector)
  const differs = differences(collector)
  if (ledger !== null) {
    differs('the chain of /v1/ledger', ledger.chainId, coalition.chainId, null)
    differs('the token of /v1/ledger', ledger.token.toLowerCase(), coalition.token, null)
    for (const { partnerId } of ledger.partners)
      if (!partners.byId.has(partnerId)) differs('partners of /v1/ledger', partnerId, 'not registered', null)
  }
  if (status === null) return
  differs('the chain of /v1/status', status.chainId, coalition.chainId, null)
  for (const [name, address] of Object.entries(status.contracts)) compareContract(name, address, coalition, differs)
  if (status.haltedReason !== null)
    collector.notChecked('publicFigures', 'figures after the server stopped', status.haltedReason)
  if (status.block !== null && status.totalSupply !== null)
    await compareAtBlock(
      rpc,
      { ...status, totalSupply: status.totalSupply, block: Number(status.block) },
      { coalition, ledger, collector },
    )
}

type Differs = (what: string, told: unknown, is: unknown, block: number | null) => void

function differences(collector: Collector): Differs {
  return (what, told, is, block) => {
    collector.count('publicFigures', 'figures')
    if (String(told) !== String(is))
      collector.add(
        'public_figure_differs',
        { block, transaction: null },
        `The API says of ${what} ${String(told)}; the chain says ${String(is)}.`,
      )
  }
}

function compareContract(name: string, told: string | null, { contracts }: Coalition, differs: Differs): void {
  const kind = NAMES[name]
  if (kind === undefined) return
  // The newest of a kind is the one that counts.
  const is = contracts.findLast((contract) => contract.kind === kind)?.address ?? null
  differs(`the contract ${name}`, told?.toLowerCase() ?? null, is, null)
}

async function compareAtBlock(
  rpc: Rpc,
  status: { block: number; totalSupply: string; paused: readonly string[] },
  {
    coalition,
    ledger,
    collector,
  }: { coalition: Coalition; ledger: z.infer<typeof Ledger> | null; collector: Collector },
): Promise<void> {
  const ask = (name: string) => tryView(rpc, { kind: 'PointsToken', address: coalition.token, name }, status.block)
  const supply = await ask('totalSupply')
  if (supply === null) {
    collector.notChecked('publicFigures', 'the supply of the API', `the endpoint does not have block ${status.block}`)
    return
  }
  const differs = differences(collector)
  differs('the supply', status.totalSupply, supply, status.block)
  const [issuing, redeeming] = (await ask('paused')) as [boolean, boolean]
  // The server says at once what the operator asked for, and the chain only when the call is in a block.
  const paused = [issuing ? 'issuing' : '', redeeming ? 'redeeming' : ''].filter((power) => power !== '')
  differs('what is paused', status.paused.toSorted().join(' and '), paused.join(' and '), status.block)
  if (ledger === null) return
  differs('the name', ledger.name, await ask('name'), status.block)
  differs('the symbol', ledger.symbol, await ask('symbol'), status.block)
}

async function read<T>(api: string, path: string, schema: z.ZodType<T>, collector: Collector): Promise<T | null> {
  const unusable = (why: string): null => {
    collector.add('public_api_unusable', { block: null, transaction: null }, `/${path}: ${why}.`)
    return null
  }
  try {
    const url = new URL(path, api.endsWith('/') ? api : `${api}/`)
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })
    if (!response.ok) return unusable(`it answered ${response.status}`)
    const answer = schema.safeParse(await response.json())
    return answer.success ? answer.data : unusable(answer.error.issues[0]?.message ?? 'another form')
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error))
  }
}
