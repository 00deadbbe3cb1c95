import { createHash, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { fromBase64, toBase64 } from '../../server/domain/archive/base64.ts'
import { StartRefused } from '../../server/domain/start-refused.ts'
import type { KeptHead, WitnessStore } from './answer-checkpoint.ts'

const Heads = z.record(
  z.string(),
  z.strictObject({ size: z.string().regex(/^(?:0|[1-9]\d{0,17})$/), root: z.base64().length(44) }),
)

/** The key and the memory of a witness. */
export interface WitnessFolder {
  /** The 32 bytes that its key is made from. */
  readonly seed: Uint8Array
  readonly store: WitnessStore
}

/**
 * Opens the folder of a witness, and makes it where there is none. A witness that has its key and not its memory would cosign a fork,
 * so it does not start.
 */
export function openWitnessFolder(folder: string): WitnessFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = { key: join(folder, 'witness.key'), heads: join(folder, 'heads.json') }
  if (!existsSync(files.key)) {
    // The memory first: a key that is there has one.
    if (!existsSync(files.heads)) writeDurably(folder, files.heads, '{}\n')
    writeDurably(folder, files.key, `${randomBytes(32).toString('hex')}\n`)
  }
  if (!existsSync(files.heads))
    throw new StartRefused(
      'witness_forgot',
      `${files.heads} is missing: without it this witness would cosign a fork. Restore it, or begin anew in another folder, with another key.`,
    )
  const seed = readFileSync(files.key, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(seed)) throw new StartRefused('witness_unreadable', `${files.key} has no key.`)
  return { seed: Buffer.from(seed, 'hex'), store: openStore(folder, files.heads) }
}

function openStore(folder: string, file: string): WitnessStore {
  const heads = readHeads(file)
  return {
    findHead: (origin) => heads.get(origin) ?? null,
    keepHead: async (origin, head) => {
      const next = new Map(heads).set(origin, head)
      const kept = [...next].map(([name, { size, root }]) => [name, { size: String(size), root: toBase64(root) }])
      writeDurably(folder, file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
      heads.set(origin, head)
    },
    keepFork: async (_origin, note) => {
      const forks = join(folder, 'forks')
      mkdirSync(forks, { recursive: true, mode: 0o700 })
      const name = createHash('sha256')
        .update(note.slice(0, note.lastIndexOf('\n\n')))
        .digest('hex')
      const evidence = join(forks, `${name}.txt`)
      if (!existsSync(evidence)) writeDurably(forks, evidence, note)
    },
  }
}

function readHeads(file: string): Map<string, KeptHead> {
  try {
    const heads = Heads.parse(JSON.parse(readFileSync(file, 'utf8')))
    return new Map(
      Object.entries(heads).map(([origin, { size, root }]) => [
        origin,
        { size: BigInt(size), root: fromBase64(root) ?? new Uint8Array() },
      ]),
    )
  } catch (error) {
    throw new StartRefused('witness_unreadable', `${file} cannot be read: restore it.`, error)
  }
}

/** Whole and on disk when it returns, whatever is switched off when. */
function writeDurably(folder: string, file: string, text: string): void {
  const begun = `${file}.new`
  const descriptor = openSync(begun, 'w', 0o600)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(begun, file)
  const directory = openSync(folder, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
