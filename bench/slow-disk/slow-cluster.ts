import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL cluster for the time of a benchmark. */
export interface SlowCluster {
  readonly url: string
  stop(): void
}

const PROGRAMS = '/usr/lib/postgresql'
const SOURCE = join(import.meta.dirname, 'slow-disk.c')

/** The programs of the newest PostgreSQL that Debian's packages have put here. */
function findPrograms(): string {
  const versions = readdirSync(PROGRAMS).sort((a, b) => Number(b) - Number(a))
  return join(PROGRAMS, versions[0] ?? '', 'bin')
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Starts a PostgreSQL whose flushes to disk take some milliseconds more than this machine's: what a commit costs decides how much it
 * gains that several share one, and disks differ by a factor of fifty. Needs Debian's postgresql and a C compiler; as root it
 * runs as the user postgres.
 */
export async function startSlowCluster(flushMs: number): Promise<SlowCluster> {
  const programs = findPrograms()
  const folder = mkdtempSync(join(tmpdir(), 'entente-slow-disk-'))
  const isRoot = userInfo().uid === 0
  const run = (program: string, args: readonly string[], env: Record<string, string> = {}) => {
    const command = isRoot ? 'runuser' : program
    const rest = isRoot ? ['-u', 'postgres', '--', program, ...args] : args
    execFileSync(command, rest, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  const library = join(folder, 'slow-disk.so')
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl'], { stdio: 'inherit' })
  if (isRoot) chownSync(folder, Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })), 0)
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const port = await findFreePort()
  run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'])
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c wal_sync_method=fdatasync`
  run(join(programs, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start'], {
    LD_PRELOAD: library,
    FLUSH_MICROSECONDS: String(Math.round(flushMs * 1_000)),
  })
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: () => {
      run(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'])
      rmSync(folder, { recursive: true })
    },
  }
}
