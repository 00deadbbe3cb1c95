import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { root } from '../../cli/run-program.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

const campaign = 'proof/invariants'
const campaignSource = readdirSync(join(root, campaign))
  .map((name) => read(join(campaign, name)))
  .join('\n')

/** The last cell of each row of the table. */
const rows = read('docs/threats.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:#|--)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map((cells) => ({ threat: cells[2] ?? '', proofs: cells[4] ?? '' }))

const matchesOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '')

describe('docs/threats.md', function () {
  it('names a proof for every threat', function () {
    expect(rows).to.have.length.above(60)
    for (const { threat, proofs } of rows)
      expect(proofs, threat).to.match(/`\S+\.(?:ts|sol)`|invariants? \d|outcomes? `/)
  })

  it('names tests that exist, by their titles', function () {
    for (const { threat, proofs } of rows) {
      for (const part of proofs.split('; ')) {
        const [file] = matchesOf(part, /^`(\S+\.(?:ts|sol))`/g)
        if (file === undefined) continue
        const path = /^(?:proof|test)\//.test(file) ? file : join('test', file)
        expect(existsSync(join(root, path)), `${threat}: ${path}`).to.equal(true)
        for (const title of matchesOf(part, /"([^"]+)"/g)) expect(read(path), `${threat}: ${path}`).to.include(title)
      }
    }
  })

  it('names invariants and outcomes that the campaign has', function () {
    const outcomes = read(`${campaign}/Outcomes.sol`)
    for (const { threat, proofs } of rows) {
      for (const list of matchesOf(proofs, /invariants? ([\d, ]+)/g)) {
        for (const number of list.split(', ')) expect(campaignSource, threat).to.include(`"${number.trim()}: `)
      }
      for (const list of matchesOf(proofs, /outcomes? ((?:`\w+`(?:, )?)+)/g)) {
        for (const name of matchesOf(list, /`(\w+)`/g)) expect(outcomes, threat).to.match(new RegExp(`\\b${name},?\\n`))
      }
    }
  })
})
