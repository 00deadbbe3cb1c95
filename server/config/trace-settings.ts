import { z } from 'zod'

import { ConfigInvalid } from './config-invalid.ts'
import { isSafeUrl } from './external-signers.ts'

/** `name=value,name=value`, as OpenTelemetry writes them: values are percent-encoded. */
const Headers = z
  .string()
  .max(8_192)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+=[!-+\--~]+(?:,[!#$%&'*+.^_`|~0-9A-Za-z-]+=[!-+\--~]+)*$/, {
    error: 'must be like authorization=Bearer%20abc,x-tenant=entente',
  })
  .refine((text) => readHeaders(text) !== null, { error: 'has a value whose percent-encoding cannot be read' })

/** What the environment says of traces, by the names that OpenTelemetry gave. */
export const TRACE_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .nullable()
    .default(null),
  OTEL_EXPORTER_OTLP_HEADERS: Headers.nullable().default(null),
  OTEL_SERVICE_NAME: z.string().max(255).default('entente'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
}

/** Where traces are sent. */
export interface TracesConfig {
  /** Of a collector that takes OTLP over HTTP. Null: nothing is traced. */
  readonly endpoint: string | null
  readonly serviceName: string
  /** Which part of all traces is kept, from 0 to 1. */
  readonly share: number
}

interface TraceValues {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string | null
  readonly OTEL_EXPORTER_OTLP_HEADERS: string | null
  readonly OTEL_SERVICE_NAME: string
  readonly OTEL_TRACES_SAMPLER_ARG: number
}

/** The settings of traces. A header is most often a key: it does not travel in clear. */
export function tracesOf(values: TraceValues): TracesConfig {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = values
  if (endpoint !== null && headers !== null && !isSafeUrl(endpoint))
    throw new ConfigInvalid(
      'OTEL_EXPORTER_OTLP_HEADERS would be sent in clear: with headers, OTEL_EXPORTER_OTLP_ENDPOINT must be an https URL without a user name; http is for loopback only.',
    )
  return Object.freeze({ endpoint, serviceName: values.OTEL_SERVICE_NAME, share: values.OTEL_TRACES_SAMPLER_ARG })
}

/** The headers by name; null where a value cannot be read. */
export function readHeaders(text: string | null): Readonly<Record<string, string>> | null {
  if (text === null) return {}
  try {
    return Object.fromEntries(
      text.split(',').map((pair) => {
        const at = pair.indexOf('=')
        return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]
      }),
    )
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
