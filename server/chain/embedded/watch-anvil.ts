// Run by node as a process of its own, never imported: it outlives the server by the moment that anvil needs to write its
// state. The server holds the other end of standard input; when the server dies, by whatever means, the kernel closes it.
import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { binary: { type: 'string' }, running: { type: 'string' } },
  allowPositionals: true,
  args: process.argv.slice(2),
})
const anvilArguments = process.argv.slice(process.argv.indexOf('--') + 1)
const { binary, running } = values
if (binary === undefined || running === undefined) throw new Error('watch-anvil needs --binary and --running')

const port = await findFreePort()
// Its own standard input stays closed to the terminal, and the watcher was started detached: Ctrl-C reaches only the server.
const anvil = spawn(binary, [...anvilArguments, '--host', '127.0.0.1', '--port', String(port)], {
  stdio: ['ignore', 'ignore', 'inherit'],
})

let isEnding = false
function endAnvil(): void {
  if (isEnding) return
  isEnding = true
  anvil.kill('SIGTERM')
}
process.stdin.on('end', endAnvil).on('error', endAnvil).on('close', endAnvil).resume()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, endAnvil)

anvil.once('error', (error) => {
  process.stderr.write(`anvil could not be started: ${error.message}\n`)
  process.exit(1)
})
anvil.once('spawn', () => {
  writeFileSync(running, JSON.stringify({ watcherPid: process.pid, anvilPid: anvil.pid, port }))
  process.stdout.write(`${JSON.stringify({ port })}\n`)
})
anvil.once('exit', (code, signal) => {
  rmSync(running, { force: true })
  if (!isEnding) process.stderr.write(`anvil ended by itself (${signal ?? `code ${String(code)}`})\n`)
  process.exit(isEnding ? 0 : 1)
})

async function findFreePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo
      probe.close(() => {
        resolve(free)
      })
    })
  })
}
