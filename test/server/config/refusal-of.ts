import { ConfigInvalid } from '../../../server/config/config-invalid.ts'
import { readConfig } from '../../../server/config/config.ts'

/** What is said of an environment that is refused; `accepted` of one that is not. */
export function refusalOf(environment: Record<string, string>): unknown {
  try {
    readConfig(environment)
    return 'accepted'
  } catch (error) {
    return error instanceof ConfigInvalid ? error.message : error
  }
}
