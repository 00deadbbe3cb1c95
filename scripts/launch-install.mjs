/** Whether this machine's Node and node_modules are what Entente needs. Plain JavaScript: used before any install. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether a Node runs Entente: what `engines` in package.json says. Types are stripped without a flag since 22.18, and
 * packages of ours refuse Node 23, an odd release that is no longer maintained.
 */
export function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return major >= 24 || (major === 22 && minor >= 18)
}

/** What an installation depends on: the lock file, the machine and the Node that npm ran under. */
export function installedFor(root, nodeVersion) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return { lock, platform: `${process.platform}-${process.arch}`, nodeMajor: Number(/\d+/.exec(nodeVersion)?.[0]) }
}

/** npm's rule for `os`, `cpu` and `libc`: a list of names, or of names refused with "!". */
function admits(list, value) {
  if (!list || list.length === 0) return true
  if (list.includes(`!${value}`)) return false
  return list.includes(value) || list.every((name) => name.startsWith('!'))
}

function libcOfThisMachine() {
  if (process.platform !== 'linux') return undefined
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/**
 * True when node_modules was installed from this lock file by a Node that was new enough. npm leaves out, without a word,
 * optional packages whose `engines` refuse the Node it runs under (Hardhat's native EDR under Node 20), so optional
 * packages for this machine are asked for too.
 */
export function lockMatchesModules(root) {
  const hiddenPath = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hiddenPath)) return false
  const hidden = JSON.parse(readFileSync(hiddenPath, 'utf8')).packages
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const libc = libcOfThisMachine()
  return Object.entries(packages).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true
    const isHere = hidden[path]?.version === wanted.version
    if (!wanted.optional) return isHere
    // Optional and for any machine: it belongs to an optional package of another machine, or may be missing.
    if (!wanted.os && !wanted.cpu) return true
    const isForThisMachine =
      admits(wanted.os, process.platform) && admits(wanted.cpu, process.arch) && (!libc || admits(wanted.libc, libc))
    return !isForThisMachine || isHere
  })
}
