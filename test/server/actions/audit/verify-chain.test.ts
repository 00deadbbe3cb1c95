import { expect } from 'chai'

import { hashContent } from '../../../../server/actions/audit/entry-document.ts'
import { type ClaimedEntry, HEAD_DIGITS_MIN, verifyChain } from '../../../../server/actions/audit/verify-chain.ts'
import { NO_ENTRY_HASH } from '../../../../server/database/audit-entries.ts'

/** A chain of so many entries, hashed as the log hashes them. */
function aChain(length: number): ClaimedEntry[] {
  const entries: ClaimedEntry[] = []
  let previousHash = NO_ENTRY_HASH
  for (let number = 1; number <= length; number += 1) {
    const content = { number: String(number), kept: { points: '1', label: 'É' }, previousHash }
    previousHash = hashContent(content)
    entries.push({ ...content, hash: previousHash })
  }
  return entries
}

describe('the chain of the audit log', () => {
  it('hashes what RFC 8785 writes: names in the order of their code units, no blanks, text as it is', () => {
    // sha256 of {"a":[1,"€"],"b":null,"é":true}
    expect(hashContent({ é: true, b: null, a: [1, '€'] })).to.equal(
      hashContent(JSON.parse('{"a": [1.0, "\\u20ac"], "b": null, "\\u00e9": true}') as object),
    )
    expect(hashContent({})).to.equal('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
  })

  it('is right when it is whole, also without any entry', async () => {
    expect(await verifyChain([])).to.deep.equal({ status: 'right', entries: 0n, head: NO_ENTRY_HASH })
    const chain = aChain(3)
    expect(await verifyChain(chain)).to.deep.equal({ status: 'right', entries: 3n, head: chain[2]?.['hash'] })
  })

  it('names the first entry that was changed, hashed anew, left out, moved, doubled or made unreadable', async () => {
    const [one, two, three] = aChain(3) as [ClaimedEntry, ClaimedEntry, ClaimedEntry]
    const { hash: _, ...content } = two
    const rehashed = { ...content, kept: {} }
    const wrong: readonly [string, ClaimedEntry[], string][] = [
      ['changed', [one, { ...two, kept: {} }, three], '2'],
      ['with another field', [one, { ...two, more: 1 }, three], '2'],
      ['hashed anew', [one, { ...rehashed, hash: hashContent(rehashed) }, three], '3'],
      ['left out', [one, three], '2'],
      ['left out at the beginning', [two, three], '1'],
      ['moved', [one, three, two], '2'],
      ['doubled', [one, one, two, three], '2'],
      ['no Unicode', [one, { ...two, kept: '\ud800' }, three], '2'],
    ]
    for (const [what, entries, number] of wrong)
      expect(await verifyChain(entries), what).to.deep.include({ status: 'wrong', number })
  })

  it('holds every head that was seen before, by its first digits or all of them', async () => {
    const chain = aChain(3)
    const heads = chain.map(({ hash }) => String(hash))
    const digits = heads.map((head) => head.slice(0, HEAD_DIGITS_MIN).toUpperCase())
    expect((await verifyChain(chain, [...heads, ...digits])).status).to.equal('right')
    expect(await verifyChain(chain.slice(0, 2), heads)).to.deep.include({ status: 'wrong', number: '3' })
  })
})
