import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import { MIGRATIONS_FOLDER, NO_FILTER, SCHEMA_FILE, readMigrations } from '../server/database/engine/migrate.ts'
import { pgliteAdapter } from '../server/database/engine/pglite-adapter.ts'
import { openSchemaEngine } from '../server/database/engine/schema-engine.ts'
import { clientFolder, clientSource, isClientFresh, stampFile } from './launch-generate.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PRISMA = join(ROOT, 'node_modules/prisma/build/index.js')

const USAGE = `node scripts/generate-prisma.ts                    writes the Prisma client from prisma/schema.prisma
node scripts/generate-prisma.ts --check            fails when the client or the migrations do not match the schema
node scripts/generate-prisma.ts --migration NAME   drafts prisma/migrations/<time>_NAME from the difference; review it`

/**
 * Writes the client beside the present one and swaps the folders, so that no process reads half a client. Prisma wants an
 * engine for its command line even where it uses none, and would download it: any program will do.
 */
async function generateClient(): Promise<void> {
  const source = clientSource(ROOT)
  const workplace = await mkdtemp(join(ROOT, 'server/database/.generating-'))
  try {
    // The schema names its output relative to itself, so a copy of it writes into the workplace.
    const schema = join(workplace, 'prisma/schema.prisma')
    await cp(SCHEMA_FILE, schema)
    const own = {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }
    const env = { ...process.env, ...own }
    await promisify(execFile)(process.execPath, [PRISMA, 'generate', '--schema', schema], { cwd: ROOT, env })
    const fresh = join(workplace, clientFolder)
    await writeFile(join(fresh, stampFile), source)
    await swapClient(fresh, join(workplace, 'old'))
  } finally {
    await rm(workplace, { recursive: true, force: true })
  }
}

async function swapClient(fresh: string, old: string): Promise<void> {
  const present = join(ROOT, clientFolder)
  try {
    if (existsSync(present)) await rename(present, old)
    await rename(fresh, present)
  } catch (error) {
    // Two that start at once generate the same client: whichever is second finds it in place.
    if (!isClientFresh(ROOT)) throw error
  }
}

/** The SQL that takes a database with all migrations to the schema; empty when nothing is missing. */
async function diffFromMigrations(): Promise<string> {
  const pglite = await PGlite.create()
  const schema = await readFile(SCHEMA_FILE, 'utf8')
  const engine = await openSchemaEngine(
    pgliteAdapter(pglite, () => PGlite.create()),
    schema,
  )
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...(await readMigrations()) },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    })
    const sql = stdout ?? ''
    return sql.includes('This is an empty migration') ? '' : sql
  } finally {
    engine.free()
    await pglite.close()
  }
}

async function draftMigration(name: string): Promise<void> {
  const sql = await diffFromMigrations()
  if (sql === '') return console.log('The migrations already match the schema.')
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'migration.sql'), sql)
  console.log(`Drafted ${relative(ROOT, folder)}: review it, and add by hand what Prisma cannot say.`)
}

async function check(): Promise<void> {
  if (!isClientFresh(ROOT)) {
    console.error('The Prisma client was not generated from this schema: run node scripts/generate-prisma.ts')
    process.exitCode = 1
  }
  const missing = await diffFromMigrations()
  if (missing !== '') {
    console.error(`No migration says this yet: run node scripts/generate-prisma.ts --migration NAME\n${missing}`)
    process.exitCode = 1
  }
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, migration: { type: 'string' }, help: { type: 'boolean' } },
})
if (values.help) console.log(USAGE)
else if (values.check) await check()
else if (values.migration !== undefined) await draftMigration(values.migration)
else await generateClient()
