import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root, runProgram } from '../../cli/run-program.ts'
import { buildPages } from '../../cli/build-pages.ts'
import { judgeAudit, readAccepted, runAudit } from './audit.ts'
import { checkBytecode } from './bytecode.ts'
import { checkContracts } from './contracts.ts'
import { findDistributedSql, judgeDistributedSql, mendDistributedList, readDistributedList } from './distributed-sql.ts'
import { checkDuplicates } from './duplicates.ts'
import { checkForgeLint } from './forge-lint.ts'
import { judgeLicences, listProduction, readExceptions } from './licences.ts'
import { checkLockFile } from './lock-file.ts'
import { checkNames } from './names.ts'
import { checkOpenApi } from './openapi-lint.ts'
import { checkRouteNames } from './route-names.ts'
import { checkWebSize } from './web-size.ts'

export interface Step {
  name: string
  about: string
  /** How to run it on a folder of one's own. */
  command: string
  /** Steps of one lane write the same files and never run at the same time. */
  lane?: 'contracts'
  /** What is wrong; nothing when all is well. `note` says what is not wrong and must be known all the same. */
  run: (options: { fix: boolean; note: (line: string) => void }) => Promise<string[]>
}

const bin = {
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  eslint: 'node_modules/eslint/bin/eslint.js',
  hardhat: 'node_modules/hardhat/dist/src/cli.js',
  knip: 'node_modules/knip/bin/knip.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  solhint: 'node_modules/solhint/solhint.js',
  tsc: 'node_modules/typescript/bin/tsc',
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const exists = (path: string): boolean => existsSync(join(root, path))

/** Runs a program; what it printed is the complaint when it fails. */
async function complaintsOf(...args: string[]): Promise<string[]> {
  const { code, output } = await runProgram(args)
  return code === 0 ? [] : [output.trim() || `${args.join(' ')} ended with ${code}`]
}

/** Builds first, without touching typechain-types: whether those are fresh is a step of its own. */
async function afterBuild(check: () => Promise<string[]> | string[]): Promise<string[]> {
  const built = await complaintsOf(bin.hardhat, '--no-typechain', 'build', '--quiet', '--no-tests')
  return built.length > 0 ? built : check()
}

async function checkTypes(): Promise<string[]> {
  const projects = ['tsconfig.json', 'web/tsconfig.json'].filter(exists)
  const found = await Promise.all(projects.map((project) => complaintsOf(bin.tsc, '--noEmit', '-p', project)))
  return found.flat()
}

const importRoots = ['server', 'client', 'web/src', 'cli', 'audit', 'scripts', 'proof', 'test', 'bench', 'abis'].filter(
  exists,
)

/**
 * What ships, what builds it and what proves it; tests, benchmarks and the audit may repeat what they compare: an audit that shared code
 * with the server would share its mistakes.
 */
const writtenOnce = ['server', 'web/src', 'cli', 'scripts', 'proof', 'contracts'].filter(exists)

const sourceSteps: readonly Step[] = [
  { name: 'types', about: 'TypeScript, strict', command: 'npx tsc --noEmit', run: checkTypes },
  {
    name: 'lint',
    about: 'ESLint: docs/style.md "Numbers", names of imports, keys in source',
    command: 'npx eslint server/domain',
    // The types of all files need more than the 4 GB that Node takes by itself.
    run: ({ fix }) =>
      complaintsOf('--max-old-space-size=8192', bin.eslint, '.', '--max-warnings', '0', ...(fix ? ['--fix'] : [])),
  },
  {
    name: 'imports',
    about: 'the import map of docs/style.md "Folders"',
    command: 'npx depcruise --config .dependency-cruiser.js server/domain',
    run: () => complaintsOf(bin.depcruise, '--config', '.dependency-cruiser.js', ...importRoots),
  },
  {
    name: 'format',
    about: 'Prettier: TypeScript, JSON, Markdown, Solidity',
    command: 'npx prettier --write server/domain',
    run: ({ fix }) => complaintsOf(bin.prettier, fix ? '--write' : '--check', '--log-level', 'warn', '.'),
  },
  {
    name: 'dead-code',
    about: 'knip: files, exports and packages that nobody uses',
    command: 'npx knip',
    run: () => complaintsOf(bin.knip, '--no-progress'),
  },
  {
    name: 'duplicates',
    about: 'jscpd: nothing is written twice, word for word',
    command: 'npx jscpd server/domain',
    run: () => checkDuplicates(writtenOnce),
  },
  {
    name: 'names',
    about: 'nothing is called utils, helpers, common, shared, misc or lib',
    command: 'npm run check -- --only names',
    run: async () => checkNames(root),
  },
  {
    name: 'route-names',
    about: 'a route, its operation and its action share one name',
    command: 'npm run check -- --only route-names',
    run: async () => checkRouteNames(root),
  },
  {
    name: 'distributed-sql',
    about: 'what a distributed PostgreSQL would refuse is listed, with what it would have instead: docs/scaling.md',
    command: 'npm run check -- --only distributed-sql',
    run: async ({ fix }) => {
      if (fix) mendDistributedList(root, findDistributedSql(root))
      return judgeDistributedSql(findDistributedSql(root), readDistributedList(root))
    },
  },
  {
    name: 'openapi-lint',
    about: "openapi/entente.json follows Redocly's recommended rules; redocly.yaml explains the exceptions",
    command: 'npx redocly lint openapi/entente.json',
    run: () => checkOpenApi('openapi/entente.json'),
  },
  {
    name: 'lock',
    about: 'package-lock.json is complete and names no host',
    command: 'npm run check -- --only lock',
    run: async ({ fix }) => checkLockFile(join(root, 'package-lock.json'), { fix }),
  },
  {
    name: 'audit',
    about: 'no known weakness in what runs with Entente, but those of scripts/check/accepted-advisories.json',
    command: 'npm run check -- --only audit',
    run: async ({ note }) => {
      const accepted = readAccepted(read('scripts/check/accepted-advisories.json'))
      const { problems, notChecked } = judgeAudit(await runAudit(root), accepted, new Date())
      if (notChecked !== null) note(`NOT CHECKED: the registry did not answer about advisories: ${notChecked}`)
      return problems
    },
  },
  {
    name: 'licences',
    about: 'what runs with Entente may be passed on with it; scripts/check/licence-exceptions.json explains the others',
    command: 'npm run check -- --only licences',
    run: async () => judgeLicences(listProduction(root), readExceptions(read('scripts/check/licence-exceptions.json'))),
  },
  {
    name: 'web-size',
    about: 'the pages build, and load less than 250 kB of compressed JavaScript at first',
    command: 'npm run check -- --only web-size',
    run: async () => {
      await buildPages()
      return checkWebSize(join(root, 'web/dist'))
    },
  },
]

const contractSteps: readonly Step[] = [
  {
    name: 'solhint',
    about: 'solhint: recommended rules and chosen ones; NatSpec in the interfaces',
    command: "npx solhint --disc --noPoster 'contracts/**/*.sol'",
    run: async () => [
      ...(await complaintsOf(bin.solhint, '--disc', '--noPoster', '--max-warnings', '0', 'contracts/**/*.sol')),
      ...(await complaintsOf(
        bin.solhint,
        '--noPoster',
        '-c',
        '.solhint.interfaces.json',
        'contracts/interfaces/**/*.sol',
      )),
    ],
  },
  {
    name: 'forge-lint',
    about: "forge's linter, all severities: every finding is explained in proof/forge/lint-findings.json",
    command: 'npm run check -- --only forge-lint',
    run: checkForgeLint,
  },
  {
    name: 'contracts',
    about: 'import map of the contracts, at most 400 lines each, libraries internal',
    command: 'npm run check -- --only contracts',
    run: async () => checkContracts(root),
  },
  {
    name: 'typechain',
    about: 'typechain-types/ is what the contracts give',
    command: 'npm run check -- --only typechain',
    lane: 'contracts',
    run: async ({ fix }) => {
      if (fix) await complaintsOf(bin.hardhat, 'build', '--quiet', '--no-tests', '--force')
      return afterBuild(() => complaintsOf('scripts/check/typechain.ts'))
    },
  },
  {
    name: 'bytecode',
    about: 'sizes of the contracts: at most 20,000 bytes, and as snapshots/bytecode-size.json says',
    command: 'npm run check -- --only bytecode',
    lane: 'contracts',
    run: ({ fix }) => afterBuild(() => checkBytecode(root, { fix })),
  },
]

/** A generator that can say whether what it wrote is fresh. */
function generated(name: string, about: string, script: string): Step {
  return {
    name,
    about,
    command: `node ${script} --check`,
    lane: 'contracts',
    run: async ({ fix }) => [...(fix ? await complaintsOf(script) : []), ...(await complaintsOf(script, '--check'))],
  }
}

/** The steps that apply to what is in the tree, the slow ones first, so that two at a time end together. */
export function listSteps(): Step[] {
  const generators = [
    generated('abis', 'abis/ is what the contracts give', 'scripts/generate-abis.ts'),
    generated('openapi', 'openapi/entente.json is what the routes give', 'scripts/generate-openapi.ts'),
    generated('currencies', 'the currency table is the list of ISO 4217', 'scripts/generate-currencies.ts'),
    generated('client', 'client/schema.ts is what openapi/entente.json gives', 'scripts/generate-client.ts'),
    generated('prisma', 'the Prisma client and the migrations match the schema', 'scripts/generate-prisma.ts'),
  ].filter(({ command }) => exists(command.split(' ')[1] ?? ''))
  const contracts = globSync('contracts/**/*.sol', { cwd: root }).length > 0 ? contractSteps : []
  return [
    ...contracts.filter(({ lane }) => lane),
    ...generators,
    ...sourceSteps,
    ...contracts.filter(({ lane }) => !lane),
  ]
}
