import { type MeView, readMe, type ReadMeDeps } from './read-me.ts'

/** Reads who is signed in in a browser; null for a visitor who is not, which is no error. */
export async function readVisitor(deps: ReadMeDeps, memberId: string | null): Promise<MeView | null> {
  return memberId === null ? null : readMe(deps, memberId)
}
