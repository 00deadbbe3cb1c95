import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { resolve } from 'node:path'

import { type Command, InvalidArgumentError } from 'commander'

import { noteSigner, sha256 } from '../server/chain/note-signer.ts'
import { formatKey, isKeyName, type NoteKey, parseKey, SIGNATURE_TYPES } from '../server/domain/archive/signed-note.ts'
import { print, printJson } from './terminal.ts'
import { makeWitness } from './witness/answer-checkpoint.ts'
import { serveWitness } from './witness/serve-witness.ts'
import { openWitnessFolder } from './witness/witness-folder.ts'

interface WitnessOptions {
  name: string
  log: NoteKey[]
  dir: string
  host: string
  port: number
  json?: boolean
}

/** `entente witness`: what a partner runs so that the operator's archive cannot have two versions. */
export function addWitnessCommand(program: Command): void {
  program
    .command('witness')
    .description(
      "Cosign the heads of a log while it only grows (C2SP tlog-witness). Needs nothing of the operator's but the log's key.",
    )
    .requiredOption('--name <name>', 'name of this witness, such as witness.harbourbooks.example', readName)
    .requiredOption('--log <key>', 'key of a log to watch: name+id+base64; can be given several times', readLog)
    .requiredOption('--dir <folder>', 'where the key is and what was seen; keep it')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on', readPort, 8_091)
    .option('--json', 'one JSON object on standard output')
    .action(runWitness)
}

function readName(text: string): string {
  if (!isKeyName(text)) throw new InvalidArgumentError('A name has no spaces and no plus signs.')
  return text
}

function readLog(text: string, before: NoteKey[] = []): NoteKey[] {
  const key = parseKey(sha256, text)
  if (key?.type !== SIGNATURE_TYPES.log) throw new InvalidArgumentError('The key of a log is written name+id+base64.')
  return [...before, key]
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.')
  return Number(text)
}

async function runWitness({ name, log, dir, host, port, json }: WitnessOptions): Promise<void> {
  const { seed, store } = openWitnessFolder(resolve(dir))
  const signer = noteSigner(seed, { name, type: SIGNATURE_TYPES.cosignature })
  const logs = new Map(log.map((key) => [key.name, key]))
  const addCheckpoint = makeWitness({ signer, logs, store, now: () => new Date() })
  const server = serveWitness(addCheckpoint, (error) => {
    console.error(error)
  })
  server.listen(port, host)
  await once(server, 'listening')
  const { port: bound } = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${String(bound)}`
  const key = formatKey(sha256, signer.key)
  if (json === true) printJson({ url, key })
  else
    print(
      `Cosigning at ${url}/add-checkpoint.\nGive the operator this key and an https address that leads here:\n${key}`,
    )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close())
  await once(server, 'close')
}
