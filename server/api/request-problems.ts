import { problem } from './problem.ts'

/** What may be wrong with a request, whatever it asks. */
export const requestProblems = {
  malformed_request: problem(
    400,
    'Malformed request',
    'The request does not match the schema of this route; `errors` lists each fault.',
  ),
  unsupported_media_type: problem(
    415,
    'Unsupported media type',
    'Send the body as application/json in UTF-8, or in one of the `types` that are named, without content encoding.',
  ),
  body_too_large: problem(
    413,
    'Body too large',
    'The body is larger than this route accepts; `bytesMax` is the limit. Split the request.',
  ),
  unknown_route: problem(404, 'Unknown route', 'There is no route at this path. /openapi.json lists the routes.'),
  method_not_allowed: problem(
    405,
    'Method not allowed',
    'This path exists, but not with this method; the Allow header lists the methods.',
  ),
  request_timeout: problem(408, 'Request timeout', 'The request did not arrive in time. Send it again.'),
  too_many_requests: problem(
    429,
    'Too many requests',
    'This key or address has reached its request limit; Retry-After says when to try again.',
  ),
  budget_used_up: problem(
    429,
    'Budget used up',
    'This costs the ledger money, and `budget` names what of it is used up for today: `usedMax` in a day (UTC). Retry-After says when the next day begins.',
  ),
  idempotency_key_reused: problem(
    422,
    'Idempotency key reused',
    'This Idempotency-Key was used for another request. Use each key for one request only.',
  ),
  answer_not_kept: problem(
    409,
    'Answer not kept',
    'The request with this Idempotency-Key was carried out, but its answer is not kept: it had a secret that is shown once, or was lost. Look at what there is now; nothing was done again.',
  ),
  service_unavailable: problem(
    503,
    'Service unavailable',
    'The service could not answer in time, and nothing was recorded. Send the same request again after Retry-After.',
  ),
}
