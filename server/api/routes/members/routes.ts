import type { Route } from '../../route.ts'
import { drawOwnCardRoute } from './draw-own-card.ts'
import { enrolMemberRoute } from './enrol-member.ts'
import { findMemberRoute } from './find-member.ts'
import { readCardCodeRoute } from './read-card-code.ts'
import { readMeRoute } from './read-me.ts'
import { readMemberRoute } from './read-member.ts'
import type { MembersDeps } from './deps.ts'

/** The routes of members, in the order of the document. */
export const membersRoutes: readonly Route<MembersDeps>[] = [
  enrolMemberRoute,
  findMemberRoute,
  readMemberRoute,
  readMeRoute,
  drawOwnCardRoute,
  readCardCodeRoute,
]
