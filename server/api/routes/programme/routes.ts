import type { ProgrammeDeps } from '../../../actions/programme/save-rule.ts'
import type { Route } from '../../route.ts'
import { changeRuleRoute } from './change-rule.ts'
import { listRulesRoute } from './list-rules.ts'
import { saveRuleRoute } from './save-rule.ts'
import { tryRuleRoute } from './try-rule.ts'

/** The routes of the rules that give points beside the earning rule, in the order of the document. */
export const programmeRoutes: readonly Route<ProgrammeDeps>[] = [
  saveRuleRoute,
  listRulesRoute,
  changeRuleRoute,
  tryRuleRoute,
]
