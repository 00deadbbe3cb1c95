import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { expect } from 'chai'

import { checkBytecode } from '../../scripts/check/bytecode.ts'
import { checkContracts } from '../../scripts/check/contracts.ts'
import { checkDuplicates } from '../../scripts/check/duplicates.ts'
import { checkLockFile } from '../../scripts/check/lock-file.ts'
import { checkNames } from '../../scripts/check/names.ts'
import { checkOpenApi } from '../../scripts/check/openapi-lint.ts'
import { checkRouteNames } from '../../scripts/check/route-names.ts'
import { checkWebSize, measureFirstLoad } from '../../scripts/check/web-size.ts'
import { countTests } from '../../scripts/test-counts.ts'

describe('the steps of npm run check', function () {
  let folder: string

  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-steps-'))
  })

  afterEach(function () {
    rmSync(folder, { recursive: true, force: true })
  })

  function put(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }

  describe('web-size', function () {
    const chunk = (file: string, more: object = {}) => ({ file: `assets/${file}`, ...more })
    const aBuild = () => {
      const manifest = {
        'page.html': chunk('page.js', {
          isEntry: true,
          imports: ['_base.js'],
          dynamicImports: ['src/texts/fr.ts', 'src/chart.ts'],
        }),
        '_base.js': chunk('base.js', { imports: ['_base.js'], css: ['assets/page.css'] }),
        'src/texts/fr.ts': chunk('fr.js'),
        'src/chart.ts': chunk('chart.js'),
      }
      put('.vite/manifest.json', JSON.stringify(manifest))
      for (const [file, bytes] of Object.entries({ page: 10, base: 100, fr: 20, chart: 100_000 })) {
        put(`assets/${file}.js`, randomBytes(bytes).toString('latin1'))
      }
    }

    it('counts what a page imports and its texts, and not what it loads later', function () {
      aBuild()
      const [page] = measureFirstLoad(folder)
      expect(page?.page).to.equal('page.html')
      expect(page?.bytes).to.be.within(130, 500)
    })

    it('refuses a page from the limit on', function () {
      aBuild()
      const bytes = measureFirstLoad(folder)[0]?.bytes ?? 0
      expect(checkWebSize(folder, bytes + 1)).to.deep.equal([])
      expect(checkWebSize(folder, bytes)).to.have.length(1)
    })

    it('refuses a build without pages', function () {
      put('.vite/manifest.json', '{}')
      expect(checkWebSize(folder)).to.deep.equal(['the build has no page'])
    })
  })

  describe('contracts', function () {
    const contract = (name: string, more = ''): string => `${more}\ncontract ${name} {}\n`

    it('passes a contract on its abstract base, an interface, a library and OpenZeppelin', function () {
      put('contracts/ledger/Base.sol', 'abstract contract Base {}\n')
      put(
        'contracts/Token.sol',
        contract(
          'Token',
          'import {Base} from "./ledger/Base.sol";\nimport {I} from "./interfaces/I.sol";\nimport {X} from "@openzeppelin/contracts/X.sol";',
        ),
      )
      put('contracts/mocks/Mock.sol', contract('Mock', 'import {Token} from "../Token.sol";'))
      put('contracts/libraries/Maths.sol', 'library Maths { function one() internal {} /* public */ }\n')
      expect(checkContracts(folder)).to.deep.equal([])
    })

    for (const [file, target] of [
      ['contracts/Token.sol', './Registry.sol'],
      ['contracts/Token.sol', './mocks/Mock.sol'],
      ['contracts/ledger/Base.sol', '../Registry.sol'],
      ['contracts/ledger/Base.sol', '../redemption/Books.sol'],
      ['contracts/Token.sol', 'solady/src/Token.sol'],
      ['contracts/interfaces/IToken.sol', '../libraries/Maths.sol'],
      ['contracts/interfaces/IToken.sol', '@openzeppelin/contracts/token/ERC20/ERC20.sol'],
      ['contracts/libraries/Maths.sol', '../interfaces/IToken.sol'],
      ['contracts/libraries/Maths.sol', '@openzeppelin/contracts/token/ERC20/ERC20.sol'],
      ['contracts/types/Id.sol', '../libraries/Maths.sol'],
    ] as const) {
      it(`refuses ${target} in ${file}`, function () {
        put('contracts/Registry.sol', contract('Registry'))
        put(file, `import {\n  Y\n} from "${target}";\nabstract contract X {}\n`)
        expect(checkContracts(folder)).to.have.length(1)
      })
    }

    it('refuses a parent that could be deployed', function () {
      put('contracts/redemption/Books.sol', contract('Books'))
      expect(checkContracts(folder)).to.deep.equal([
        'contracts/redemption/Books.sol is not abstract: it belongs in contracts/',
      ])
    })

    it('refuses a contract of 401 lines and passes one of 400', function () {
      put('contracts/Long.sol', '//\n'.repeat(401))
      put('contracts/Fine.sol', '//\n'.repeat(400))
      expect(checkContracts(folder)).to.deep.equal(['contracts/Long.sol has 401 lines, 400 are allowed'])
    })

    it('refuses a public function in a library', function () {
      put(
        'contracts/libraries/Maths.sol',
        'library Maths { function one(uint256 a)\n public pure returns (uint256) {} }\n',
      )
      expect(checkContracts(folder)).to.have.length(1)
    })
  })

  describe('duplicates', function () {
    /** As many lines, of twelve tokens each. */
    const someLines = (count: number) =>
      Array.from({ length: count }, (_, line) => `  take(${line}, left + ${line}, right[${line}])\n`).join('')
    /** Nothing of its beginning and its end is alike in two files. */
    const aFile = (name: string, lines: string) => `'${name}'\n${lines}'${name}'\n`

    it('refuses six lines that stand in two files, and passes five', async function () {
      put('refused/a.ts', aFile('a', someLines(6)))
      put('refused/b.ts', aFile('b', someLines(6)))
      put('passed/a.ts', aFile('a', someLines(5)))
      put('passed/b.ts', aFile('b', someLines(5)))
      expect(await checkDuplicates([join(folder, 'refused')])).to.have.length(1)
      expect(await checkDuplicates([join(folder, 'passed')])).to.deep.equal([])
    })

    it('refuses them in Solidity, with other comments and other white space', async function () {
      const body = someLines(6).replaceAll('\n', ';\n')
      put('A.sol', `contract A {\n  function a() external {\n${body}  }\n}\n`)
      put(
        'B.sol',
        `contract B {\n  function b() internal {\n${body.replaceAll('  take', '      /* as in A */ take')}  }\n}\n`,
      )
      expect(await checkDuplicates([folder])).to.have.length(1)
    })

    it('passes imports that two files have alike, and what is generated', async function () {
      const imports = Array.from(
        { length: 12 },
        (_, n) => `import {\n  a${n},\n  type B${n},\n} from './c${n}.ts'\n`,
      ).join('')
      for (const name of ['a', 'b']) {
        put(`${name}.ts`, `${imports}${aFile(name, someLines(5))}`)
        put(`database/generated/${name}.ts`, aFile(name, someLines(20)))
      }
      expect(await checkDuplicates([folder])).to.deep.equal([])
    })

    it('refuses folders in which it finds nothing to read', async function () {
      expect(await checkDuplicates([folder])).to.have.length(1)
    })
  })

  describe('names', function () {
    it('refuses folders and files whose name says nothing', function () {
      for (const file of ['server/utils/a.ts', 'web/lib.ts', 'test/helpers.test.ts', 'server/domain/points.ts'])
        put(file, '')
      expect(checkNames(folder).map((text) => text.split(' ')[0])).to.have.members([
        'server/utils',
        'web/lib.ts',
        'test/helpers.test.ts',
      ])
    })
  })

  describe('route-names', function () {
    const aRoute = (operation: string, action: string) =>
      `import { act } from '../../../actions/${action}.ts'\nexport const ${operation}Route = route({\n  operation: '${operation}',\n})\n`

    it('wants one name for a route, its operation and its action', function () {
      put('server/api/routes/purchases/record-purchase.ts', aRoute('recordPurchase', 'purchases/record-purchase'))
      put('server/api/routes/purchases/present-purchase.ts', 'export const presentPurchase = 1\n')
      expect(checkRouteNames(folder)).to.deep.equal([])
    })

    it('refuses another operation, and an action of another name or subject', function () {
      put('server/api/routes/purchases/find-purchase.ts', aRoute('searchPurchase', 'purchases/find-purchase'))
      put('server/api/routes/purchases/read-purchase.ts', aRoute('readPurchase', 'purchases/purchase-view'))
      put('server/api/routes/purchases/read-return.ts', aRoute('readReturn', 'redemptions/read-return'))
      expect(checkRouteNames(folder)).to.have.length(4)
    })
  })

  describe('openapi-lint', function () {
    const aDocument = (operation: object) =>
      put(
        'api.json',
        JSON.stringify({
          openapi: '3.1.0',
          info: { title: 'A', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
          servers: [{ url: '/' }],
          security: [],
          paths: { '/a': { get: { operationId: 'readA', responses: {}, ...operation } } },
        }),
      )
    const answers = { responses: { 200: { description: 'Done' }, 404: { description: 'No' } } }

    it('passes what follows the rules, refuses what breaks one, and counts a warning', async function () {
      aDocument({ summary: 'Read', ...answers })
      expect(await checkOpenApi(join(folder, 'api.json'))).to.deep.equal([])
      aDocument(answers)
      expect(await checkOpenApi(join(folder, 'api.json'))).to.have.length(1)
      aDocument({ summary: 'Read', responses: { 200: { description: 'Done' } } })
      expect((await checkOpenApi(join(folder, 'api.json')))[0]).to.include('1 warning')
    })
  })

  describe('lock', function () {
    const lock = (more: object): string =>
      JSON.stringify({
        packages: {
          '': {},
          'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-linux-arm64-musl': '1.0.0' }, ...more },
        },
      })

    it('refuses a registry host', function () {
      put('package-lock.json', lock({ optionalDependencies: {}, resolved: 'https://host.example/a.tgz' }))
      expect(checkLockFile(join(folder, 'package-lock.json'), { fix: false })).to.have.length(1)
    })

    it('refuses an optional package without an entry, and adds it when asked to', function () {
      const path = join(folder, 'package-lock.json')
      put('package-lock.json', lock({ dev: true }))
      expect(checkLockFile(path, { fix: false })).to.have.length(1)
      expect(checkLockFile(path, { fix: true })).to.deep.equal([])
      expect(checkLockFile(path, { fix: false })).to.deep.equal([])
      const written = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, unknown> }
      expect(written.packages['node_modules/a-linux-arm64-musl']).to.deep.equal({
        version: '1.0.0',
        cpu: ['arm64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux'],
      })
    })
  })

  describe('bytecode', function () {
    const build = (bytes: number): void => {
      put('contracts/Token.sol', '')
      put('artifacts/contracts/Token.sol/Token.json', JSON.stringify({ deployedBytecode: `0x${'00'.repeat(bytes)}` }))
    }

    it('compares with the snapshot exactly', function () {
      build(20_000)
      expect(checkBytecode(folder, { fix: true })).to.deep.equal([])
      expect(checkBytecode(folder, { fix: false })).to.deep.equal([])
      build(19_999)
      expect(checkBytecode(folder, { fix: false })).not.to.be.empty
    })

    it('refuses more than 20,000 bytes even when the snapshot says so', function () {
      build(20_001)
      expect(checkBytecode(folder, { fix: true })).to.have.length(1)
    })
  })

  describe('the sum of npm test', function () {
    const summary = '  5 passing (2s)\n  1 pending\n  2 failing\n\n  1) A\n   5 passing\n'

    it('counts skipped tests as failed', function () {
      expect(countTests({ code: 2, output: summary })).to.deep.equal({ passed: 5, failed: 3 })
    })

    it('reads the last summary, not what a test printed', function () {
      expect(countTests({ code: 0, output: `  9 passing (1s)\nmore\n  5 passing (2s)\n` })).to.deep.equal({
        passed: 5,
        failed: 0,
      })
    })

    it('counts a runner that ended badly as one failure', function () {
      expect(countTests({ code: 1, output: 'SyntaxError' })).to.deep.equal({ passed: 0, failed: 1 })
      expect(countTests({ code: 137, output: '  5 passing (2s)\n' })).to.deep.equal({ passed: 5, failed: 1 })
    })
  })
})
