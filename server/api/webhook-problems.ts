import { problem } from './problem.ts'

/** Problems of webhooks. */
export const webhookProblems = {
  webhook_unknown: problem(404, 'Webhook unknown', 'The partner has no such webhook, or it was removed.'),
  webhooks_too_many: problem(
    409,
    'Too many webhooks',
    'The partner has `webhooksMax` webhooks. Remove those that are not used any more.',
  ),
  webhook_url_refused: problem(
    422,
    'Webhook URL refused',
    'Nothing is sent to this URL; `reason` says why: it must be https, of a server that the whole Internet reaches, without a user name and without a fragment.',
  ),
  delivery_unknown: problem(
    404,
    'Delivery unknown',
    'The webhook has no delivery with the id `deliveryId`: it arrived at the first try, or ended more than 30 days ago.',
  ),
} as const
