import { composeServer, type RunningEntente } from '../server/compose.ts'
import { readConfig } from '../server/config/config.ts'
import { ROLES } from '../server/config/variables.ts'
import { runUntilSignal } from '../server/main.ts'
import { formatLedger, readLedger } from './demo/ledger-table.ts'
import { openPast } from './demo/past/open-past.ts'
import { findTryOut, type TryOut } from './demo/find-try-out.ts'
import { showSampleDay } from './demo/show-sample-day.ts'
import { print, printJson, say } from './terminal.ts'
import { buildPages } from './build-pages.ts'

/** What `entente start` may be told. */
export interface StartOptions {
  port?: string
  data?: string
  role?: readonly string[]
  demo: boolean
  past: boolean
  json?: boolean
}

/** Boots everything, shows the sample day, and serves until a signal comes. */
export async function runStart(options: StartOptions): Promise<void> {
  const { config, secrets } = readConfig(process.env, {
    PORT: options.port,
    ENTENTE_DATA: options.data,
    ROLES: rolesOf(options),
  })
  const began = performance.now()
  const sayTime = (line: string) => {
    say(`${((performance.now() - began) / 1_000).toFixed(1).padStart(5)} s  ${line}`)
  }
  if (config.roles.includes('api')) await buildPages({ onProgress: sayTime })
  // The sample coalition begins months ago, where its chain is begun here.
  const hasPast = options.demo && options.past
  const tellTime = () => (hasPast ? openPast(config, { now: () => new Date() }) : null)
  await runUntilSignal(
    {
      start: (onFailure) => composeServer({ config, secrets, tellTime, onProgress: sayTime, onFailure }),
      onStopping: () => {
        say('stopping: what was accepted is safe; Ctrl-C again ends at once')
      },
    },
    async (running) => {
      if (options.demo && running.url !== null) await showSampleDay(running, running.url, sayTime)
      await announce(running, options.json === true)
    },
  )
  say('stopped')
  // Whatever still waits (a request that was cut off, a timer) has nothing to add.
  process.exit()
}

/** As `ROLES` has them; nothing where the environment decides. */
export function rolesOf({ role }: Pick<StartOptions, 'role'>): string | undefined {
  return role?.includes('all') === true ? ROLES.join() : role?.join()
}

async function announce({ parts, url }: RunningEntente, isJson: boolean): Promise<void> {
  const { config, opened } = parts
  const ledger = await readLedger(parts)
  const pages = url === null ? null : pagesOf(config.publicUrl, url)
  if (isJson) {
    printJson({ ready: true, url, pages, rpcUrl: opened.rpcUrl, ...ledger })
    return
  }
  if (ledger.partners.length > 0) print(`\n${formatLedger(ledger)}\n`)
  if (pages !== null) print(`${formatPages(pages, findTryOut(config.dataFolder))}\n`)
  print(url === null ? 'ready' : `ready ${url}`)
}

interface Pages {
  wallet: string
  till: string
  partner: string
}

/** A passkey belongs to `localhost` or to a site with https, never to a bare address: so the links name what works. */
function pagesOf(publicUrl: string | null, url: string): Pages {
  const { origin } = new URL(publicUrl ?? `http://localhost:${new URL(url).port || '80'}`)
  return { wallet: `${origin}/wallet`, till: `${origin}/till`, partner: `${origin}/partner` }
}

function formatPages({ wallet, till, partner }: Pages, tryOut: TryOut | null): string {
  const walletNote = tryOut === null ? '' : `   card ${tryOut.cardNumber}, PIN ${tryOut.pin}`
  const tillNote = tryOut === null ? '' : `   key ${tryOut.tillKey} (${tryOut.partnerName})`
  const email = tryOut?.ownerEmail ?? null
  const partnerNote = email === null ? '' : `   ${email}, code: npm run entente -- messages`
  return [`wallet  ${wallet}${walletNote}`, `till    ${till}${tillNote}`, `partner ${partner}${partnerNote}`].join('\n')
}
