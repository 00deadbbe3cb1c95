import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareDatabase } from './prepared-database.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import type { Database } from '../../server/database/engine/client.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import type { Journal } from '../../server/database/engine/journal.ts'

const WRITER = fileURLToPath(new URL('./journal-writer.ts', import.meta.url))

/** When the data folders of tests are opened. */
export const BEGUN = new Date('2026-03-02T09:00:00Z')

/** A data folder of each test's own, with a database that PGlite has made before. */
export interface DataFolder {
  path(): string
  /** Opens journal and database, of a copy elsewhere if it is named; `change` puts a test's own journal between. */
  open(within?: string, change?: (journal: Journal) => Journal): Promise<{ db: Database; journal: Journal }>
  /** Opens the database once more over the journal that is open, after the test has closed it. */
  openDatabaseAgain(): Promise<Database>
  /** Closes what was opened last first, as the server does. Runs after each test by itself. */
  close(): Promise<void>
}

/** Registers the hooks of a suite that works on data folders. Making one costs seconds, so it is made once and copied. */
export function useDataFolder(): DataFolder {
  let made: string
  let folder: string
  const opened: { close(): unknown }[] = []
  const close = async () => {
    for (const each of opened.splice(0).reverse()) await each.close()
  }
  const open: DataFolder['open'] = async (within = folder, change = (journal) => journal) => {
    const journal = openJournal(join(within, 'journal.sqlite'), BEGUN)
    opened.push(journal)
    const db = await openDatabase({ kind: 'pglite', folder: join(within, 'database'), journal: change(journal) })
    opened.push(db)
    return { db, journal }
  }
  const openDatabaseAgain = async () => {
    opened.pop()
    const db = await openDatabase({
      kind: 'pglite',
      folder: join(folder, 'database'),
      journal: opened.at(-1) as Journal,
    })
    opened.push(db)
    return db
  }
  before(async () => {
    made = await mkdtemp(join(tmpdir(), 'entente-made-'))
    await prepareDatabase(made)
    await open(made)
    await close()
  })
  after(() => rm(made, { recursive: true, force: true }))
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'entente-data-'))
    await cp(made, folder, { recursive: true })
  })
  afterEach(async () => {
    await close()
    await rm(folder, { recursive: true, force: true })
  })
  return { path: () => folder, open, openDatabaseAgain, close }
}

/** The process of journal-writer.ts. */
export interface Writer {
  readonly pid: number
  /** Ids of purchases whose transaction has resolved, as the process told. */
  readonly acknowledged: string[]
  kill(): Promise<void>
}

/** Starts the writer and waits until it has told of some purchases. */
export async function startWriter(folder: string, acknowledgedMin: number): Promise<Writer> {
  const child = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  const enough = Promise.withResolvers<null>()
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    acknowledged.push(...lines.filter((line) => line !== 'open').flatMap((line) => line.split(' ')))
    if (acknowledged.length >= acknowledgedMin) enough.resolve(null)
  })
  child.once('exit', (code) => enough.reject(new Error(`the writer ended with ${String(code)}`)))
  await enough.promise
  return {
    pid: child.pid ?? 0,
    acknowledged,
    kill: async () => {
      const ended = once(child.stdout, 'close')
      child.kill('SIGKILL')
      await ended
    },
  }
}
