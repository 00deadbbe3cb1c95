import type { Command } from 'commander'

import type { EntenteClient, Schemas } from '../client/client.ts'
import { WEBHOOK_REPLAYS_MAX } from '../server/domain/webhooks.ts'
import { listAll } from './list-all.ts'
import { type CommonOptions, type Outcome, runAsOperator, withOperatorOptions } from './operator-command.ts'
import { readPartnerKey } from './partner-key.ts'
import { confirm, formatTable } from './terminal.ts'

interface WebhookOptions extends CommonOptions {
  partner: string
  keyFile?: string
}

interface AddOptions extends WebhookOptions {
  type?: Schemas['AddWebhook']['types']
}

type State = Schemas['WebhookDelivery']['state']

/** `entente webhook ...`: where a partner's events are sent, with the partner's own API key. */
export function addWebhookCommand(program: Command): void {
  const webhook = program
    .command('webhook')
    .description("Send a partner's events to its server, signed, as they happen.")
  const command = (nameAndArgs: string, description: string) =>
    withOperatorOptions(webhook.command(nameAndArgs).description(`${description} With the partner's own API key.`))
      .requiredOption('--partner <id>', 'partner number')
      .option('--key-file <file>', 'API keys of partners (default: keys/demo-keys.json in the data folder)')
  command('add', 'Add a webhook, and show its secret, this once.')
    .argument('<url>', 'https URL of the receiver')
    .option('--type <types...>', 'types of events to send, such as redemption.captured (default: all)')
    .action((url: string, options: AddOptions) => asPartner(options, (api) => addWebhook(api, url, options)))
  command('list', 'List the webhooks, and how each of them does.').action((options: WebhookOptions) =>
    asPartner(options, listWebhooks),
  )
  const withId = (name: string, description: string) => command(name, description).argument('<id>', 'id of the webhook')
  withId('test', 'Send a test event at once, and say how it went.').action((id: string, options: WebhookOptions) =>
    asPartner(options, (api) => testWebhook(api, id)),
  )
  withId('rotate', 'Give a webhook new keys, and show its new secret, this once.')
    .option('--overlap <seconds>', 'how long the keys before sign as well', Number, 86_400)
    .action((id: string, options: WebhookOptions & { overlap: number }) =>
      asPartner(options, (api) => rotateWebhook(api, id, options)),
    )
  withId('disable', 'Send nothing to a webhook until it is enabled.').action((id: string, options: WebhookOptions) =>
    asPartner(options, (api) => disableWebhook(api, id)),
  )
  withId('enable', 'Send to a webhook again that is disabled, from where it stopped.').action(
    (id: string, options: WebhookOptions) => asPartner(options, (api) => enableWebhook(api, id)),
  )
  withId('remove', 'Send nothing to a webhook any more, and forget its keys.')
    .option('--yes', 'do not ask')
    .action((id: string, options: WebhookOptions & { yes?: boolean }) =>
      asPartner(options, async (api) => {
        await confirm(`Remove webhook ${id}?`, { yes: options.yes })
        const { data } = await api.DELETE('/v1/webhooks/{webhookId}', { params: { path: { webhookId: id } } })
        return { value: data, text: `Nothing is sent to ${data.url} any more.` }
      }),
    )
  withId('deliveries', 'List the events that did not arrive at the first try.')
    .option('--state <state>', 'only those that are waiting, delivered or dead')
    .action((id: string, options: WebhookOptions & { state?: State }) =>
      asPartner(options, (api) => showDeliveries(api, id, options)),
    )
  withId('replay', 'Send dead letters again: all of them, unless some are named.')
    .argument('[deliveries...]', 'ids of deliveries, of any state')
    .action((id: string, deliveries: string[], options: WebhookOptions) =>
      asPartner(options, (api) => replay(api, id, deliveries)),
    )
}

function asPartner(options: WebhookOptions, run: (api: EntenteClient) => Promise<Outcome>): Promise<void> {
  return runAsOperator(options, ({ api }) => run(api.withKey(readPartnerKey(options.partner, options))))
}

async function addWebhook(api: EntenteClient, url: string, { type = [] }: AddOptions): Promise<Outcome> {
  const { data } = await api.POST('/v1/webhooks', { body: { url, types: type } })
  return {
    value: data,
    text: `Events are sent to ${data.url} from now on.\nWebhook ${data.webhookId}\n${keysOf(data)}`,
  }
}

async function rotateWebhook(
  api: EntenteClient,
  webhookId: string,
  { overlap: overlapSeconds }: { overlap: number },
): Promise<Outcome> {
  const params = { path: { webhookId } }
  const { data } = await api.POST('/v1/webhooks/{webhookId}/rotate', { params, body: { overlapSeconds } })
  const until = data.previousKeysUntil
  const before = until === null ? 'The keys before have ended.' : `The keys before sign as well until ${until}.`
  return { value: data, text: `${before}\n${keysOf(data)}` }
}

const keysOf = ({ secret, publicKeys }: Schemas['WebhookWithSecret']) =>
  `secret      ${secret}  (shown this once)\npublic key  ${publicKeys[0] ?? ''}`

async function listWebhooks(api: EntenteClient): Promise<Outcome> {
  const { data } = (await api.GET('/v1/webhooks')).data
  const rows = data.map((one) => [
    one.url,
    one.state,
    one.sentThrough,
    String(one.waiting),
    String(one.dead),
    one.lastDeliveredAt ?? 'never',
    one.webhookId,
  ])
  const head = ['url', 'state', 'sent through', 'waiting', 'dead', 'last delivered', 'id']
  return { value: { webhooks: data }, text: formatTable(head, rows) }
}

async function testWebhook(api: EntenteClient, webhookId: string): Promise<Outcome> {
  const { data } = await api.POST('/v1/webhooks/{webhookId}/test', { params: { path: { webhookId } } })
  const { delivered, status, failure, messageId } = data
  const how = delivered
    ? `arrived: the receiver answered ${String(status)}`
    : `did not arrive: ${failureOf(failure, status)}`
  return { value: data, text: `The test event ${messageId} ${how}.` }
}

async function disableWebhook(api: EntenteClient, webhookId: string): Promise<Outcome> {
  const { data } = await api.POST('/v1/webhooks/{webhookId}/disable', { params: { path: { webhookId } } })
  return {
    value: data,
    text: `Nothing is sent to ${data.url} until it is enabled. It stopped after ${data.sentThrough}.`,
  }
}

async function enableWebhook(api: EntenteClient, webhookId: string): Promise<Outcome> {
  const { data } = await api.POST('/v1/webhooks/{webhookId}/enable', { params: { path: { webhookId } } })
  return { value: data, text: `Events after ${data.sentThrough} are sent to ${data.url}.` }
}

const failureOf = (failure: string | null, status: number | null) =>
  status === null ? String(failure) : `status ${status}`

async function listDeliveries(
  api: EntenteClient,
  webhookId: string,
  state?: State,
): Promise<Schemas['WebhookDelivery'][]> {
  const asked = state === undefined ? {} : { state }
  return listAll((query) =>
    api.GET('/v1/webhooks/{webhookId}/deliveries', { params: { path: { webhookId }, query: { ...asked, ...query } } }),
  )
}

async function showDeliveries(api: EntenteClient, id: string, { state }: { state?: State }): Promise<Outcome> {
  const deliveries = await listDeliveries(api, id, state)
  return { value: { deliveries }, text: tableOf(deliveries) }
}

function tableOf(deliveries: readonly Schemas['WebhookDelivery'][]): string {
  const rows = deliveries.map((one) => [
    one.eventId,
    one.type,
    one.state,
    String(one.tries),
    failureOf(one.lastFailure, one.lastStatus),
    one.nextTryAt ?? '-',
    one.deliveryId,
  ])
  return formatTable(['event', 'type', 'state', 'tries', 'last failure', 'next try', 'id'], rows)
}

async function replay(api: EntenteClient, webhookId: string, named: readonly string[]): Promise<Outcome> {
  const ids = named.length > 0 ? named : (await listDeliveries(api, webhookId, 'dead')).map((one) => one.deliveryId)
  const deliveries: Schemas['WebhookDelivery'][] = []
  for (let from = 0; from < ids.length; from += WEBHOOK_REPLAYS_MAX) {
    const body = { deliveryIds: ids.slice(from, from + WEBHOOK_REPLAYS_MAX) }
    const params = { path: { webhookId } }
    deliveries.push(...(await api.POST('/v1/webhooks/{webhookId}/replay', { params, body })).data.data)
  }
  return { value: { deliveries }, text: ids.length === 0 ? 'There are no dead letters.' : tableOf(deliveries) }
}
