import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path/posix'

import type { DocsPage } from './frame.ts'
import { type Guide, type LinkTarget, readGuide } from './markdown.ts'

const FOLDER = new URL('../../../../docs/', import.meta.url)

/** A text of docs/ and where it is shown. */
export interface GuidePlan {
  readonly file: string
  readonly path: string
  /** Its name in the sidebar; null: it is reached by links only. */
  readonly name: string | null
  readonly group: string
}

const START = 'Get started'
const GUIDES = 'Guides'
const BACKGROUND = 'Background'

/** What integrators, partners, auditors and operators read; what only developers of Entente need stays in the repository. */
const NAMED: readonly GuidePlan[] = [
  { file: 'quick-start.md', path: '/docs/quick-start', name: 'Quick start', group: START },
  { file: 'till.md', path: '/docs/guides/till', name: 'Till', group: GUIDES },
  { file: 'shop.md', path: '/docs/guides/shop', name: 'Online shop', group: GUIDES },
  { file: 'partner-finance.md', path: '/docs/guides/partner-finance', name: 'Partner finance', group: GUIDES },
  { file: 'programme.md', path: '/docs/guides/programme', name: 'Rules', group: GUIDES },
  { file: 'console.md', path: '/docs/guides/console', name: 'Console', group: GUIDES },
  { file: 'clearing.md', path: '/docs/guides/clearing', name: 'Clearing', group: GUIDES },
  { file: 'auditor.md', path: '/docs/guides/auditor', name: 'Auditor', group: GUIDES },
  { file: 'audit.md', path: '/docs/guides/audit', name: 'The audit command', group: GUIDES },
  { file: 'archive.md', path: '/docs/guides/archive', name: 'Published receipts', group: GUIDES },
  { file: 'events.md', path: '/docs/events', name: 'Follow events', group: GUIDES },
  { file: 'webhooks.md', path: '/docs/webhooks', name: 'Receive webhooks', group: GUIDES },
  { file: 'architecture.md', path: '/docs/background/architecture', name: 'Architecture', group: BACKGROUND },
  { file: 'operating.md', path: '/docs/background/operating', name: 'Operating a server', group: BACKGROUND },
  { file: 'scaling.md', path: '/docs/background/scaling', name: 'Scaling', group: BACKGROUND },
  { file: 'roles.md', path: '/docs/background/roles', name: 'Roles on the ledger', group: BACKGROUND },
  { file: 'custody.md', path: '/docs/background/custody', name: 'Custody of keys', group: BACKGROUND },
  { file: 'personal-data.md', path: '/docs/background/personal-data', name: 'Personal data', group: BACKGROUND },
  { file: 'decisions/README.md', path: '/docs/decisions', name: 'Decisions', group: BACKGROUND },
]

/** The texts that a server shows. */
export function listGuides(): GuidePlan[] {
  const decisions = readdirSync(new URL('decisions/', FOLDER))
    .filter((name) => /^\d{4}-.+\.md$/.test(name))
    .toSorted()
    .map((name) => ({
      file: `decisions/${name}`,
      path: `/docs/decisions/${basename(name, '.md')}`,
      name: null,
      group: BACKGROUND,
    }))
  return [...NAMED, ...decisions]
}

/** Pages that are made from something else than a text of docs/, by the file that holds the same. */
const OTHER_PAGES: Readonly<Record<string, string>> = { 'errors.md': '/docs/errors' }

/** Where links of a text lead: to the pages of other texts, and nowhere else but to the web and to this server. */
export function targetsOf(plans: readonly GuidePlan[], file: string): LinkTarget {
  const byFile = new Map([...plans.map((plan) => [plan.file, plan.path] as const), ...Object.entries(OTHER_PAGES)])
  return (href) => {
    if (/^(?:https?:|mailto:|#|\/(?!\/))/.test(href)) return href
    const [target = '', anchor] = href.split('#')
    const path = byFile.get(join(file, '..', target))
    return path === undefined ? null : `${path}${anchor === undefined ? '' : `#${anchor}`}`
  }
}

/** Reads a text of docs/ as it is on disk. */
export function loadGuide(plans: readonly GuidePlan[], { file }: GuidePlan): Guide {
  return readGuide(readFileSync(new URL(file, FOLDER), 'utf8'), targetsOf(plans, file))
}

/** The page of a text. */
export function makeGuidePage({ path, name }: GuidePlan, { title, description, main, sections }: Guide): DocsPage {
  return { path, title: name ?? title, description, main, sections, layout: 'text' }
}
