import { readFileSync } from 'node:fs'

/** Whether a process of ours runs. One that ended and that nobody has collected yet (a zombie) does not. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // ESRCH: it is gone. EPERM: its id now belongs to another user's process.
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')) return false
    throw error
  }
  return !isZombie(pid)
}

/** In a container whose first process collects nobody, ended orphans stay in the process table for ever. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return true // it went between the two looks
  }
}
