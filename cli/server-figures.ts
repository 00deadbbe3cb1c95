import type { Secrets } from '../server/config/config.ts'

/** A sending account, as the metrics show it. */
export interface LaneFigures {
  readonly address: string
  readonly purpose: string
  readonly state: string
  readonly ether: number
}

/** What only whoever runs the server is told. */
export interface ServerFigures {
  readonly lanes: readonly LaneFigures[]
  readonly parkedPartners: number
  readonly lowPackPartners: number
  readonly messagesWaiting: number
  readonly oldestMessageSeconds: number
  readonly webhooksFailing: number
  readonly webhookEventsDead: number
  /** Errors since the API's process started, by the place of the endpoint in RPC_URL. */
  readonly endpointErrors: Readonly<Record<string, number>>
}

/** One value of a scrape. */
interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const ASK_MS_MAX = 5_000
const LINE = /^(?<name>[a-z_]+)(?:\{(?<labels>[^}]*)\})? (?<value>\S+)$/

/** Reads the metrics with the token of the environment, if there is one. Null where the server does not show them to us. */
export async function readServerFigures(url: string, { metricsToken }: Secrets): Promise<ServerFigures | null> {
  const headers: Record<string, string> = metricsToken === null ? {} : { authorization: `Bearer ${metricsToken}` }
  const answer = await fetch(`${url}/metrics`, { headers, signal: AbortSignal.timeout(ASK_MS_MAX) })
  return answer.ok ? figuresOf(readSamples(await answer.text())) : null
}

/** Reads the text that Prometheus collects, as far as our own figures go. */
export function readSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const { name, labels = '', value } = LINE.exec(line)?.groups ?? {}
    if (name?.startsWith('entente_') !== true) return []
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', said = '']) => [key, said] as const)
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
  })
}

/** The figures among the samples. */
export function figuresOf(samples: readonly Sample[]): ServerFigures {
  const all = (name: string) => samples.filter((sample) => sample.name === `entente_${name}`)
  const sum = (name: string, wanted: (labels: Sample['labels']) => boolean = () => true) =>
    all(name)
      .filter(({ labels }) => wanted(labels))
      .reduce((total, { value }) => total + value, 0)
  const endpointErrors: Record<string, number> = {}
  for (const { labels, value } of all('rpc_errors_total')) {
    const place = labels['endpoint'] ?? ''
    endpointErrors[place] = (endpointErrors[place] ?? 0) + value
  }
  return {
    lanes: all('lane_balance_ether').map(({ labels, value }) => ({
      address: labels['address'] ?? '',
      purpose: labels['purpose'] ?? '',
      state: labels['state'] ?? '',
      ether: value,
    })),
    parkedPartners: sum('parked_partners'),
    lowPackPartners: sum('low_pack_partners'),
    messagesWaiting: sum('messages_waiting'),
    oldestMessageSeconds: Math.max(0, ...all('oldest_waiting_message_age_seconds').map(({ value }) => value)),
    webhooksFailing: sum('webhooks', ({ state }) => state === 'failing'),
    webhookEventsDead: sum('webhook_deliveries', ({ state }) => state === 'dead'),
    endpointErrors,
  }
}
