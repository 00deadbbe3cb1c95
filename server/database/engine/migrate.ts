import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { openSchemaEngine } from './schema-engine.ts'

/** Where the reviewed SQL lives, in Prisma's folder format. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))
export const SCHEMA_FILE = fileURLToPath(new URL('../../../prisma/schema.prisma', import.meta.url))

/** The tables that Prisma's engine leaves alone when it compares schemas. */
export const NO_FILTER = { externalTables: [], externalEnums: [] }

/** Applies what the database lacks and returns the names; does nothing on a database that is up to date. */
export async function applyMigrations(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  const engine = await openSchemaEngine(adapter, await readFile(SCHEMA_FILE, 'utf8'))
  try {
    const applied = await engine.applyMigrations({ migrationsList: await readMigrations(), filters: NO_FILTER })
    return applied.appliedMigrationNames
  } finally {
    engine.free()
  }
}

/** All migrations of the tree, oldest first. */
export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const migrationDirectories = await Promise.all(
    names.map(async (name) => {
      const value = await readFile(join(MIGRATIONS_FOLDER, name, 'migration.sql'), 'utf8')
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } }
    }),
  )
  const lockfile = await readFile(join(MIGRATIONS_FOLDER, 'migration_lock.toml'), 'utf8')
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: { path: './migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories,
  }
}
