import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process'
import { globSync } from 'node:fs'

const vague = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc', 'lib'])
// Tools choose the names in what they generate.
const generated = /^(?:typechain-types|abis|server\/database\/generated|node_modules|artifacts|cache)\//

/** Folders and files with a name that says nothing. docs/style.md: "a helper stays beside its user". */
export function checkNames(root: string): string[] {
  const files = listFiles(root).filter((file) => !generated.test(file))
  const bad = new Set<string>()
  for (const file of files) {
    const parts = file.split('/')
    parts.forEach((part, index) => {
      if (vague.has((part.split('.')[0] ?? '').toLowerCase())) bad.add(parts.slice(0, index + 1).join('/'))
    })
  }
  return [...bad].map((path) => `${path} says nothing: name it for what it is`)
}

/** What git has or would add; without git (a source archive), all there is. */
function listFiles(root: string): string[] {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }
    return execFileSync('git', ['ls-files', '-co', '--exclude-standard'], options).split('\n').filter(Boolean)
  } catch {
    return globSync('**/*', { cwd: root, exclude: ['node_modules/**', '.git/**'] }).map((file) =>
      file.replaceAll('\\', '/'),
    )
  }
}
