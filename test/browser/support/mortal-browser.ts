import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Browser, chromium, type Page } from 'playwright-core'

import { waitUntil } from '../../support/system/wait-until.ts'
import { DESKTOP, FLAGS } from './browser.ts'

/** A browser with a profile that outlives it, and that can be killed as a power cut or the system does: without a word. */
export interface MortalBrowser {
  /** Opens it anew on its profile. */
  start(): Promise<Page>
  kill(): Promise<void>
  /** Ends it, and throws its profile away. */
  close(): Promise<void>
}

/** The address at which a browser that has just started is driven. */
async function driveAddress(profile: string): Promise<string> {
  const file = join(profile, 'DevToolsActivePort')
  const text = await waitUntil(
    () => readFile(file, 'utf8').catch(() => ''),
    (read: string) => read.includes('\n'),
  )
  return `http://127.0.0.1:${text.split('\n')[0] ?? ''}`
}

/** A profile of its own, on which browsers are started one after the other. */
export async function aMortalBrowser(): Promise<MortalBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'entente-till-'))
  let process_: ChildProcess | null = null
  let browser: Browser | null = null

  const kill = async () => {
    const dying = process_
    process_ = null
    if (dying?.pid === undefined) return
    const died = once(dying, 'exit')
    // The whole group: renderers and the storage service die with it.
    process.kill(-dying.pid, 'SIGKILL')
    await died
    await browser?.close().catch(() => undefined)
    browser = null
  }
  return {
    async start() {
      await rm(join(profile, 'DevToolsActivePort'), { force: true })
      const program = process.env['CHROME_PATH'] ?? '/usr/bin/chromium'
      const flags = [...FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--lang=en-GB', 'about:blank']
      process_ = spawn(program, flags, { detached: true, stdio: 'ignore' })
      browser = await chromium.connectOverCDP(await driveAddress(profile))
      const [context] = browser.contexts()
      if (context === undefined) throw new Error('a browser has a context')
      const page = context.pages()[0] ?? (await context.newPage())
      await page.setViewportSize(DESKTOP)
      return page
    },
    kill,
    async close() {
      await kill()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
