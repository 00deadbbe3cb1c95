import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { expect } from 'chai'

const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }

const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const rules = textOf('SmallBooks.sol')

/** Every step of the small ledger, and where the induction begins. */
const proofs = [
  'BeginningProof',
  'CreditProof',
  'RestoreProof',
  'DebitProof',
  'SpendProof',
  'AgeProof',
  'AllowanceProof',
] as const
type Proof = (typeof proofs)[number]

/** Mistakes in a step, each against another property, and the proof that must break of it. */
const plantedBugs: { name: string; proof: Proof; before: string; after: string }[] = [
  {
    name: 'a return or redemption leaves the supply as it was',
    proof: 'SpendProof',
    before: 'return (lot - taken, supply - taken, left - taken);',
    after: 'return (lot - taken, supply, left - taken);',
  },
  { name: 'a lot has room for one more', proof: 'RestoreProof', before: '<= LOT_LIMIT);', after: '<= LOT_LIMIT + 1);' },
  { name: 'a nonce counts twice', proof: 'SpendProof', before: 'withNonce > nonce', after: 'withNonce >= nonce' },
  { name: 'a redemption keeps the old nonce', proof: 'SpendProof', before: 'nonce = withNonce;', after: '' },
  {
    name: 'a batch leaves the numbers as they were',
    proof: 'CreditProof',
    before: 'nextEntry += entries;',
    after: '',
  },
  {
    name: 'a batch leaves a gap in the numbers',
    proof: 'CreditProof',
    before: 'firstEntry == nextEntry',
    after: 'firstEntry >= nextEntry',
  },
  {
    name: 'a batch leaves the allowance as it was',
    proof: 'CreditProof',
    before: 'allowance -= points + others;',
    after: '',
  },
  {
    name: 'the oldest lot lives on',
    proof: 'AgeProof',
    before: '(0, a0, a1, a2, a3, a4);',
    after: '(0, a0, a1, a2, a3, a4 + a5);',
  },
  {
    name: 'a return takes an older lot before a newer one',
    proof: 'DebitProof',
    before: '(a0, s0, left) = _take(a0, s0, left);\n        (a1, s1, left) = _take(a1, s1, left);\n        (a2',
    after: '(a1, s1, left) = _take(a1, s1, left);\n        (a0, s0, left) = _take(a0, s0, left);\n        (a2',
  },
  {
    name: 'a return says it took all',
    proof: 'DebitProof',
    before: 'taken = points - left;',
    after: 'taken = points;',
  },
]

/** What solc's model checker says of each assertion. */
function check(proof: Proof, books = rules): { proved: string[]; open: string[]; asserted: number } {
  const file = `steps/${proof}.sol`
  const texts = { 'SmallBooks.sol': books, 'steps/Induction.sol': textOf('steps/Induction.sol'), [file]: textOf(file) }
  const modelChecker = {
    engine: 'chc',
    solvers: ['z3'],
    targets: ['assert'],
    showProvedSafe: true,
    showUnproved: true,
    showUnsupported: true,
    contracts: { [file]: [proof] },
  } // no timeout: the z3 inside the compiler dies of it
  const sources = Object.fromEntries(Object.entries(texts).map(([path, content]) => [path, { content }]))
  const output = solc.compile(JSON.stringify({ language: 'Solidity', sources, settings: { modelChecker } }))
  const { errors } = JSON.parse(output) as { errors: { formattedMessage: string }[] }
  const said = errors.map(({ formattedMessage }) => formattedMessage)
  const isProved = (text: string) => text.includes('check is safe')
  const asserted = textOf(file).match(/assert\(/g)?.length ?? 0
  return { proved: said.filter(isProved), open: said.filter((text) => !isProved(text)), asserted }
}

describe('the small ledger, whatever is done with it in whatever order', function () {
  this.timeout(0)

  for (const proof of proofs) {
    it(`is proved: ${proof}`, function () {
      const { proved, open, asserted } = check(proof)
      expect(open).to.deep.equal([])
      expect(proved).to.have.length.at.least(asserted)
    })
  }

  for (const { name, proof, before, after } of plantedBugs) {
    it(`would not be proved if ${name}: ${proof}`, function () {
      expect(rules.split(before)).to.have.length.at.least(2)
      const { open } = check(proof, rules.replace(before, after))
      expect(open.filter((text) => text.includes('violation happens here'))).not.to.deep.equal([])
    })
  }
})
