import { spawn, type SpawnOptions } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Runs a script of ours in a Node process of its own, and reads the JSON that it says. Throws where it says nothing. */
export async function askProcess<Answer>(
  args: readonly string[],
  { env, stderr = 'inherit' }: { env?: SpawnOptions['env']; stderr?: 'inherit' | 'ignore' } = {},
): Promise<Answer> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', stderr], env })
  const said = await text(child.stdout)
  if (said === '')
    throw new Error(`the process of ${args.findLast((arg) => arg.endsWith('.ts')) ?? 'Node'} ended early`)
  return JSON.parse(said) as Answer
}
