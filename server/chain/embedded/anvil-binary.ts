import { createRequire } from 'node:module'

import { StartRefused } from '../../domain/start-refused.ts'

const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@foundry-rs/anvil-darwin-arm64',
  'darwin-x64': '@foundry-rs/anvil-darwin-amd64',
  'linux-arm64': '@foundry-rs/anvil-linux-arm64',
  'linux-x64': '@foundry-rs/anvil-linux-amd64',
}

/**
 * Path of the native anvil of this platform.
 * The package's Node wrapper is passed by: it does not reliably hand signals on, and the state is written at SIGTERM.
 */
export function findAnvilBinary(platform = process.platform, arch = process.arch): string {
  const name = PACKAGES[`${platform}-${arch}`]
  if (name === undefined) {
    throw new StartRefused(
      'chain_binary_missing',
      `The embedded chain does not run on ${platform}-${arch}: set RPC_URL to a chain that runs elsewhere.`,
    )
  }
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/anvil`)
  } catch (error) {
    throw new StartRefused(
      'chain_binary_missing',
      `The package ${name} is not installed: run npm ci (without --omit=optional), or set RPC_URL to another chain.`,
      error,
    )
  }
}
