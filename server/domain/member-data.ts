/** Where a page of what is held about a member goes on: in which section, after which key. */
export interface DataPlace {
  readonly section: number
  readonly after: string
}

/** Sections that a place can be in; there are fewer. */
export const MEMBER_SECTIONS_MAX = 1_000
