import type { Reader } from '../../database/engine/client.ts'
import { listMemberRows, MEMBER_SECTIONS, type MemberRow } from '../../database/member-data.ts'
import { listAccountsOfMember } from '../../database/member-history.ts'
import { findSessionKind } from '../../database/member-sessions.ts'
import type { DataPlace } from '../../domain/member-data.ts'
import type { Page } from '../../domain/pages.ts'
import type { ContactSeal } from '../messages/contact-seal.ts'

/** Something that is held about a member. */
export interface HeldAboutMember {
  readonly section: string
  readonly values: MemberRow
}

export interface ReadOwnDataDeps {
  readonly db: Reader
  readonly contactSeal: ContactSeal
}

const FIRST: DataPlace = { section: 0, after: '' }

/**
 * Reads all that is held about a member, section by section. Two secrets are not an account: with card and PIN, which every till
 * knows, a contact is told by its hint only, and no message is ever opened, because it may have a code in it.
 */
export async function readOwnData(
  { db, contactSeal }: ReadOwnDataDeps,
  {
    memberId,
    tokenHash,
    from,
    rowsMax,
  }: { memberId: string; tokenHash: string; from: DataPlace | null; rowsMax: number },
): Promise<Page<HeldAboutMember, DataPlace>> {
  const accounts = await listAccountsOfMember(db, memberId)
  const opensContacts = (await findSessionKind(db, tokenHash)) !== 'card'
  const rows: HeldAboutMember[] = []
  for (let { section, after } = from ?? FIRST; ; section += 1, after = '') {
    const held = MEMBER_SECTIONS[section]
    if (held === undefined) return { rows, next: null }
    const left = rowsMax - rows.length
    // One more, to know whether the section goes on.
    const found = await listMemberRows(db, held, { memberId, accounts, after, rowsMax: left + 1 })
    rows.push(...found.slice(0, left).map(({ row }) => ({ section: held.name, values: tell(row) })))
    if (found.length > left) return { rows, next: { section, after: found[left - 1]?.key ?? after } }
  }

  function tell(row: MemberRow): MemberRow {
    const { contact, ...others } = row
    if (typeof contact !== 'string') return row
    return { ...others, contact: opensContacts ? contactSeal.open(memberId, contact) : null }
  }
}
