import type { OperationExample, OperationExamples } from './operation-example.ts'
import { accountsExamples } from './routes/accounts/examples.ts'
import { eventsExamples } from './routes/events/examples.ts'
import { membersExamples } from './routes/members/examples.ts'
import { partnersExamples } from './routes/partners/examples.ts'
import { peopleExamples } from './routes/people/examples.ts'
import { powersExamples } from './routes/powers/examples.ts'
import { clearingExamples } from './routes/clearing/examples.ts'
import { figuresExamples } from './routes/figures/examples.ts'
import { auditExamples } from './routes/audit/examples.ts'
import { proposalsExamples } from './routes/proposals/examples.ts'
import { programmeExamples } from './routes/programme/examples.ts'
import { purchasesExamples } from './routes/purchases/examples.ts'
import { redemptionsExamples } from './routes/redemptions/examples.ts'
import { rewardsExamples } from './routes/rewards/examples.ts'
import { signInExamples } from './routes/sign-in/examples.ts'
import { tillsExamples } from './routes/tills/examples.ts'
import { webhooksExamples } from './routes/webhooks/examples.ts'
import { archiveExamples } from './routes/archive/examples.ts'
import { statusExamples } from './routes/status/examples.ts'

/** The examples of all subjects, by operation. */
export const EXAMPLES: OperationExamples = {
  ...membersExamples,
  ...signInExamples,
  ...accountsExamples,
  ...rewardsExamples,
  ...purchasesExamples,
  ...programmeExamples,
  ...tillsExamples,
  ...redemptionsExamples,
  ...partnersExamples,
  ...peopleExamples,
  ...powersExamples,
  ...clearingExamples,
  ...figuresExamples,
  ...proposalsExamples,
  ...auditExamples,
  ...eventsExamples,
  ...webhooksExamples,
  ...archiveExamples,
  ...statusExamples,
}

/** The example of an operation; every operation has one. */
export function exampleOf(operation: string): OperationExample {
  const example = EXAMPLES[operation]
  if (example === undefined)
    throw new Error(`operation ${operation} has no example: add one to examples.ts beside its route`)
  return example
}
