import { writeFileSync } from 'node:fs'

import { renderErrorsMarkdown } from '../server/api/pages/docs/errors-page.ts'

writeFileSync(new URL('../docs/errors.md', import.meta.url), renderErrorsMarkdown())
