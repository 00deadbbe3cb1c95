import { expect } from 'chai'

import { readStripe } from '../../../../web/src/till/scanner/tracks.ts'

const OURS = { kind: 'card', number: '9000770000000009' }

describe('a magnetic stripe', function () {
  for (const [what, text, expected] of [
    ['track 1 of ours', '%B9000770000000009^LOVELACE/ADA^2912101?', OURS],
    ['track 1 in groups', '%B9000 7700 0000 0009^LOVELACE/ADA^2912101?', OURS],
    ['track 2 of ours', ';9000770000000009=29121010000?', OURS],
    ['track 2 without more than the number', ';9000770000000009?', OURS],
    [
      'both tracks, with the check sign after each',
      '%B9000770000000009^LOVELACE/ADA^29121?K;9000770000000009=29121?8',
      OURS,
    ],
    ['track 2 where track 1 could not be read', '%E?;9000770000000009=29121?', OURS],
    ['a bank card', '%B4111111111111111^LOVELACE/ADA^29121010000000000?', { kind: 'bank' }],
    ['track 2 of a bank card', ';5555555555554444=29121010000000000?', { kind: 'bank' }],
    ['a bank card with 15 digits', '%B378282246310005^LOVELACE/ADA^2912?', { kind: 'bank' }],
    ['a bank number beside one of ours', '%B9000770000000009^X^2912?;4111111111111111=2912?', { kind: 'bank' }],
    ['a wrong check digit', ';9000770000000008=2912?', { kind: 'foreign' }],
    ['a card of somebody else', ';98263000012345678=2912?', { kind: 'foreign' }],
    ['a hotel key', ';0012345?', { kind: 'foreign' }],
    ['letters without a number', '%BHELLO?', { kind: 'foreign' }],
    ['two numbers that differ', '%B9000000000000019^X^29?;9000770000000009=29?', { kind: 'misread' }],
    ['a reader that read nothing', '%E?;E?', { kind: 'misread' }],
    ['a track that was cut off', ';90007700000', { kind: 'misread' }],
    ['a lonely sign', '%', { kind: 'misread' }],
  ] as const)
    it(`is read: ${what}`, function () {
      expect(readStripe(text)).to.deep.equal(expected)
    })

  it('tells nothing of a bank card, nor the name on any', function () {
    const told = JSON.stringify([
      readStripe('%B4111111111111111^LOVELACE/ADA^2912101?'),
      readStripe('%B9000770000000009^LOVELACE/ADA^2912101?'),
    ])
    expect(told).to.not.match(/4111|LOVELACE|2912/)
  })

  for (const text of ['9000770000000009', 'ada@example.com', '', '50%'])
    it(`is not "${text}"`, function () {
      expect(readStripe(text)).to.equal(null)
    })
})
