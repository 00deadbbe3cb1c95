import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import type { Channel, ChannelKind, OutgoingMessage } from '../domain/channels.ts'

/** How many messages the folder keeps: the oldest go first. */
export const KEPT_MESSAGES_MAX = 100

const FILE = /^[0-9a-f-]{36}\.json$/

/** A message that was put into the folder instead of being sent. */
export interface KeptMessage extends OutgoingMessage {
  readonly kind: ChannelKind
}

/** Puts messages into a folder of this machine instead of sending them: good for trying, and for nothing else. */
export function messageFolder(folder: string, kind: ChannelKind): Channel {
  return {
    send(message) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const kept: KeptMessage = { kind, ...message }
      const file = join(folder, `${message.id}.json`)
      // Whoever reads the folder sees whole messages.
      const unfinished = `${file}.new`
      const descriptor = openSync(unfinished, 'w', 0o600)
      try {
        writeFileSync(descriptor, `${JSON.stringify(kept, null, 2)}\n`)
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(unfinished, file)
      for (const name of fileNames(folder).slice(0, -KEPT_MESSAGES_MAX)) rmSync(join(folder, name), { force: true })
      return Promise.resolve()
    },
  }
}

/** The newest messages of a folder, newest first; none where it does not exist. */
export function readMessageFolder(folder: string, countMax: number): KeptMessage[] {
  const newest = fileNames(folder).toReversed().slice(0, countMax)
  return newest.flatMap((name) => readMessage(join(folder, name)))
}

/** One message; none where the server has removed it since the folder was listed. */
function readMessage(file: string): KeptMessage[] {
  try {
    return [JSON.parse(readFileSync(file, 'utf8')) as KeptMessage]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The ids begin with the time, so that their order is that of the messages. */
function fileNames(folder: string): string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return readdirSync(folder)
    .filter((name) => FILE.test(name))
    .toSorted()
}
