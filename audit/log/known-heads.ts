import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Checkpoint, readCheckpoint } from './signed-note.ts'

/** Heads of logs that earlier audits saw, in the folder that is kept from one audit to the next. */
export interface KnownHeads {
  find(origin: string): Checkpoint | null
  /** Takes the place of what was known of this log. */
  keep(head: Checkpoint): Promise<void>
}

const FILE = 'log-heads.json'

/** Opens what is known of the logs of a ledger. A folder that is used for several keeps them apart. */
export async function openKnownHeads(folder: string, ledger: string): Promise<KnownHeads> {
  const path = join(folder, FILE)
  const notes = JSON.parse((await readText(path)) ?? '{}') as Record<string, string>
  const nameOf = (origin: string) => `${ledger} ${origin}`
  return {
    find(origin) {
      const note = notes[nameOf(origin)]
      return note === undefined ? null : readCheckpoint(Buffer.from(note))
    },
    async keep(head) {
      notes[nameOf(head.origin)] = head.note
      await mkdir(folder, { recursive: true })
      await writeFile(`${path}.part`, JSON.stringify(notes))
      await rename(`${path}.part`, path)
    },
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
