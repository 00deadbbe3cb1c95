import { fileURLToPath } from 'node:url'

import tseslint from 'typescript-eslint'

import { exportedFunctionDoc, fileName, functionLength, noKeyLiteral } from './eslint.rules.js'

/** Proofs that are tests themselves; the rest of proof/ runs them. */
const proofs = 'proof/{differential,model,security}/**/*.ts'
const source = [
  'server/**/*.{ts,tsx}',
  'cli/**/*.ts',
  'audit/**/*.ts',
  'client/**/*.ts',
  'scripts/**/*.{ts,mjs}',
  'proof/**/*.ts',
  'web/**/*.{ts,tsx}',
]
const tests = ['test/**/*.{ts,tsx}', 'bench/**/*.ts', proofs]
const toolsDemandDefault = ['**/*.config.{js,ts}', '.*.js', '**/*reporter.mjs']
const everyFile = ['**/*.{js,mjs,ts,tsx}']

const forbiddenSyntax = [
  { selector: 'TSEnumDeclaration', message: 'No enum: use a union of literals.' },
  { selector: 'ExportAllDeclaration', message: 'No barrel: import from the file that defines it.' },
  { selector: 'ExportNamedDeclaration[source]', message: 'No barrel: import from the file that defines it.' },
]

/** Values imported from a folder may only have these names; types are free, because they carry no behaviour. */
const namesFrom = (files, folder, names, message) => ({
  files: [files],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: `/${folder}/(?!.*generated)`, allowImportNamePattern: names, allowTypeImports: true, message },
          { regex: '^(?:node:)?process$', message: 'process.env is read in server/config only.' },
        ],
      },
    ],
  },
})

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'artifacts/',
      'cache/',
      'coverage/',
      '**/dist/',
      'typechain-types/',
      'abis/',
      'client/schema.ts',
      '.entente/',
      'server/database/generated/',
      '**/*.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: everyFile,
    plugins: {
      ts: tseslint.plugin,
      entente: {
        rules: {
          'file-name': fileName,
          'function-length': functionLength,
          'exported-function-doc': exportedFunctionDoc,
          'no-key-literal': noKeyLiteral,
        },
      },
    },
    rules: {
      'entente/file-name': 'error',
      'entente/function-length': ['error', { max: 70 }],
      'max-lines': ['error', 300],
      'no-restricted-syntax': ['error', ...forbiddenSyntax],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-control-regex': 'error',
      'no-unreachable': 'error',
      'no-useless-assignment': 'error',
      'no-promise-executor-return': 'off',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url)) },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Texts are built from numbers and bigints everywhere; objects, null and undefined stay refused.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Express 5 awaits what a handler returns, and so does mocha.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An implementation of an asynchronous interface may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?:node:)?process$', message: 'process.env is read in server/config only.' }] },
      ],
    },
  },
  {
    files: source,
    ignores: [proofs],
    rules: { 'entente/exported-function-doc': 'error', 'entente/no-key-literal': 'error' },
  },
  {
    files: ['server/**/*.ts', 'web/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['server/**/*.ts', 'audit/**/*.ts', 'web/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only server/config reads it.' },
      ],
    },
  },
  { files: ['server/config/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  namesFrom(
    'server/api/**/*.ts',
    'database',
    '^(?:find|list)[A-Z]',
    'api reads the database with find* and list* only.',
  ),
  namesFrom('server/actions/**/*.ts', 'chain', '^(?:read|verify)[A-Z]', 'actions use read* and verify* of chain only.'),
  namesFrom('server/indexer/**/*.ts', 'chain', '^read[A-Z]', 'indexer uses read* of chain only.'),
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off', // chai: expect(x).to.be.true
      '@typescript-eslint/no-non-null-assertion': 'off', // a test that finds nothing fails by itself
      '@typescript-eslint/no-unsafe-assignment': 'off', // JSON of an answer, which the test asserts
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: toolsDemandDefault, rules: { 'no-restricted-exports': 'off' } },
)
