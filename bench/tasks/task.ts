import type { Browser } from 'playwright-core'

import type { Brand, PagesServer } from '../../test/support/pages/entente-server.ts'
import type { Person } from './person.ts'

export const ROLES = ['member', 'cashier', 'integrator'] as const
export type Role = (typeof ROLES)[number]

/** Where the tasks are done. */
export interface Site {
  readonly browser: Browser
  readonly server: PagesServer
  readonly brand: Brand
}

/** Something that a person comes for, from a first page to an end that can be seen. */
export interface Task {
  readonly role: Role
  readonly name: string
  /** Where it begins, and what is counted as done, in a sentence. */
  readonly about: string
  /** Prepares a person where the task begins; nothing of it counts. Returns what the person then does. */
  prepare(site: Site): Promise<{ person: Person; act: () => Promise<void> }>
}
