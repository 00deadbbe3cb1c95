import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freePort } from '../platform/free-port.ts'
import { prepareDatabase } from '../prepared-database.ts'
import { type Answer, ask, type Question } from '../system/ask.ts'
import { livingOf, readChainProcesses, waitUntilEnded } from '../system/chain-process.ts'
import { spawnEntente } from '../system/entente-process.ts'
import { waitUntil } from '../system/wait-until.ts'

const CHAIN_ENDS_MS_MAX = 20_000

/** A brand of a server, with its API key. */
export interface Brand {
  readonly name: string
  readonly partnerId: number
  readonly key: string
}

/** A server of its own for pages, without the demo, as a browser reaches it: by a name, because no passkey is made for a bare address. */
export interface PagesServer {
  readonly url: string
  readonly operatorKey: string
  ask(path: string, question?: Question): Promise<Answer>
  /** Asks, and expects that it is done. */
  done(path: string, question?: Question): Promise<Answer['body']>
  /** The code of the newest message to an address; null before there is one. */
  codeFor(email: string): Promise<string | null>
  /** Adds a brand that may issue. */
  addBrand(name: string): Promise<Brand>
  /** Ends the server and its chain, and deletes its data. */
  stop(): Promise<void>
}

/** Starts a server on an empty data folder. */
export async function startPagesServer({
  hasDemo = false,
  env = {},
}: { hasDemo?: boolean; env?: Readonly<Record<string, string>> } = {}): Promise<PagesServer> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-pages-'))
  await prepareDatabase(folder)
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const running = spawnEntente(['start', ...(hasDemo ? [] : ['--no-demo'])], {
    ENTENTE_DATA: folder,
    PORT: port,
    PUBLIC_URL: url,
    ...env,
  })
  const stop = async () => {
    running.signal('SIGKILL')
    await running.ended
    const chain = readChainProcesses(folder)
    if (!(await waitUntilEnded(chain, CHAIN_ENDS_MS_MAX)))
      for (const pid of livingOf(chain)) process.kill(pid, 'SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await running.said(/^ready http:\S+$/m)
    const operatorKey = (await readFile(join(folder, 'keys/operator-api-key'), 'utf8')).trim()
    const asked: PagesServer['ask'] = (path, question) => ask(url, path, question)
    const done: PagesServer['done'] = async (path, question) => {
      const { status, body } = await asked(path, question)
      if (status < 200 || status > 299) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
      return body as unknown
    }
    const addBrand = async (name: string): Promise<Brand> => {
      const terms = { earningRule: { points: '1', perMinor: '100', pointsMax: '100000' }, allowance: '1000000' }
      const redeemRate = { points: '1', minor: '1' }
      const body = { name, country: 'GB', currency: 'GBP', ...terms, redeemRate, dailyLimit: '1000000' }
      const added = await done('/v1/partners', { key: operatorKey, body })
      const onChain = async () => (await done(`/v1/partners/${String(added.partnerId)}`, { key: operatorKey })).onChain
      await waitUntil(onChain, (found: { status: string } | null) => found?.status === 'active')
      return { name, partnerId: added.partnerId, key: added.apiKey.apiKey }
    }
    const codeFor = async (email: string) => {
      const kept = await spawnEntente(['messages', '--last', '10', '--json'], { ENTENTE_DATA: folder }).ended
      const { messages } = JSON.parse(kept.stdout) as { messages: { to: string; text: string }[] }
      return messages.flatMap(({ to, text }) => (to === email ? (/\b[0-9]{8}\b/.exec(text) ?? []) : []))[0] ?? null
    }
    return { url, operatorKey, ask: asked, done, codeFor, addBrand, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
