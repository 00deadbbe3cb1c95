/** Faults that the checks must find, and the innocent twin of each. A file named *ok* must pass, any other must be refused. */

const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const lines = (count: number): string => '  f()\n'.repeat(count)

/** What the planted files import. */
export const scenery: Readonly<Record<string, string>> = {
  'server/domain/assert.ts':
    '/** Asserts. */\nexport function assert() { return true }\nexport interface Clock { now: number }\n',
  'server/config/thing.ts': 'export const configThing = 1\n',
  'server/chain/thing.ts':
    '/** R. */\nexport function readThing() { return 1 }\n/** V. */\nexport function verifyThing() { return 1 }\n' +
    '/** S. */\nexport function sendThing() { return 1 }\nexport interface Row { id: number }\n',
  'server/database/thing.ts':
    '/** F. */\nexport function findThing() { return 1 }\n/** G. */\nexport function getThing() { return 1 }\n' +
    'export interface Row { id: number }\n',
  'server/database/generated/client.ts': 'export const client = 1\n',
  'server/observability/thing.ts': 'export const log = 1\n',
  'server/actions/thing.ts': 'export const act = 1\nexport interface Act { id: number }\n',
  'server/relayer/thing.ts': 'export const relay = 1\nexport interface Relay { id: number }\n',
  'server/indexer/thing.ts': 'export const follow = 1\n',
  'server/clearing/thing.ts': 'export const clear = 1\n',
  'server/api/route.ts': 'export const route = 1\n',
  'server/api/schemas/body.ts': 'export const schema = 1\nexport interface Body { id: number }\n',
  'web/src/ui/thing.ts': 'export const button = 1\n',
  'web/src/till/thing.ts': 'export const till = 1\n',
  'web/src/api-client/thing.ts': 'export const call = 1\n',
  'abis/token.ts': 'export const abi = 1\n',
  'typechain-types/token.ts': 'export const token = 1\n',
  'test/support/thing.ts': 'export const build = 1\n',
}

const use = (names: string, from: string): string =>
  `import { ${names} } from '${from}'\nexport const used = [${names}]\n`
const useType = (name: string, from: string): string =>
  `import type { ${name} } from '${from}'\nexport type Used = ${name}\n`

/** [file, its text, the ESLint rule that refuses it]. */
export const lintFaults: readonly [file: string, text: string, rule?: string][] = [
  [
    'server/domain/any.ts',
    '/** F. */\nexport function f(a: any) { return typeof a }\n',
    '@typescript-eslint/no-explicit-any',
  ],
  ['server/domain/default.ts', 'export default 1\n', 'no-restricted-exports'],
  ['server/domain/enum.ts', 'export enum Kind { One }\n', 'no-restricted-syntax'],
  ['server/domain/barrel.ts', "export { assert } from './assert.ts'\n", 'no-restricted-syntax'],
  ['server/domain/barrel-of-all.ts', "export * from './assert.ts'\n", 'no-restricted-syntax'],
  ['server/domain/environment.ts', 'export const home = process.env.HOME\n', 'no-restricted-properties'],
  [
    'server/domain/environment-taken.ts',
    'const { env } = process\nexport const home = env.HOME\n',
    'no-restricted-properties',
  ],
  [
    'server/indexer/environment.ts',
    "import { env } from 'node:process'\nexport const home = env.HOME\n",
    '@typescript-eslint/no-restricted-imports',
  ],
  ['server/config/environment-ok.ts', 'export const home = process.env.HOME\n'],
  ['server/domain/console.ts', "console.log('x')\nexport const x = 1\n", 'no-console'],
  ['server/domain/camelCase.ts', 'export const x = 1\n', 'entente/file-name'],
  ['server/domain/utils.ts', 'export const x = 1\n', 'entente/file-name'],
  ['server/domain/index.ts', 'export const x = 1\n', 'entente/file-name'],
  ['server/domain/undocumented.ts', 'export function f() { return 1 }\n', 'entente/exported-function-doc'],
  ['server/domain/undocumented-arrow.ts', 'export const f = () => 1\n', 'entente/exported-function-doc'],
  ['server/domain/key.ts', `export const key = '${key}'\n`, 'entente/no-key-literal'],
  ['server/domain/key-template.ts', `export const key = \`${key}\`\n`, 'entente/no-key-literal'],
  ['scripts/key-number.ts', `export const key = ${key}n\n`, 'entente/no-key-literal'],
  ['server/domain/key-ok.ts', `export const zero = '0x${'0'.repeat(64)}'\n`],
  ['server/domain/long.ts', `/** F. */\nexport function f() {\n${lines(69)}}\n`, 'entente/function-length'],
  ['server/domain/long-ok.ts', `/** F. */\nexport function f() {\n${lines(68)}}\n`],
  ['server/domain/lines.ts', `${'// x\n'.repeat(300)}export const x = 1\n`, 'max-lines'],
  ['server/domain/lines-ok.ts', `${'// x\n'.repeat(299)}export const x = 1\n`],
  [
    'server/domain/floating.ts',
    'async function f() { return 1 }\nf()\nexport const x = 1\n',
    '@typescript-eslint/no-floating-promises',
  ],
  ['server/domain/swallowed.ts', 'export let x = 1\ntry { x = 2 } catch {}\n', 'no-empty'],
  [
    'server/domain/type-as-value.ts',
    "import { Clock } from './assert.ts'\nexport type X = Clock\n",
    '@typescript-eslint/consistent-type-imports',
  ],
  ['server/api/routes/get.ts', use('getThing', '../../database/thing.ts'), '@typescript-eslint/no-restricted-imports'],
  [
    'server/api/routes/all.ts',
    "import * as db from '../../database/thing.ts'\nexport const x = db\n",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'server/api/routes/find-ok.ts',
    use('findThing', '../../database/thing.ts') + useType('Row', '../../database/thing.ts'),
  ],
  ['server/actions/send.ts', use('sendThing', '../chain/thing.ts'), '@typescript-eslint/no-restricted-imports'],
  ['server/actions/verify-ok.ts', use('readThing, verifyThing', '../chain/thing.ts')],
  ['server/indexer/verify.ts', use('verifyThing', '../chain/thing.ts'), '@typescript-eslint/no-restricted-imports'],
  ['server/indexer/read-ok.ts', use('readThing', '../chain/thing.ts') + useType('Row', '../chain/thing.ts')],
  [
    'test/long.test.ts',
    `describe('x', () => { it('y', () => {\n${lines(70)}}) })\nfunction f() { return 1 }\n`,
    'entente/function-length',
  ],
  ['test/long-ok.test.ts', `describe('x', () => {\n${lines(80)}})\nfunction f() { return process.env.HOME }\n`],
]

/** [file, its text, the beginning of the dependency-cruiser rule that refuses it]. */
export const importFaults: readonly [file: string, text: string, rule?: string][] = [
  ['server/domain/node.ts', use('readFileSync', 'node:fs'), 'domain-imports-nothing'],
  ['server/domain/npm.ts', use('z', 'zod'), 'domain-imports-nothing'],
  ['server/domain/database.ts', use('findThing', '../database/thing.ts'), 'map-server-domain'],
  ['server/config/domain.ts', use('assert', '../domain/assert.ts'), 'map-server-config'],
  ['server/config/npm-ok.ts', use('z', 'zod')],
  ['server/loop.ts', use('assert', './domain/assert.ts'), 'map-server-loop'],
  ['server/compose.ts', use('deploy', '../scripts/deploy-ok.ts'), 'map-server-main'],
  ['server/main-ok.ts', use('relay', './relayer/thing.ts')],
  ['server/database/chain.ts', use('readThing', '../chain/thing.ts'), 'map-server-database'],
  ['server/database/log.ts', use('log', '../observability/thing.ts'), 'map-server-database'],
  ['server/database/prisma-ok.ts', use('PrismaPg', '@prisma/adapter-pg') + 'export { used as x }\n'],
  ['server/relayer/prisma.ts', use('PrismaPg', '@prisma/adapter-pg'), 'only-database-uses-prisma'],
  ['server/relayer/client.ts', use('client', '../database/generated/client.ts'), 'only-database-uses-prisma'],
  ['server/relayer/viem.ts', use('keccak256', 'viem'), 'only-chain-uses-viem'],
  ['server/relayer/viem-type.ts', useType('Hex', 'viem'), 'only-chain-uses-viem'],
  ['server/chain/viem-ok.ts', use('keccak256', 'viem')],
  ['server/chain/abi-ok.ts', use('abi', '../../abis/token.ts')],
  ['server/chain/typechain.ts', use('token', '../../typechain-types/token.ts'), 'map-server-chain'],
  ['server/chain/development.ts', use('expect', 'chai'), 'no-development-package'],
  ['server/observability/database.ts', use('findThing', '../database/thing.ts'), 'map-server-observability'],
  ['server/auth/actions.ts', use('act', '../actions/thing.ts'), 'map-server-auth'],
  ['server/actions/relayer.ts', use('relay', '../relayer/thing.ts'), 'map-server-actions'],
  ['server/actions/relayer-type.ts', useType('Relay', '../relayer/thing.ts'), 'map-server-actions'],
  ['server/actions/api.ts', use('route', '../api/route.ts'), 'map-server-actions'],
  ['server/relayer/indexer.ts', use('follow', '../indexer/thing.ts'), 'map-server-relayer'],
  ['server/relayer/clearing.ts', use('clear', '../clearing/thing.ts'), 'map-server-relayer'],
  ['server/relayer/log-ok.ts', use('log', '../observability/thing.ts')],
  ['server/indexer/actions.ts', use('act', '../actions/thing.ts'), 'map-server-indexer'],
  ['server/indexer/clearing.ts', use('clear', '../clearing/thing.ts'), 'map-server-indexer'],
  ['server/clearing/chain.ts', use('readThing', '../chain/thing.ts'), 'map-server-clearing'],
  ['server/clearing/actions.ts', use('act', '../actions/thing.ts'), 'map-server-clearing'],
  ['server/api/chain.ts', use('readThing', '../chain/thing.ts'), 'map-server-api'],
  ['server/api/config.ts', use('configThing', '../config/thing.ts'), 'map-server-api'],
  ['server/api/actions-ok.ts', use('act', '../actions/thing.ts')],
  ['server/relayer/circle-a.ts', "import { b } from './circle-b.ts'\nexport const a = () => b\n", 'no-circle'],
  ['server/relayer/circle-b.ts', "import { a } from './circle-a.ts'\nexport const b = () => a\n", 'no-circle'],
  ['server/relayer/absent.ts', use('nothing', './nothing-here.ts'), 'must-resolve'],
  ['server/relayer/unlisted.ts', use('nothing', 'left-pad'), 'must-resolve'],
  ['cli/start-ok.ts', use('relay', '../server/relayer/thing.ts')],
  ['cli/check.ts', use('deploy', '../scripts/deploy-ok.ts'), 'map-cli'],
  ['cli/typechain.ts', use('token', '../typechain-types/token.ts'), 'map-cli'],
  ['scripts/cli-ok.ts', use('used', '../cli/start-ok.ts')],
  ['proof/scripts-ok.ts', use('deploy', '../scripts/deploy-ok.ts')],
  ['proof/abis.ts', use('abi', '../abis/token.ts'), 'map-proof'],
  ['scripts/deploy-ok.ts', "import { token } from '../typechain-types/token.ts'\nexport const deploy = token\n"],
  ['scripts/abis.ts', use('abi', '../abis/token.ts'), 'map-scripts'],
  ['scripts/tests.ts', use('build', '../test/support/thing.ts'), 'nobody-imports-tests'],
  ['web/src/wallet/till.ts', use('till', '../till/thing.ts'), 'map-web-src'],
  ['web/src/wallet/ui-ok.ts', use('button', '../ui/thing.ts')],
  ['web/src/wallet/server.ts', use('schema', '../../../server/api/schemas/body.ts'), 'map-web-src'],
  ['web/src/ui/client.ts', use('call', '../api-client/thing.ts'), 'map-web-src-ui'],
  ['web/src/api-client/value.ts', use('schema', '../../../server/api/schemas/body.ts'), 'api-client-takes-types-only'],
  ['web/src/api-client/type-ok.ts', useType('Body', '../../../server/api/schemas/body.ts')],
  ['web/src/api-client/route.ts', use('route', '../../../server/api/route.ts'), 'map-web-src-api-client'],
  ['web/src/chain-client/abi-ok.ts', use('abi', '../../../abis/token.ts')],
  ['web/src/chain-client/api.ts', use('call', '../api-client/thing.ts'), 'map-web-src-chain-client'],
  ['web/src/app/everything-ok.ts', use('till', '../till/thing.ts')],
]
