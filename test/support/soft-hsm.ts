import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { findSoftHsm } from '../../scripts/find-program.ts'

/** A device made of software, with tokens of the test in a folder of its own. */
export interface SoftHsm {
  module: string
  /** Makes a token, and key pairs on secp256k1 (or another curve) in it. */
  addToken(token: { label: string; pin: string; keys: readonly string[]; curve?: string }): void
  remove(): void
}

/** Where this process finds the tokens: SoftHSM2 reads the variable when it is initialized, which it is once in a process. */
export function openSoftHsm(): SoftHsm {
  const found = findSoftHsm()
  if (found === undefined)
    throw new Error(
      'SoftHSM2 is needed: apt-get install softhsm2 opensc, and npm rebuild pkcs11js --ignore-scripts=false',
    )
  const { module, util, tool } = found
  const folder = mkdtempSync(join(tmpdir(), 'entente-softhsm-'))
  mkdirSync(join(folder, 'tokens'))
  const configuration = join(folder, 'softhsm2.conf')
  writeFileSync(
    configuration,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  process.env['SOFTHSM2_CONF'] = configuration
  return {
    module,
    addToken({ label, pin, keys, curve = 'secp256k1' }) {
      const quiet = { stdio: 'pipe' } as const
      execFileSync(util, ['--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', `${pin}-so`], quiet)
      for (const key of keys) {
        const login = ['--module', module, '--token-label', label, '--login', '--pin', pin]
        execFileSync(tool, [...login, '--keypairgen', '--key-type', `EC:${curve}`, '--label', key], quiet)
      }
    },
    remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
