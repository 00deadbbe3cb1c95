import { readFile } from 'node:fs/promises'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'

/** The part of the global that is used here: TypeScript knows it only together with the browser's types. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

let loaded: Promise<typeof engineModule> | undefined

/** Prisma's schema engine over a driver adapter: no native binary, no download. */
export async function openSchemaEngine(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
): Promise<SchemaEngine> {
  loaded ??= loadEngine()
  const { SchemaEngine } = await loaded
  const bound = bindMigrationAwareSqlAdapterFactory(adapter)
  return SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, bound)
}

/** The package's own entry imports the wasm file as a module, which Node calls experimental: it is instantiated here. */
async function loadEngine(): Promise<typeof engineModule> {
  const file = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const imports = { ...engineModule, ...idleTimers() }
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': imports })
  const module = engineModule as typeof engineModule & { __wbg_set_wasm(exports: object): void }
  module.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
  return engineModule
}

/** The engine leaves a timer of ten seconds behind, which would keep a process alive that has ended its work. */
function idleTimers(): Record<string, (run: () => void, delayMs: number) => NodeJS.Timeout> {
  const names = Object.keys(engineModule).filter((name) => name.startsWith('__wbg_setTimeout_'))
  return Object.fromEntries(names.map((name) => [name, (run, delayMs) => setTimeout(run, delayMs).unref()]))
}
