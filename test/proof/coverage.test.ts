import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { expect } from 'chai'

import { watchAssembly } from '../../proof/coverage/assembly-conditions.ts'
import { figuresOf, percentOf } from '../../proof/coverage/coverage-figures.ts'
import { readLcov } from '../../proof/coverage/lcov.ts'

const root = resolve(import.meta.dirname, '../..')
const contracts = ['contracts', ...['ledger', 'redemption', 'libraries'].map((room) => `contracts/${room}`)].flatMap(
  (folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.sol'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
)

describe('npm run coverage', function () {
  it('watches every condition in assembly and moves no line', function () {
    const watched = contracts.map((source, file) => watchAssembly(source, file))
    // Solidity's own conditions stand in parentheses.
    const written = contracts.join('\n').match(/^ +if [^(].*\{$|^ +for \{\} (?!1 ).*\{$/gm) ?? []
    const ids = watched.flatMap(({ conditions }) => conditions.map(({ id }) => id))
    expect(ids.length).to.equal(written.length).and.to.be.above(10)
    expect(new Set(ids.flatMap((id) => [id, id + 1n])).size).to.equal(2 * ids.length)
    for (const [file, { source }] of watched.entries()) {
      expect(source.split('\n').length).to.equal(contracts[file]?.split('\n').length)
    }
  })

  it('reads functions and both paths of a branch from an LCOV report', function () {
    const report =
      'TN:\nSF:a.sol\nFN:3,A.f\nFNDA:0,A.f\nFN:9,A.g\nFNDA:2,A.g\n' +
      'BRDA:4,0,0,-\nBRDA:5,1,0,7\nBRDA:5,1,1,0\nend_of_record\n'
    expect(readLcov(report)).to.deep.equal([
      {
        file: 'a.sol',
        functions: [
          { name: 'A.f', line: 3, reached: false },
          { name: 'A.g', line: 9, reached: true },
        ],
        branches: [
          { line: 4, path: 0, reached: false },
          { line: 5, path: 0, reached: true },
          { line: 5, path: 1, reached: false },
        ],
      },
    ])
  })

  it('takes for assembly what the tags say, and for Solidity what forge says', function () {
    const file = 'contracts/PointsRedemption.sol'
    const condition = { file, id: 2n, line: 190, text: 'xor(returndatasize(), 32)', wasTrue: false, wasFalse: true }
    const forge = {
      file,
      functions: [],
      branches: [190, 48].map((line) => ({ line, path: 1, reached: line === 190 })),
    }
    const files = [{ file, lines: 100, statements: 99.5, uncovered: '7' }]
    const { files: figures, missed } = figuresOf({ files, conditions: [condition] }, [forge])
    expect(figures[0]).to.deep.include({ branches: { reached: 0, total: 1 }, assembly: { reached: 1, total: 2 } })
    expect(missed.lines).to.deep.equal([`${file}: 7`])
    expect(missed.branches.map(({ line, found }) => `${line} ${found}`)).to.deep.equal([
      '48 never false',
      '190 never true',
    ])
    expect(percentOf({ reached: 0, total: 0 })).to.equal(100)
  })

  it('takes a function for reached that forge saw, or whose file is reached line by line', function () {
    const file = 'contracts/PointsRedemption.sol'
    const functions = [true, false].map((reached, line) => ({ name: `A.${line}`, line, reached }))
    const reachedIn = (lines: number) => {
      const files = [{ file, lines, statements: 100, uncovered: '' }]
      return figuresOf({ files, conditions: [] }, [{ file, functions, branches: [] }]).files[0]?.functions.reached
    }
    expect([99.9, 100].map(reachedIn)).to.deep.equal([1, 2])
  })
})
