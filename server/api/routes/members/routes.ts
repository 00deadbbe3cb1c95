import type { Route } from '../../route.ts'
import { drawOwnCardRoute } from './draw-own-card.ts'
import { enrolMemberRoute } from './enrol-member.ts'
import { findMemberRoute } from './find-member.ts'
import { proveIdentifierAtTillRoute } from './prove-identifier-at-till.ts'
import { proveIdentifierRoute } from './prove-identifier.ts'
import { readCardCodeRoute } from './read-card-code.ts'
import { readMeRoute } from './read-me.ts'
import { readMemberRoute } from './read-member.ts'
import { readOwnDataRoute } from './read-own-data.ts'
import { readVisitorRoute } from './read-visitor.ts'
import { startIdentifierProofAtTillRoute } from './start-identifier-proof-at-till.ts'
import { startIdentifierProofRoute } from './start-identifier-proof.ts'
import type { MembersDeps } from './deps.ts'

/** The routes of members, in the order of the document. */
export const membersRoutes: readonly Route<MembersDeps>[] = [
  enrolMemberRoute,
  findMemberRoute,
  readMemberRoute,
  startIdentifierProofAtTillRoute,
  proveIdentifierAtTillRoute,
  readVisitorRoute,
  readMeRoute,
  readOwnDataRoute,
  drawOwnCardRoute,
  readCardCodeRoute,
  startIdentifierProofRoute,
  proveIdentifierRoute,
]
