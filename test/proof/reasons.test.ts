import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { root } from '../../cli/run-program.ts'
import { missedBranch } from '../../proof/coverage/missed-branch.ts'
import { listMutants } from '../../proof/mutants/list-mutants.ts'
import { mutatedFiles } from '../../proof/mutants/mutant-files.ts'
import { readReasons } from '../../proof/reasons.ts'
import { findingsIn } from '../../scripts/check/forge-lint.ts'

const file = 'contracts/Sum.sol'
/** A contract with `body` in its one function; the comment is what a moved line is moved by. */
const sum = (body: string, comment = '') =>
  `// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n${comment}\ncontract Sum {\n` +
  `    function f(uint256 a, uint256 b) external pure returns (uint256 c) {\n        ${body}\n    }\n}\n`

const row = (code: string, found: string[], occurrence?: number) => ({ code, found, occurrence, why: 'because' })

describe('reasons', function () {
  let folder: string

  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-reasons-'))
    mkdirSync(join(folder, 'contracts'))
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  const read = (...rows: object[]) => {
    writeFileSync(join(folder, 'reasons.json'), JSON.stringify({ [file]: rows }))
    return readReasons('reasons.json', folder)
  }
  const mutantsOf = (source: string) => {
    writeFileSync(join(folder, file), source)
    return listMutants([file], folder)
  }
  const explained = (reasons: ReturnType<typeof read>, mutants: ReturnType<typeof mutantsOf>) =>
    mutants.filter((mutant) => reasons.whyOf(mutant) === 'because').map(({ line, found }) => `${line}: ${found}`)

  describe('of a mutant', function () {
    it('hold for the code wherever it moves, and however it is broken into lines', function () {
      const reasons = read(row('c = a + b', ['+ -> -']), row('a < b', ['< -> <=', 'a < b -> true']))
      const before = mutantsOf(sum('if (a < b) c = a + b;'))
      expect(explained(reasons, before)).to.deep.equal(['6: a < b -> true', '6: < -> <=', '6: + -> -'])
      const moved = mutantsOf(sum('if (a < b)\n            c = a\n                + b;', '// One.\n// Two.\n'))
      expect(explained(reasons, moved)).to.deep.equal(['8: a < b -> true', '8: < -> <=', '10: + -> -'])
      for (const mutants of [before, moved]) expect(reasons.rowsWithout(mutants, [file])).to.deep.equal([])
    })

    it('know a number that is written with an exponent', function () {
      const found = mutantsOf(sum('c = a + 1e6 + b;')).map((mutant) => mutant.found)
      expect(found).to.include('1e6 -> 1000001')
    })

    it('end with the code', function () {
      const reasons = read(row('c = a + b', ['+ -> -']))
      const changed = mutantsOf(sum('c = a + b + 1;'))
      expect(explained(reasons, changed)).to.deep.equal([])
      expect(reasons.rowsWithout(changed, [file])).to.deep.equal([
        'reasons.json explains what is not there: contracts/Sum.sol: + -> - in `c = a + b`',
      ])
      expect(reasons.rowsWithout(changed, ['contracts/Other.sol'])).to.deep.equal([])
    })

    it('say which one they mean where a file has the same change of the same code twice', function () {
      const twice = mutantsOf(sum('c = a + b;\n        c = a + b;'))
      expect(explained(read(row('c = a + b', ['+ -> -'], 2)), twice)).to.deep.equal(['7: + -> -'])
      const vague = read(row('c = a + b', ['+ -> -']))
      expect(explained(vague, twice)).to.deep.equal([])
      expect(vague.rowsWithout(twice, [file])[0]).to.match(/it occurs 2 times: say which/)
      const once = mutantsOf(sum('c = a + b;'))
      const numbered = read(row('c = a + b', ['+ -> -'], 1))
      expect(explained(numbered, once)).to.deep.equal([])
      expect(numbered.rowsWithout(once, [file])[0]).to.match(/it occurs once: leave the occurrence out/)
    })

    it('name a condition of assembly, and one of two equal numbers in a statement', function () {
      const mutants = mutantsOf(sum('assembly ("memory-safe") { if lt(a, b) { mstore(0, 0) } }'))
      const reasons = read(row('lt(a, b)', ['lt(a, b) -> 1']), row('mstore(0, 0)', ['0 -> 1'], 2))
      expect(explained(reasons, mutants)).to.deep.equal(['6: lt(a, b) -> 1', '6: 0 -> 1'])
      expect(reasons.rowsWithout(mutants, [file])).to.deep.equal([])
    })
  })

  it('of a missed branch hold for the text of its line and its way', function () {
    const reasons = read(row('if (a) {', ['never true'], 2), row('if (b) {', ['never false']))
    const lines = ['    if (a) {', '    }', 'if (a) {', '}', '  if (b) {']
    const isExplained = (line: number, way: 'true' | 'false') =>
      reasons.whyOf(missedBranch(file, lines, line, way)) !== undefined
    expect([isExplained(1, 'true'), isExplained(3, 'true'), isExplained(3, 'false')]).to.deep.equal([
      false,
      true,
      false,
    ])
    expect([isExplained(5, 'true'), isExplained(5, 'false')]).to.deep.equal([false, true])
  })

  it("of a finding of forge's linter hold for the code that it marks", function () {
    const text = [
      { text: '  x = keccak256(', highlight_start: 7, highlight_end: 17 },
      { text: '    a);', highlight_start: 1, highlight_end: 7 },
    ]
    const printed = (file_name: string, line_start: number) =>
      JSON.stringify({ code: { code: 'asm-keccak256' }, spans: [{ file_name, line_start, byte_start: 40, text }] })
    const output = ['Compiling', printed(file, 3), printed('contracts/mocks/A.sol', 9)].join('\n')
    const reasons = read(row('keccak256( a)', ['asm-keccak256']))
    expect(findingsIn(output).map((each) => [each.line, reasons.whyOf(each)])).to.deep.equal([[3, 'because']])
  })

  it('are refused when two rows are about the same, or a row has no reason', function () {
    expect(() => read(row('c = a + b', ['+ -> -']), row('c = a + b', ['+ -> -']))).to.throw('has two rows for')
    expect(() => read({ ...row('c = a + b', ['+ -> -']), why: '' })).to.throw()
    expect(() => read({ ...row('c = a + b', ['+ -> -']), line: 7 })).to.throw()
  })
})

describe('proof/mutants/survivors.json', function () {
  this.timeout(60_000)

  it('explains mutants that the contracts have', function () {
    const reasons = readReasons('proof/mutants/survivors.json')
    expect(reasons.files.filter((each) => !mutatedFiles.includes(each))).to.deep.equal([])
    const mutants = listMutants(mutatedFiles)
    expect(reasons.rowsWithout(mutants, mutatedFiles)).to.deep.equal([])
    expect(mutants.filter((mutant) => reasons.whyOf(mutant) !== undefined)).to.have.length.above(100)
  })
})

describe('proof/coverage/missed-branches.json', function () {
  it('explains branches of lines that the contracts have', function () {
    const reasons = readReasons('proof/coverage/missed-branches.json')
    const branches = reasons.files.flatMap((each) => {
      const lines = readFileSync(join(root, each), 'utf8').split('\n')
      return lines.flatMap((_, at) => (['true', 'false'] as const).map((way) => missedBranch(each, lines, at + 1, way)))
    })
    expect(reasons.rowsWithout(branches, reasons.files)).to.deep.equal([])
  })
})
