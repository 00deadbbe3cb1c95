import { fileSlips } from '../../../actions/tills/file-slips.ts'
import { presentOutcomes } from './present-till.ts'
import { LIST_BODY_BYTES_MAX } from '../../route.ts'
import { route } from './deps.ts'
import { FiledSlipsResponse, FileSlipsBody } from '../../schemas/tills/tills.ts'

export const fileSlipsRoute = route({
  operation: 'fileSlips',
  method: 'post',
  path: '/v1/slips',
  summary: 'Send up to 100 slips that a till printed without network',
  description:
    'Each has its own outcome. Points are given when somebody collects them, once, within 60 days of the sale.',
  caller: 'partner',
  scope: 'purchases:write',
  body: FileSlipsBody,
  bodyBytesMax: LIST_BODY_BYTES_MAX,
  repeatable: true,
  once: 'answer_kept',
  response: FiledSlipsResponse,
  handle: async ({ deps, caller: { partnerId }, body: { slips } }) =>
    presentOutcomes(await fileSlips(deps, { partnerId, signed: slips })),
})
