/** Sizes of what is deployed: below the limit, and as the committed snapshot says, so that a review sees each change. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const bytesMax = 20_000
const snapshot = 'snapshots/bytecode-size.json'

/** What is wrong with the sizes, one sentence each. With `fix`, writes the snapshot first. Needs built contracts. */
export function checkBytecode(root: string, { fix }: { fix: boolean }): string[] {
  const sizes = measure(root)
  if (Object.keys(sizes).length === 0) return ['no contract is built, so there is nothing to measure']
  const path = join(root, snapshot)
  if (fix) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${JSON.stringify(sizes, null, 2)}\n`)
  }
  const committed = readSnapshot(path)
  const names = [...new Set([...Object.keys(sizes), ...Object.keys(committed)])]
  const changed = names.filter((name) => sizes[name] !== committed[name])
  const large = names.filter((name) => (sizes[name] ?? 0) > bytesMax)
  const show = (size: number | undefined): string => (size === undefined ? 'absent' : `${size} bytes`)
  return [
    ...large.map((name) => `${name} has ${show(sizes[name])}, ${bytesMax} are allowed`),
    ...changed.map((name) => `${name}: ${snapshot} says ${show(committed[name])}, built is ${show(sizes[name])}`),
    ...(changed.length > 0 ? ['if that is meant: npm run check -- --only bytecode --fix'] : []),
  ]
}

/** Bytes of runtime code of each contract that has its own file in contracts/. Abstract ones and interfaces have none. */
function measure(root: string): Record<string, number> {
  const sizes: Record<string, number> = {}
  for (const file of globSync('contracts/*.sol', { cwd: root }).sort()) {
    const name = basename(file, '.sol')
    const path = join(root, 'artifacts', file, `${name}.json`)
    const artifact = JSON.parse(readFileSync(path, 'utf8')) as { deployedBytecode: string }
    const size = (artifact.deployedBytecode.length - 2) / 2
    if (size > 0) sizes[name] = size
  }
  return sizes
}

function readSnapshot(path: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
