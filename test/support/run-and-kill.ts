import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs a writer of its own process on a data folder, and kills it once it has told enough, or some time later: each line in its words. */
export async function runAndKill(
  writer: string,
  folder: string,
  linesMin: number,
  laterMs = 0,
): Promise<[string, string][]> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const told: [string, string][] = []
  let rest = ''
  const enough = Promise.withResolvers<null>()
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) told.push(line.split(' ') as [string, string])
    if (told.length >= linesMin) enough.resolve(null)
  })
  child.once('exit', (code) => enough.reject(new Error(`${writer} ended with ${String(code)}`)))
  await enough.promise
  if (laterMs > 0) await new Promise((resolve) => setTimeout(resolve, laterMs))
  const ended = once(child.stdout, 'close')
  child.kill('SIGKILL')
  await ended
  return told
}
