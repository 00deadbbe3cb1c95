/**
 * Runs one TypeScript file of ours on a machine that may have only Node 20 and npm:
 * `node scripts/launch.mjs <file.ts> [arguments]`. It finds Node 24 (through npx, once), installs the packages when
 * node_modules does not match package-lock.json, generates the database client when the schema has changed, and then
 * becomes, or runs, that file. Plain JavaScript, because nothing is installed yet and an old Node reads no types. All it has to say goes to standard error: standard output is the file's.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { isClientFresh } from './launch-generate.mjs'
import { installedFor, isNewEnough, lockMatchesModules } from './launch-install.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const cacheFolder = join(root, 'node_modules', '.cache', 'entente')

const say = (text) => process.stderr.write(`entente: ${text}\n`)

function fail(text, code = 1) {
  say(text)
  process.exit(code)
}

function versionOf(node) {
  const answer = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return answer.status === 0 ? answer.stdout.trim() : undefined
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined // missing or half written: found again below
  }
}

function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(value))
  renameSync(`${path}.${process.pid}`, path)
}

/** What npm told its script about itself must not steer the npm that we start; what the user configured must. */
function npmEnvironment(node, more = {}) {
  const env = { ...process.env }
  for (const name of Object.keys(env)) {
    const config = /^npm_config_(.*)$/i.exec(name)?.[1]?.toLowerCase()
    const fromScript = /^npm_(?:lifecycle|package)_|^npm_command$|^npm_node_execpath$/.test(name)
    if (
      fromScript ||
      /^(?:loglevel|json|silent|call|package|local_prefix|prefix|global|omit|production)$/.test(config ?? '')
    ) {
      delete env[name]
    }
  }
  return { ...env, ...more, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
}

/** npm as a program and its first arguments: the npm that started us, under the Node that is to be used. */
function npmCommand(node, name) {
  const cli = process.env.npm_execpath
  if (cli && /^np[mx]-cli\.js$/.test(basename(cli))) return [node, join(dirname(cli), `${name}-cli.js`)]
  return [process.platform === 'win32' ? `${name}.cmd` : name]
}

const lastLines = (text, count) =>
  text
    .trim()
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n')

/** Runs a slow command with a line that shows the seconds. What it prints is kept, and shown only when it fails. */
async function runVisibly(what, [program, ...args], env) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const isTerminal = process.stderr.isTTY
  process.stderr.write(`entente: ${what} ...${isTerminal ? '' : '\n'}`)
  const tick = setInterval(
    () =>
      process.stderr.write(
        isTerminal ? `\rentente: ${what} ... ${seconds()} s` : `entente: ${what} ... ${seconds()} s\n`,
      ),
    isTerminal ? 1_000 : 10_000,
  )
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'])
    child[stream].setEncoding('utf8').on('data', (text) => (output[stream] += text))
  const outcome = await ending(child)
  clearInterval(tick)
  process.stderr.write(
    `${isTerminal ? '\r' : ''}entente: ${what} ... ${outcome.code === 0 ? 'done in' : 'stopped after'} ${seconds()} s\n`,
  )
  return { ...outcome, ...output }
}

/** Waits for a child. Signals to us are signals to it: it decides when to stop, and we never leave before it. */
function ending(child) {
  const forward = (signal) => {
    // A terminal sends Ctrl-C to the whole foreground group, so the child has it already; a second one would be a doubt.
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  return new Promise((resolve) => {
    const finish = (outcome) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(outcome)
    }
    child.on('error', (error) => finish({ code: undefined, signal: undefined, error }))
    child.on('close', (code, signal) => finish({ code: code ?? undefined, signal: signal ?? undefined }))
  })
}

/** Ends as the child ended, so that a shell, npm and CI see the same exit code or signal. */
function endAs({ code, signal }) {
  if (signal) {
    process.kill(process.pid, signal)
    return setTimeout(() => process.exit(128 + constants.signals[signal]), 100)
  }
  process.exit(code)
}

function stopIfInterrupted(outcome) {
  if (outcome.signal === 'SIGINT' || outcome.signal === 'SIGTERM' || outcome.code === 130) fail('interrupted', 130)
}

/** A Node that is new enough: this one, the one found last time, or Node 24 through npx. */
async function findNode() {
  if (isNewEnough(process.version)) return process.execPath
  const cached = readJson(join(cacheFolder, 'node.json'))?.path
  if (cached && existsSync(cached) && isNewEnough(versionOf(cached) ?? 'v0.0.0')) return cached
  const command = [...npmCommand(process.execPath, 'npx'), '--yes', '-p', 'node@24', '-c', 'node -p process.execPath']
  // The npm package "node" fetches its binary in an install script, which .npmrc switches off for everything else.
  const env = npmEnvironment(process.execPath, { npm_config_ignore_scripts: 'false', npm_config_loglevel: 'error' })
  const outcome = await runVisibly(`Node ${process.version} is too old, looking for Node 24 through npx`, command, env)
  stopIfInterrupted(outcome)
  const found = outcome.stdout.trim().split('\n').at(-1)
  if (outcome.code === 0 && found && existsSync(found) && isNewEnough(versionOf(found) ?? 'v0.0.0')) return found
  return fail(
    `Entente needs Node 22.18 or newer, and npx could not fetch Node 24. Is the npm registry reachable? ` +
      `Or install a newer Node and start again. npx said:\n${lastLines(outcome.error?.message ?? outcome.stderr, 10)}`,
  )
}

/** Installs what package-lock.json says, when node_modules holds something else. */
async function installPackages(node) {
  const stampPath = join(cacheFolder, 'install.json')
  const wanted = installedFor(root, node === process.execPath ? process.version : versionOf(node))
  const stamp = readJson(stampPath)
  if (stamp?.lock === wanted.lock && stamp.platform === wanted.platform && stamp.nodeMajor === wanted.nodeMajor) return
  if (!lockMatchesModules(root)) {
    const command = [
      ...npmCommand(node, 'npm'),
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]
    const outcome = await runVisibly('installing packages (npm ci)', command, npmEnvironment(node))
    stopIfInterrupted(outcome)
    if (outcome.code !== 0) {
      const said = lastLines(outcome.error?.message ?? `${outcome.stdout}\n${outcome.stderr}`, 20)
      fail(
        `The packages could not be installed. Is the npm registry reachable, and is the disk not full? npm said:\n${said}`,
      )
    }
  }
  writeJson(stampPath, wanted)
}

/** Generates the database client, which is not in the repository, when it is missing or the schema has changed. */
async function generateClient(node) {
  if (isClientFresh(root)) return
  const command = [node, join(root, 'scripts/generate-prisma.ts')]
  const outcome = await runVisibly('generating the database client', command, npmEnvironment(node))
  stopIfInterrupted(outcome)
  if (outcome.code !== 0) {
    fail(
      `The database client could not be generated from prisma/schema.prisma. Prisma said:\n${lastLines(`${outcome.stdout}\n${outcome.stderr}`, 20)}`,
    )
  }
}

/** Becomes the file where Node can (one process, so every signal is its own), else runs it as a child. */
async function run(node, file, args) {
  const env = {
    // What Node compiled is kept, in a folder that is nobody else's: the next start is a third shorter.
    NODE_COMPILE_CACHE: join(cacheFolder, 'compiled'),
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
  }
  const path = join(root, file)
  if (node === process.execPath && process.execve && process.platform !== 'win32') {
    process.execve(node, [node, path, ...args], env)
  }
  const outcome = await ending(spawn(node, [path, ...args], { stdio: 'inherit', env }))
  if (outcome.error) fail(`${node} does not run: ${outcome.error.message}`)
  endAs(outcome)
}

const [file, ...args] = process.argv.slice(2)
if (!file) fail('usage: node scripts/launch.mjs <file.ts> [arguments]', 2)
if (!existsSync(join(root, file))) fail(`there is no ${file} in this version of Entente`, 2)
const node = await findNode()
await installPackages(node)
await generateClient(node)
if (node !== process.execPath && readJson(join(cacheFolder, 'node.json'))?.path !== node) {
  writeJson(join(cacheFolder, 'node.json'), { path: node })
}
await run(node, file, args)
