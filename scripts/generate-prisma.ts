import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import { MIGRATIONS_FOLDER, NO_FILTER, SCHEMA_FILE, readMigrations } from '../server/database/engine/migrate.ts'
import { pgliteAdapter } from '../server/database/engine/pglite-adapter.ts'
import { openSchemaEngine } from '../server/database/engine/schema-engine.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLIENT_FOLDER = join(ROOT, 'server/database/generated')
const PRISMA = join(ROOT, 'node_modules/prisma/build/index.js')

const USAGE = `node scripts/generate-prisma.ts                    writes the Prisma client from prisma/schema.prisma
node scripts/generate-prisma.ts --check            fails when the client or the migrations do not match the schema
node scripts/generate-prisma.ts --migration NAME   drafts prisma/migrations/<time>_NAME from the difference; review it`

/** Prisma wants an engine for its command line even where it uses none, and would download it: any program will do. */
async function generateClient(schemaFile: string): Promise<void> {
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  await promisify(execFile)(process.execPath, [PRISMA, 'generate', '--schema', schemaFile], { cwd: ROOT, env })
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

/** Generates into a folder of its own and compares file by file. */
async function findStaleFiles(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-prisma-'))
  try {
    const output = join(folder, 'generated')
    const schema = await readFile(SCHEMA_FILE, 'utf8')
    const schemaFile = join(folder, 'schema.prisma')
    await writeFile(schemaFile, schema.replace('"../server/database/generated"', JSON.stringify(output)))
    await generateClient(schemaFile)
    const names = new Set([...(await listFiles(output)), ...(await listFiles(CLIENT_FOLDER))])
    const stale: string[] = []
    for (const name of names) {
      const [fresh, committed] = await Promise.all([readText(join(output, name)), readText(join(CLIENT_FOLDER, name))])
      if (withoutOutput(fresh, output) !== withoutOutput(committed, '../server/database/generated')) stale.push(name)
    }
    return stale
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** The schema is written into the client, and the check's copy of it names another output folder. */
function withoutOutput(text: string | null, output: string): string | undefined {
  return text?.replaceAll(output, '<output>')
}

async function check(): Promise<void> {
  const stale = await findStaleFiles()
  if (stale.length > 0) {
    console.error(`The Prisma client is stale (${stale.join(', ')}): run node scripts/generate-prisma.ts`)
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
else {
  await rm(CLIENT_FOLDER, { recursive: true, force: true })
  await generateClient(SCHEMA_FILE)
}
