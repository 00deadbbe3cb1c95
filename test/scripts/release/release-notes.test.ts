import { expect } from 'chai'

import { findReleaseNotes } from '../../../scripts/release/release-notes.ts'

const changelog = `# Changelog

All changes, newest first.

## Unreleased

### Added

- Something to come.

## 1.2.3 - 2026-12-01

### Fixed

- A till that stood still.

  ## is not a heading in here

## 1.2.0-rc.1 - 2026-11-20

- A candidate.

## 1.1.0 - 2026-10-01

## 1.0.0

- Without a date.
`

describe('findReleaseNotes', function () {
  it('gives the section of a version, or of its tag, without the heading and the next section', function () {
    const notes = '### Fixed\n\n- A till that stood still.\n\n  ## is not a heading in here'
    expect(findReleaseNotes(changelog, '1.2.3', '1.2.3')).to.deep.equal({ notes })
    expect(findReleaseNotes(changelog, 'v1.2.3', '1.2.3')).to.deep.equal({ notes })
    expect(findReleaseNotes(changelog, 'v1.2.0-rc.1', '1.2.0-rc.1')).to.deep.equal({ notes: '- A candidate.' })
  })

  const refused: [what: string, wanted: string, version: string, says: string][] = [
    ['a version that the package does not have', 'v1.2.3', '1.2.4', 'package.json says 1.2.4'],
    ['a version without a section', '1.2.4', '1.2.4', 'has no section'],
    ['a beginning of a version', '1.2', '1.2', 'is no version'],
    ['a section that begins alike', '1.2.0', '1.2.0', 'has no section'],
    ['a name', 'latest', '1.2.3', 'is no version'],
    ['a number with a leading zero', 'v01.2.3', '01.2.3', 'is no version'],
    ['what is not released', 'Unreleased', '1.2.3', 'is no version'],
    ['an empty section', '1.1.0', '1.1.0', 'is empty'],
    ['a section without a date', '1.0.0', '1.0.0', 'has no date'],
  ]
  for (const [what, wanted, version, says] of refused) {
    it(`refuses ${what}`, function () {
      const found = findReleaseNotes(changelog, wanted, version)
      expect(found).to.have.property('problem').that.includes(says)
    })
  }
})
