/**
 * Known weaknesses of the packages that run with Entente, as the registry's advisories tell. A registry that does not answer about
 * advisories (a mirror, no network) is said to have been asked in vain, which is no fault of the change; what it answers is judged.
 */
import { execFile } from 'node:child_process'

import { z } from 'zod'

/** An advisory that is known and accepted for a time. */
export interface AcceptedAdvisory {
  /** As in its address: GHSA-xxxx-xxxx-xxxx. */
  readonly id: string
  readonly package: string
  /** Why it does no harm here. */
  readonly reason: string
  /** The last day on which it is accepted, YYYY-MM-DD. */
  readonly until: string
}

export interface AuditVerdict {
  readonly problems: string[]
  /** Set where nothing was checked, and why. */
  readonly notChecked: string | null
}

/** Nobody decides for longer than this: what is accepted is looked at again. */
export const ACCEPTED_DAYS_MAX = 180

const Advisory = z.object({ title: z.string(), url: z.string(), severity: z.string() })
const Report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ name: z.string(), via: z.array(z.union([z.string(), Advisory])) })),
})
/** What npm prints where the registry refused or was not reached. */
const Refused = z.object({ message: z.string().min(1), error: z.object({}) })
const Accepted = z.object({
  accepted: z.array(
    z.strictObject({ id: z.string(), package: z.string(), reason: z.string().min(20), until: z.iso.date() }),
  ),
})

const DAY_MS = 86_400_000

/** Reads what is accepted. */
export function readAccepted(text: string): AcceptedAdvisory[] {
  return Accepted.parse(JSON.parse(text)).accepted
}

/** What is wrong by npm's report (`npm audit --json`), one sentence each. */
export function judgeAudit(output: string, accepted: readonly AcceptedAdvisory[], now: Date): AuditVerdict {
  const said = parse(output)
  const report = Report.safeParse(said)
  if (!report.success) {
    const refused = Refused.safeParse(said)
    if (!refused.success) return { problems: ['npm printed neither a report nor why there is none'], notChecked: null }
    return { problems: judgeAccepted(accepted, now), notChecked: refused.data.message }
  }
  const found = Object.values(report.data.vulnerabilities).flatMap(({ name, via }) =>
    via.flatMap((one) => (typeof one === 'string' ? [] : [{ package: name, id: idOf(one.url), ...one }])),
  )
  const isAccepted = (one: { package: string; id: string }) =>
    accepted.some((known) => known.id === one.id && known.package === one.package)
  const isFound = (known: AcceptedAdvisory) => found.some((one) => known.id === one.id && known.package === one.package)
  return {
    notChecked: null,
    problems: [
      ...found
        .filter((one) => !isAccepted(one))
        .map((one) => `${one.package}: ${one.severity}: ${one.title}, ${one.url}`),
      ...accepted.filter((known) => !isFound(known)).map(({ id }) => `${id} is accepted and not found: take it out`),
      ...judgeAccepted(accepted, now),
    ],
  }
}

function judgeAccepted(accepted: readonly AcceptedAdvisory[], now: Date): string[] {
  return accepted.flatMap(({ id, until }) => {
    const daysLeft = Math.floor((Date.parse(until) - now.getTime()) / DAY_MS) + 1
    if (daysLeft < 0) return [`${id} was accepted until ${until}: update the package, or decide again`]
    return daysLeft > ACCEPTED_DAYS_MAX ? [`${id} is accepted for more than ${ACCEPTED_DAYS_MAX} days`] : []
  })
}

const idOf = (url: string) => url.split('/').at(-1) ?? url

function parse(output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    return null
  }
}

/** npm's report about the packages of package-lock.json that are not only for development. npm exits with 1 when it found something. */
export function runAudit(root: string): Promise<string> {
  const args = ['audit', '--json', '--omit=dev', '--package-lock-only', '--fetch-retries=1', '--fetch-timeout=20000']
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: root, maxBuffer: 50_000_000 }, (_error, stdout) => {
      resolve(stdout)
    })
  })
}
