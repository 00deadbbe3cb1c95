import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'
import { Client } from 'pg'

import { type BareChain, startBareChain } from './bare-chain.ts'
import type { Workplace } from './workplace.ts'

export const SHARED_CHAIN_ID = 31_337

/** Asks PostgreSQL itself, past Entente. */
export async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Row>(sql).finally(() => client.end())
  return rows
}

/** A new database beside the one of TEST_DATABASE_URL. */
export async function makeDatabase(name: string): Promise<{ url: string; drop(): Promise<void> }> {
  const serverUrl = process.env['TEST_DATABASE_URL'] ?? ''
  await query(serverUrl, `create database ${name}`)
  return {
    url: Object.assign(new URL(serverUrl), { pathname: name }).href,
    drop: async () => {
      await query(serverUrl, `drop database ${name} with (force)`)
    },
  }
}

/** The address of the operator's key in a data folder. */
export async function readOperator(dataFolder: string): Promise<string> {
  const keystore = JSON.parse(await readFile(join(dataFolder, 'keys', 'operator.json'), 'utf8'))
  return `0x${String(keystore.address).replace(/^0x/, '')}`
}

/** Starts a chain and deploys the contracts from a data folder, whose operator pays. */
export async function startSharedChain(
  workplace: Workplace,
  folder: string,
  options: readonly string[] = [],
): Promise<{ chain: BareChain; env: Record<string, string> }> {
  const chain = await startBareChain(SHARED_CHAIN_ID, options)
  const env = { RPC_URL: chain.url, CHAIN_ID: String(SHARED_CHAIN_ID) }
  // The first try makes the keys, and says that their account has no money.
  expect((await workplace.run(['deploy', '--json'], { folder, env })).code).to.equal(1)
  await chain.fund(await readOperator(workplace.path(folder)))
  const deployed = await workplace.run(['deploy', '--json'], { folder, env })
  expect(deployed.code, deployed.stderr).to.equal(0)
  return { chain, env }
}

/** Gives the lanes of a database gas money, once a relayer has noted them. */
export async function fundLanes(chain: BareChain, databaseUrl: string): Promise<void> {
  const lanes = await query<{ address: string }>(databaseUrl, 'select address from lane')
  expect(lanes).to.have.length.above(1)
  for (const { address } of lanes) await chain.fund(address)
}
