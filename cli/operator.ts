import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import type { EntenteClient } from '../client/client.ts'
import { readConfig } from '../server/config/config.ts'
import { keyFiles } from '../server/config/key-files.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { createApiClient } from './api-client.ts'
import { say } from './terminal.ts'

/** How a command reaches the server: over HTTP with the operator's key, as anybody else would. */
export interface Operator {
  api: EntenteClient
  key: string
  /** The file that the key is in. */
  keyFile: string
  /** Where the chain can be asked; null where only the server's URL was given. */
  rpcUrl: string | null
}

/** What commands for operators may be told on the command line. */
export interface OperatorOptions {
  data?: string
  url?: string
  operatorKeyFile?: string
}

/** Where a server and its chain are. */
export interface Server {
  url: string
  rpcUrl: string | null
}

const ServerFile = z.object({ pid: z.int(), url: z.url(), rpcUrl: z.string() })

/**
 * Runs a command against the running server; where none runs, one is started for it without a fixed port and stopped after.
 * Either way the command goes through the API, so that there is one code for what an operator can do.
 */
export async function withOperator<T>(
  options: OperatorOptions,
  run: (operator: Operator) => Promise<T>,
  { isReading = false }: { isReading?: boolean } = {},
): Promise<T> {
  const { config, secrets } = readConfig(process.env, { ENTENTE_DATA: options.data, PORT: '0' })
  const keyFile = options.operatorKeyFile ?? keyFiles(config.dataFolder).operatorApiKey
  if (options.url !== undefined) return withClient({ url: options.url, rpcUrl: null }, keyFile, run)
  const server = findRunningServer(config.dataFolder)
  if (server !== null) return withClient(server, keyFile, run)
  if (isReading) refuseToMake(config.dataFolder)
  say('no server runs on this data folder: starting one for this command')
  const { composeServer } = await import('../server/compose.ts') // a second, which other ways do not need
  const running = await composeServer({ config, secrets, onProgress: say })
  try {
    if (running.url === null)
      throw new StartRefused('server_unreachable', 'This process has no API: leave ROLES unset.')
    return await withClient({ url: running.url, rpcUrl: running.parts.opened.rpcUrl }, keyFile, run)
  } finally {
    await running.stop()
  }
}

/** A command that only reads makes nothing: a data folder whose name was mistyped must not come to be by looking at it. */
export function refuseToMake(dataFolder: string): void {
  if (existsSync(keyFiles(dataFolder).operatorApiKey)) return
  throw new StartRefused(
    'data_folder_missing',
    `There is no data of Entente in ${dataFolder}: name the folder with --data or ENTENTE_DATA, or make one with npm start.`,
  )
}

/** The server that runs on a data folder, or null. */
export function findRunningServer(dataFolder: string): Server | null {
  const file = join(dataFolder, 'server.json')
  if (!existsSync(file)) return null
  const { pid, url, rpcUrl } = ServerFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  return isRunning(pid) ? { url, rpcUrl } : null
}

async function withClient<T>(server: Server, file: string, run: (operator: Operator) => Promise<T>): Promise<T> {
  if (!existsSync(file)) {
    throw new StartRefused(
      'server_unreachable',
      `There is no operator key in ${file}: name the data folder with ENTENTE_DATA, or the file with --operator-key-file.`,
    )
  }
  const api = createApiClient(server.url, { triesMax: 3, idempotencyKeys: true })
  return run({ api, rpcUrl: server.rpcUrl, key: readFileSync(file, 'utf8').trim(), keyFile: file })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // left behind by a server that was killed
  }
}
