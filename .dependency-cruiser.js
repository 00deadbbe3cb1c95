/**
 * The import map of docs/decisions/0001-layout.md and docs/style.md "Folders": one row a folder, what it may import of ours.
 * A folder may always import itself. Names (`find*`, `read*`) are checked by eslint.config.js, Solidity by check-contracts.ts.
 */
const anyServer = 'server/'
const logs = 'server/observability/'
/** What pages and server must count alike: the minor units of each currency. */
const currencies = 'server/domain/currencies\\.ts$'
/** What a page without network must read as the server does: card numbers and codes of slips, by their check digits. */
const checkDigits = 'server/domain/(?:identifiers|slip-codes)\\.ts$'
/** What the operator is shown before it counts is worked out as it will be: points, values, and which version holds. */
const termRules = 'server/domain/(?:earning|redemption-points|versions)\\.ts$'
/** Which events there are, what is wrong with an address, and how long before they count a brand sets its own terms. */
const partnerRules = 'server/domain/(?:partner-events|webhooks|versions)\\.ts$'

/** [folder, what it may import, why]. Paths are beginnings; `$1` is what the first group of the folder matched. */
const importMap = [
  [
    'server/(?:main|compose(?:-api|-archive|-clearing|-data-folder|-keys|-loops|-parts|-traces|-webhooks)?)\\.ts$',
    [anyServer],
    'main and compose build and wire the server, and nothing but the server',
  ],
  ['server/loop\\.ts$', [], 'loop repeats a step and knows nothing about it'],
  ['server/told-time\\.ts$', ['server/domain/'], 'a told time is a clock, and who waits for its end'],
  ['server/config/', [], 'config turns the environment into a checked value and imports nothing of ours'],
  ['server/domain/', [], 'domain is pure: it imports nothing of ours'],
  ['server/database/', ['server/domain/'], 'database knows the domain only'],
  ['server/chain/', ['server/domain/', 'abis/'], 'chain knows the domain and the ABIs only'],
  [
    'server/channels/',
    ['server/domain/'],
    'channels hand messages to mail servers and gateways, and know the domain only',
  ],
  ['server/observability/', ['server/domain/'], 'observability knows the domain only'],
  ['server/auth/', ['server/domain/', 'server/database/', 'server/chain/', logs], 'auth says who is calling'],
  ['server/actions/', ['server/domain/', 'server/database/', 'server/chain/', logs], 'actions meet the jobs in tables'],
  [
    'server/relayer/',
    ['server/domain/', 'server/database/', 'server/chain/', logs],
    'relayer meets the others in tables',
  ],
  [
    'server/indexer/',
    ['server/domain/', 'server/database/', 'server/chain/', logs],
    'indexer meets the others in tables',
  ],
  ['server/clearing/', ['server/domain/', 'server/database/', logs], 'clearing reads tables, never the chain'],
  [
    'server/api/',
    ['server/actions/', 'server/auth/', 'server/domain/', 'server/database/', logs],
    'api parses, names the caller, calls an action, presents',
  ],
  [
    // Whatever is no room below, and has no row of its own, is an audience: wallet, till; partner-console and audit are to come.
    'web/src/(?!operator/|docs/|app/|receipt/|reward/|console/|api-client/|chain-client/|ui/)([^/]+)/',
    [
      'web/src/app/',
      'web/src/receipt/',
      'web/src/reward/',
      'web/src/console/',
      'web/src/api-client/',
      'web/src/chain-client/',
      'web/src/ui/',
      currencies,
      checkDigits,
      partnerRules,
    ],
    'an audience owns its entry, layout and pages; it uses the rooms below, never another audience',
  ],
  [
    'web/src/operator/',
    ['web/src/app/', 'web/src/console/', 'web/src/api-client/', 'web/src/ui/', currencies, termRules],
    'the operator is an audience that sets terms, and sees what they will do by the rules of the server',
  ],
  [
    'web/src/docs/',
    [],
    'the script of the docs is small: it works on pages that the server writes, and imports nothing of ours',
  ],
  [
    'web/src/app/',
    ['web/src/api-client/', 'web/src/chain-client/', 'web/src/ui/'],
    'app is the shell that every audience mounts its pages in, and knows none of them',
  ],
  [
    'web/src/receipt/',
    ['web/src/api-client/', 'web/src/chain-client/', 'web/src/ui/'],
    'receipt is checked on the pages of several audiences, and knows none of them',
  ],
  [
    'web/src/reward/',
    ['web/src/api-client/', 'web/src/ui/'],
    'a reward looks the same to members and to the brand that offers it, and knows neither page',
  ],
  [
    'web/src/console/',
    ['web/src/app/', 'web/src/api-client/', 'web/src/ui/', currencies, termRules],
    'console is what the consoles of operators and brands are made of, and knows neither',
  ],
  ['web/src/api-client/', ['client/'], 'api-client knows the server by the generated client only'],
  ['web/src/chain-client/', ['abis/'], 'chain-client needs ABIs only, so an auditor need not trust us'],
  ['web/src/ui/', [currencies], 'ui knows no points and no partners'],
  ['cli/', [anyServer, 'client/'], 'the command line is built on the server, never on the tools of developers'],
  [
    'audit/',
    ['abis/'],
    'an auditor must be able to believe the audit alone: it shares nothing with what it checks but the ABIs',
  ],
  ['client/', [], 'the client is a package of its own, generated from openapi/, and imports nothing of ours'],
  [
    'scripts/',
    [anyServer, 'cli/', 'proof/forge/', 'proof/reasons.ts', 'typechain-types/', 'hardhat.config.ts'],
    'scripts run what ships and check it',
  ],
  [
    'proof/',
    [
      anyServer,
      'cli/',
      'scripts/',
      'bench/',
      'typechain-types/',
      'hardhat.config.ts',
      'test/faults/',
      'test/support/platform/',
    ],
    'proofs take the contracts apart, in the chain of the benchmarks, and inject the faults of the tests',
  ],
  [
    'bench/',
    [anyServer, 'cli/', 'audit/report/', 'typechain-types/', 'abis/', 'test/support/', 'test/server/api/support/'],
    'bench measures what ships',
  ],
  ['(?:abis|typechain-types)/', [], 'generated, and imports nothing of ours'],
]

/**
 * Subjects: the nouns of the glossary that server/actions, server/api/routes and server/api/schemas are divided by, and the
 * other subjects that each may import. There is no circle in it. docs/decisions/0001-layout.md says what each is about.
 */
const subjects = {
  requests: [],
  pictures: [],
  rewards: ['pictures'],
  events: [],
  webhooks: ['events', 'requests'],
  messages: ['requests'],
  members: ['messages', 'requests'],
  partners: ['pictures', 'requests'],
  people: ['pictures', 'sign-in', 'messages', 'audit', 'requests'],
  powers: ['requests'],
  programme: ['requests'],
  purchases: ['pictures', 'programme', 'members', 'requests'],
  tills: ['purchases', 'members', 'requests'],
  'sign-in': ['members', 'messages', 'requests'],
  status: ['members', 'requests'],
  accounts: ['sign-in', 'members', 'messages', 'requests'],
  redemptions: ['rewards', 'sign-in', 'members', 'requests'],
  clearing: ['powers', 'partners', 'requests'],
  figures: ['clearing', 'partners', 'requests'],
  // Rooms to come: their rows are ready, their folders are not there yet.
  tiers: ['members', 'requests'],
  campaigns: ['tiers', 'rewards', 'members', 'partners', 'requests'],
  payments: ['clearing', 'partners', 'requests'],
  archive: [],
  audit: ['requests'],
  proposals: ['audit', 'requests'],
  integrations: ['partners', 'requests'],
}

const subjectFolders = '^server/(?:actions|api/(?:routes|schemas))/'

const subjectRows = Object.entries(subjects).map(([subject, allowed]) => ({
  name: `subject-${subject}`,
  comment: `${subject} may import ${allowed.join(', ') || 'no other subject'}`,
  severity: 'error',
  from: { path: `${subjectFolders}${subject}/` },
  to: { path: `${subjectFolders}[^/]+/`, pathNot: `${subjectFolders}(?:${[subject, ...allowed].join('|')})/` },
}))

const ours =
  '^(?:server|client|web|cli|audit|scripts|proof|test|bench|abis|typechain-types|prisma|contracts|hardhat\\.config\\.ts)'
const prismaPackages = '(?:^|/)node_modules/(?:@prisma|prisma|pglite-prisma-adapter|@electric-sql/pglite|pg)/'
const conditionPackages = '(?:^|/)node_modules/@bufbuild/(?:cel|cel-spec|protobuf)/'
const chainPackages = '(?:^|/)node_modules/(?:viem|ethers|wagmi)/'

const rows = importMap.map(([folder, allowed, comment]) => ({
  name: `map-${folder.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '')}`,
  comment,
  severity: 'error',
  from: { path: `^${folder}` },
  to: {
    path: ours,
    pathNot: [`^${folder.includes('([^/]+)') ? 'web/src/$1/' : folder}`, ...allowed.map((path) => `^${path}`)],
  },
}))

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...rows,
    ...subjectRows,
    rule(
      'subject-is-known',
      'a folder of actions, routes or schemas is a subject of the map above',
      { path: `${subjectFolders}[^/]+/`, pathNot: `${subjectFolders}(?:${Object.keys(subjects).join('|')})/` },
      {},
    ),
    rule(
      'action-has-subject',
      'an action belongs to a subject: server/actions/<subject>/',
      { path: '^server/actions/[^/]+$' },
      {},
    ),
    rule(
      'domain-imports-nothing',
      'domain imports nothing, not even npm or Node; only conditions of rules are decided by a package, which does no I/O either',
      { path: '^server/domain/' },
      { pathNot: ['^server/domain/', conditionPackages] },
    ),
    rule(
      'only-programme-uses-cel',
      'server/domain/programme is the sole user of CEL',
      { path: '^(?:server|web|cli|scripts)/', pathNot: '^server/domain/programme/' },
      { path: conditionPackages },
    ),
    rule(
      'only-database-uses-prisma',
      'server/database is the sole user of Prisma and of the database drivers',
      {
        path: '^(?:server|web|cli|scripts|proof)/',
        // The last one makes and drops the database of the server that it attacks.
        pathNot: ['^server/database/', '^scripts/generate-prisma\\.ts$', '^proof/api/server-process\\.ts$'],
      },
      { path: [prismaPackages, '^server/database/generated/'] },
    ),
    rule(
      'only-chain-uses-viem',
      "server/chain is the sole user of viem in the server, web/src/chain-client in the browser; the demo's customers bring their own wallets, and proofs compare the contracts with both",
      {
        path: '^(?:server|web|cli|scripts|proof)/',
        pathNot: [
          '^server/chain/',
          '^web/src/chain-client/',
          '^cli/demo/throw-away-wallet\\.ts$',
          '^proof/(?:differential|security)/',
        ],
      },
      { path: chainPackages },
    ),
    rule(
      'no-development-package-in-the-server',
      'what the server imports must be a dependency, not a development one',
      { path: '^server/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule('no-circle', 'two files that import each other, be it only for types, are one file', {}, { circular: true }),
    rule(
      'must-resolve',
      'an import must name something that exists',
      {},
      // What ends in ?url is a file to Vite, which fails where it is missing.
      { couldNotResolve: true, pathNot: '[?]url$' },
    ),
    rule(
      'nobody-imports-tests',
      'tests are imported by tests only, and by what measures or proves with them',
      { pathNot: '^(?:test|bench|proof/faults|proof/prove-faults[.]ts)' },
      { path: '^test/' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^server/database/generated/', '^typechain-types/', '^abis/'] },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    detectProcessBuiltinModuleCalls: true,
  },
}
