/** What one build of the wallet consists of: told to the worker by the build (web/build/wallet-worker-plugin.ts). */
export interface WalletBuild {
  /** Names the build. */
  readonly version: string
  /** Paths of all that the page may load. Their names hold hashes of what is in them, or they are told by the page alone. */
  readonly files: readonly string[]
}

/** Reads what the build has written in place of a word: without a quote in it, so that it stands in any string. */
export function parseBuild(written: string): WalletBuild {
  const [version = '', files = ''] = written.split('|')
  return { version, files: files.split(',').filter((file) => file !== '') }
}

/** Writes it. */
export function writeBuild({ version, files }: WalletBuild): string {
  return [version, files.join(',')].join('|')
}
