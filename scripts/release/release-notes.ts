/** A version without build metadata, as semver.org has it: what a tag carries after its v. */
const SEMVER =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?$/

/**
 * The section of a changelog about a version, without its heading, or why there is none to publish. `wanted` is a version or its
 * tag (v1.2.3), and must be the version of the package: a tag names the commit that says so.
 */
export function findReleaseNotes(
  changelog: string,
  wanted: string,
  packageVersion: string,
): { notes: string } | { problem: string } {
  const version = wanted.replace(/^v/, '')
  if (!SEMVER.test(version)) return { problem: `${wanted} is no version: tags are v1.2.3 (https://semver.org)` }
  if (version !== packageVersion) {
    return { problem: `package.json says ${packageVersion}, not ${version}: run npm version ${version} first` }
  }
  const sections = changelog.split(/^## /m).slice(1)
  const section = sections.find((each) => headingVersion(each) === version)
  if (section === undefined) return { problem: `CHANGELOG.md has no section "## ${version} - <date>"` }
  if (!/^\S+ - \d{4}-\d{2}-\d{2}\n/.test(section)) {
    return { problem: `The section of ${version} in CHANGELOG.md has no date: "## ${version} - 2026-12-31"` }
  }
  const notes = section.slice(section.indexOf('\n')).trim()
  return notes === '' ? { problem: `The section of ${version} in CHANGELOG.md is empty` } : { notes }
}

function headingVersion(section: string): string | undefined {
  return section.split(/\s/, 1)[0]
}
