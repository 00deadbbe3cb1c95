/** Says in SQL which members are erased, as a list of ids. */
type ErasedMembers = string

/** All that were ever erased. */
export const ALL_ERASED: ErasedMembers = `(select member_id from erasure where state in ('erasing', 'done'))`

/** Tables whose rows lead to a person, or let somebody in, and explain no points. */
const EMPTIED = [
  'member_identifier',
  'member_relation',
  'consent',
  'one_time_code',
  'message',
  'member_pin',
  'pin_place',
  'passkey',
  'member_session',
  'move_request',
]

/**
 * What is done to the rows of erased members, in the transaction of their erasure and again after each replay of the journal, which has no
 * deletions. Doing it twice changes nothing more. What stays is sealed with a key that is destroyed: docs/decisions/0047-erasure.md.
 */
export const ERASURE_STATEMENTS: readonly ((erased: ErasedMembers) => string)[] = [
  ...EMPTIED.map((table) => (erased: ErasedMembers) => `delete from "${table}" where member_id in ${erased}`),
  (erased) => `delete from budget_use where subject in (select id::text from member where id in ${erased})`,
]
